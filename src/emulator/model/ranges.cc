// Ranges inside messages.
//
// Filters, charts, conditional formats and the like are kept as messages. The schema tells where a
// message holds a GridRange, a GridCoordinate or a DimensionRange, so that one walk over any
// message moves all of them.

#include "emulator/model/ranges.h"

#include <functional>
#include <utility>

#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

bool IsRange(const Message& type) {
  return type.name == "GridRange" || type.name == "GridCoordinate" || type.name == "DimensionRange";
}

// Calls `visit` for each range message; where it returns false the range is taken out. False when
// that leaves a message without the range it is about.
using Visitor = std::function<bool(const Message& type, Json& range)>;

bool Walk(const Message& type, Json& message, const Visitor& visit);

bool WalkList(const Message& type, Json& list, const Visitor& visit) {
  Json kept = Json::MakeArray();
  for (Json& element : list) {
    if (Walk(type, element, visit)) kept.push_back(std::move(element));
  }
  list = std::move(kept);
  return !list.empty();
}

bool Walk(const Message& type, Json& message, const Visitor& visit) {
  if (IsRange(type)) return visit(type, message);
  for (const Field& field : type.fields) {
    if (field.kind != FieldKind::kMessage || field.map) continue;
    Json* member = Find(message, field.name);
    if (member == nullptr) continue;
    const bool alive = field.repeated ? WalkList(*field.message, *member, visit)
                                      : Walk(*field.message, *member, visit);
    if (alive) continue;
    const bool essential = field.name == "range" || field.name == "ranges";
    PutField(message, type, field, Json());
    if (essential) return false;
  }
  return true;
}

std::optional<Span> SpanOf(const Json& range, std::string_view begin, std::string_view end) {
  if (!Has(range, begin) && !Has(range, end)) return std::nullopt;
  return Span{static_cast<int>(IntOf(range, begin)),
              static_cast<int>(IntOf(range, end, INT32_MAX / 2))};
}

bool ShiftSpan(const Shift& shift, std::string_view begin, std::string_view end, Json& range) {
  const auto span = SpanOf(range, begin, end);
  if (!span) return true;
  const auto mapped = shift.Map(*span);
  if (!mapped) return false;
  if (Has(range, begin)) Put(range, begin, mapped->begin);
  if (Has(range, end)) Put(range, end, mapped->end);
  return true;
}

// What a range message spans across the rows (or columns) that are shifted.
Span AcrossOf(const Message& type, const Json& range, bool rows) {
  if (type.name == "GridCoordinate") {
    const int index = static_cast<int>(IntOf(range, rows ? "columnIndex" : "rowIndex"));
    return {index, index + 1};
  }
  constexpr Span kAll = {0, INT32_MAX / 2};
  if (type.name != "GridRange") return kAll;
  return (rows ? SpanOf(range, "startColumnIndex", "endColumnIndex")
               : SpanOf(range, "startRowIndex", "endRowIndex"))
      .value_or(kAll);
}

bool ShiftRange(const Shift& shift, const Message& type, Json& range) {
  const bool rows = shift.dimension() == Dimension::kRows;
  if (!shift.Concerns(AcrossOf(type, range, rows))) return true;
  if (type.name == "GridRange") {
    return rows ? ShiftSpan(shift, "startRowIndex", "endRowIndex", range)
                : ShiftSpan(shift, "startColumnIndex", "endColumnIndex", range);
  }
  if (type.name == "DimensionRange") {
    const bool same = StringOf(range, "dimension") == DimensionName(shift.dimension());
    return !same || ShiftSpan(shift, "startIndex", "endIndex", range);
  }
  const Field& field = *type.FindField(rows ? "rowIndex" : "columnIndex");
  const auto mapped = shift.Map(static_cast<int>(IntOf(range, field.name)));
  if (mapped) PutField(range, type, field, *mapped == 0 ? Json() : Json(*mapped));
  return true;
}

}  // namespace

Rect RectOf(const Json& grid_range, const Rect& bounds) {
  const auto edge = [&](std::string_view name, int open) {
    return static_cast<int>(IntOf(grid_range, name, open));
  };
  return {{edge("startRowIndex", 0), edge("endRowIndex", bounds.rows.end)},
          {edge("startColumnIndex", 0), edge("endColumnIndex", bounds.columns.end)}};
}

Json GridRangeOf(int32_t sheet_id, const Rect& rect) {
  Json range = Json::MakeObject();
  if (sheet_id != 0) range["sheetId"] = sheet_id;
  range["startRowIndex"] = rect.rows.begin;
  range["endRowIndex"] = rect.rows.end;
  range["startColumnIndex"] = rect.columns.begin;
  range["endColumnIndex"] = rect.columns.end;
  return range;
}

std::string_view DimensionName(Dimension dimension) {
  return dimension == Dimension::kRows ? "ROWS" : "COLUMNS";
}

Json DimensionRangeOf(int32_t sheet_id, Dimension dimension, Span span) {
  Json range = Json::MakeObject();
  if (sheet_id != 0) range["sheetId"] = sheet_id;
  range["dimension"] = DimensionName(dimension);
  range["startIndex"] = span.begin;
  range["endIndex"] = span.end;
  return range;
}

bool ShiftMessage(const Shift& shift, int32_t sheet_id, const Message& type, Json& message) {
  return Walk(type, message, [&](const Message& range_type, Json& range) {
    return IntOf(range, "sheetId") != sheet_id || ShiftRange(shift, range_type, range);
  });
}

void RenameSheetIn(int32_t from, int32_t to, const Message& type, Json& message) {
  Walk(type, message, [&](const Message& range_type, Json& range) {
    if (IntOf(range, "sheetId") == from) {
      PutField(range, range_type, *range_type.FindField("sheetId"), to == 0 ? Json() : Json(to));
    }
    return true;
  });
}

}  // namespace sheetkeeper::emulator
