#include "emulator/values/render.h"

#include <algorithm>
#include <utility>

#include "emulator/entered.h"
#include "emulator/model/ranges.h"
#include "emulator/wire/message.h"
#include "emulator/wire/schema.h"

namespace sheetkeeper::emulator {
namespace {

Json RawValue(const CellValue& value) {
  switch (value.kind()) {
    case CellValue::Kind::kEmpty:
      break;
    case CellValue::Kind::kNumber:
      return value.number();
    case CellValue::Kind::kBool:
      return value.truth();
    case CellValue::Kind::kText:
      return value.text();
    case CellValue::Kind::kError:
      return calc::ErrorText({value.error(), std::string(value.text())});
  }
  return "";
}

void CutBlankEnd(Json& list, const Json& blank) {
  auto& elements = list.AsArray();
  while (!elements.empty() && elements.back() == blank) elements.pop_back();
}

// The cells of one row or column of the range, cut behind the last one that has something.
Json RenderLine(const calc::Locale& locale, const Grid& grid, const Rect& rect, int line,
                const RenderOptions& options) {
  Json values = Json::MakeArray();
  const bool by_rows = options.major == Dimension::kRows;
  const Span along = by_rows ? rect.columns : rect.rows;
  size_t filled = 0;
  for (int i = along.begin; i < along.end; ++i) {
    const Cell* cell = by_rows ? grid.FindCell(line, i) : grid.FindCell(i, line);
    if (cell == nullptr && by_rows) break;
    if (cell == nullptr && i >= grid.stored_rows()) break;
    if (cell != nullptr && cell->HasContent()) {
      values.push_back(RenderCell(locale, *cell, options));
      filled = values.size();
    } else {
      values.push_back("");
    }
  }
  auto& elements = values.AsArray();
  elements.erase(elements.begin() + static_cast<std::ptrdiff_t>(filled), elements.end());
  return values;
}

}  // namespace

ValueForm ValueFormOf(std::string_view option) {
  if (option == "UNFORMATTED_VALUE") return ValueForm::kUnformatted;
  return option == "FORMULA" ? ValueForm::kFormula : ValueForm::kFormatted;
}

Dimension DimensionOf(std::string_view name) {
  return name == "COLUMNS" ? Dimension::kColumns : Dimension::kRows;
}

Result<RenderOptions> ReadRenderOptions(const Query& query, bool response) {
  RenderOptions options;
  const auto read = [&](std::string_view json_name, std::string_view proto_name,
                        std::string_view type) -> Result<std::string> {
    const auto text = query.Last(json_name);
    if (!text) return std::string();
    return CheckEnum(EnumNamed(type), proto_name, *text);
  };
  EMU_ASSIGN(const std::string form,
             response ? read("responseValueRenderOption", "response_value_render_option",
                             "ValueRenderOption")
                      : read("valueRenderOption", "value_render_option", "ValueRenderOption"));
  EMU_ASSIGN(const std::string dates,
             response
                 ? read("responseDateTimeRenderOption", "response_date_time_render_option",
                        "DateTimeRenderOption")
                 : read("dateTimeRenderOption", "date_time_render_option", "DateTimeRenderOption"));
  options.form = ValueFormOf(form);
  options.dates_as_text = dates == "FORMATTED_STRING";
  if (!response) {
    EMU_ASSIGN(const std::string major, read("majorDimension", "major_dimension", "Dimension"));
    options.major = DimensionOf(major);
  }
  return options;
}

Json RenderCell(const calc::Locale& locale, const Cell& cell, const RenderOptions& options) {
  if (options.form == ValueForm::kFormula && !cell.formula().empty()) return cell.formula();
  if (options.form == ValueForm::kFormatted) return FormattedText(locale, cell);
  if (options.dates_as_text && ShowsDate(cell)) return FormattedText(locale, cell);
  return RawValue(cell.value);
}

Json RenderRange(const Spreadsheet& spreadsheet, const SheetRange& range,
                 const RenderOptions& options) {
  const Sheet& sheet = spreadsheet.sheet(range.sheet_index);
  const calc::Locale& locale = LocaleOf(spreadsheet);
  Json answer = {{"range", RangeText(sheet.title, range.rect)},
                 {"majorDimension", DimensionName(options.major)}};
  Span lines = range.rect.Along(options.major);
  if (options.major == Dimension::kRows) lines.end = std::min(lines.end, sheet.grid.stored_rows());
  Json values = Json::MakeArray();
  for (int line = lines.begin; line < lines.end; ++line) {
    values.push_back(RenderLine(locale, sheet.grid, range.rect, line, options));
  }
  CutBlankEnd(values, Json::MakeArray());
  if (!values.empty()) answer["values"] = std::move(values);
  return answer;
}

std::string TextOf(const Spreadsheet& spreadsheet, const SheetRange& range) {
  return RangeText(spreadsheet.sheet(range.sheet_index).title, range.rect);
}

}  // namespace sheetkeeper::emulator
