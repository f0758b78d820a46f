// Tables: a named range with a header row, typed columns and colours of its own.
//
// The first row of a table names its columns. A table brings a banded range of the same id along,
// and freezes the header when it stands in the first row of the sheet.

#include <algorithm>
#include <cstdlib>
#include <string>
#include <utility>

#include "emulator/batch/object_list.h"
#include "emulator/batch/request.h"
#include "emulator/batch/structure.h"
#include "emulator/batch/table_columns.h"
#include "emulator/entered.h"
#include "emulator/model/ranges.h"
#include "emulator/values/write.h"
#include "emulator/wire/json_text.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

constexpr const char* kDefaultColors = R"({
  "headerColorStyle": {"rgbColor": {"red": 0.20784314, "green": 0.40784314, "blue": 0.32941177}},
  "firstBandColorStyle": {"rgbColor": {"red": 1, "green": 1, "blue": 1}},
  "secondBandColorStyle": {"rgbColor": {"red": 0.9647059, "green": 0.972549, "blue": 0.9764706}}})";

ObjectList Tables(Spreadsheet& book) {
  return {book, "tables", "tableId"};
}
ObjectList Bands(Spreadsheet& book) {
  return {book, "bandedRanges", "bandedRangeId"};
}

Refusal NoTable(const std::string& id) {
  return InvalidArgument("No table with id: " + id);
}

std::string FreeTableName(const Spreadsheet& book) {
  for (int n = 1;; ++n) {
    const std::string name = "Table" + std::to_string(n);
    const bool taken =
        std::any_of(book.sheets().begin(), book.sheets().end(), [&](const Counted<Sheet>& sheet) {
          const Json& tables = ArrayOf(sheet->objects, "tables");
          return std::any_of(tables.begin(), tables.end(),
                             [&](const Json& table) { return StringOf(table, "name") == name; });
        });
    if (!taken) return name;
  }
}

std::string HeaderText(const Spreadsheet& book, const SheetRange& range, int offset) {
  const Cell* cell = book.sheet(range.sheet_index)
                         .grid.FindCell(range.rect.rows.begin, range.rect.columns.begin + offset);
  const std::string text = cell == nullptr ? "" : FormattedText(LocaleOf(book), *cell);
  return text.empty() ? "Column " + std::to_string(offset + 1) : text;
}

// One message per column, named by the header where `given` does not name it.
Json ColumnProperties(const Spreadsheet& book, const SheetRange& range, const Json& given) {
  static const Message& kColumn = MessageNamed("TableColumnProperties");
  Json columns = Json::MakeArray();
  for (int i = 0; i < range.rect.columns.size(); ++i) {
    Json column = Json::MakeObject();
    for (const Json& wanted : given) {
      if (IntOf(wanted, "columnIndex") == i) column = wanted;
    }
    if (i > 0) PutField(column, kColumn, *kColumn.FindField("columnIndex"), i);
    if (!Has(column, "columnName")) {
      PutField(column, kColumn, *kColumn.FindField("columnName"), HeaderText(book, range, i));
    }
    columns.push_back(std::move(column));
  }
  return columns;
}

// The header cells say what the columns are called.
void WriteHeader(const SheetRange& range, const Json& columns, Spreadsheet& book) {
  for (const Json& column : columns) {
    const int at = range.rect.columns.begin + static_cast<int>(IntOf(column, "columnIndex"));
    const std::string name = StringOf(column, "columnName");
    if (!range.rect.columns.Contains(at) || name.empty()) continue;
    Cell& cell = book.MutableSheet(range.sheet_index).grid.MutableCell(range.rect.rows.begin, at);
    cell.ClearContent();
    cell.value = CellValue::Text(name);
  }
}

bool MeetsTable(const Spreadsheet& book, const SheetRange& range, const std::string& own_id) {
  const Sheet& sheet = book.sheet(range.sheet_index);
  const Json& tables = ArrayOf(sheet.objects, "tables");
  return std::any_of(tables.begin(), tables.end(), [&](const Json& table) {
    return StringOf(table, "tableId") != own_id &&
           Overlap(RectOf(ObjectOf(table, "range"), sheet.Bounds()), range.rect);
  });
}

// Conditional formats of nothing but the range go with the table.
void EraseRulesWithin(const SheetRange& range, Spreadsheet& book) {
  ObjectList rules(book, "conditionalFormats");
  const Rect bounds = book.sheet(range.sheet_index).Bounds();
  for (size_t i = rules.All(range.sheet_index).size(); i-- > 0;) {
    const Json& ranges = ArrayOf(rules.Get({range.sheet_index, i}), "ranges");
    const bool within = std::all_of(ranges.begin(), ranges.end(), [&](const Json& one) {
      return range.rect.Contains(RectOf(one, bounds));
    });
    if (within) rules.Erase({range.sheet_index, i});
  }
}

// A column of choices needs its choices.
Result<> CheckColumns(const Json& columns) {
  for (const Json& column : columns) {
    const bool choices = StringOf(column, "columnType") == "DROPDOWN";
    if (choices && !Has(ObjectOf(column, "dataValidationRule"), "condition")) {
      return InvalidArgument("Condition must be set for dropdown column type.");
    }
  }
  return {};
}

Refusal Overlapping() {
  return InvalidArgument("Tables and banded ranges can't overlap with other tables.");
}

}  // namespace

Result<Json> AddTable(Batch& batch, const Json& request) {
  const Json& wanted = ObjectOf(request, "table");
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, wanted));
  if (MeetsTable(batch.book, range, "")) return Overlapping();
  EMU_TRY(CheckColumns(ArrayOf(wanted, "columnProperties")));
  const std::string id = std::to_string(batch.world.NewId());
  Json table = {{"tableId", id},
                {"name", StringOf(wanted, "name")},
                {"range", GridRangeOf(batch.book.sheet(range.sheet_index).id, range.rect)}};
  if (!Has(wanted, "name")) table["name"] = FreeTableName(batch.book);
  Json colors = *ParseJson(kDefaultColors);
  colors.Update(ObjectOf(wanted, "rowsProperties"));
  table["rowsProperties"] = std::move(colors);
  const Json& given = ArrayOf(wanted, "columnProperties");
  table["columnProperties"] = ColumnProperties(batch.book, range, given);
  WriteHeader(range, ArrayOf(table, "columnProperties"), batch.book);
  Tables(batch.book).Add(range.sheet_index, table);
  Bands(batch.book).Add(range.sheet_index, BandOf(table));
  if (range.rect.rows.begin == 0) {
    Json& grid = batch.book.MutableSheet(range.sheet_index).properties["gridProperties"];
    if (grid.is_null()) grid = Json::MakeObject();
    static const Message& kGrid = MessageNamed("GridProperties");
    if (!Has(grid, "frozenRowCount")) PutField(grid, kGrid, *kGrid.FindField("frozenRowCount"), 1);
  }
  return Json{{"table", std::move(table)}};
}

Result<Json> UpdateTable(Batch& batch, const Json& request) {
  static const Message& kTable = MessageNamed("Table");
  EMU_ASSIGN(const FieldMask mask, MaskArgument(request, "Table"));
  const Json& wanted = ObjectOf(request, "table");
  const std::string id = StringOf(wanted, "tableId");
  ObjectList tables = Tables(batch.book);
  const auto place = tables.FindById(id);
  if (!place) return NoTable(id);
  Json updated = tables.Get(*place);
  const Json old_columns = ArrayOf(updated, "columnProperties");
  ApplyMask(mask, kTable, wanted, updated);
  PutField(updated, kTable, *kTable.FindField("tableId"), id);
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, updated));
  if (MeetsTable(batch.book, range, id)) return Overlapping();
  if (mask.Names("columnProperties")) {
    WriteHeader(range, ArrayOf(updated, "columnProperties"), batch.book);
  }
  const Json columns = ColumnProperties(batch.book, range, ArrayOf(updated, "columnProperties"));
  PutField(updated, kTable, *kTable.FindField("columnProperties"), columns);
  RefreshBand(updated, batch.book);
  tables.Mutable(*place) = std::move(updated);
  return Json::MakeObject();
}

Result<SheetRange> AddTableRows(Batch& batch, const std::string& table_id, int rows, int columns) {
  const auto place = Tables(batch.book).FindById(table_id);
  if (!place) return NoTable(table_id);
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, Tables(batch.book).Get(*place)));
  if (columns > range.rect.columns.size()) {
    return InvalidArgument("Rows with more cells than the table has columns cannot be appended.");
  }
  const int end = range.rect.rows.end;
  EMU_TRY(InsertDimension(batch.book, place->sheet_index, Dimension::kRows, end, rows,
                          /*inherit_from_before=*/true));
  const int left = range.rect.columns.begin;
  return SheetRange{place->sheet_index, {{end, end + rows}, {left, left + columns}}};
}

Result<Json> DeleteTable(Batch& batch, const Json& request) {
  const std::string id = StringOf(request, "tableId");
  ObjectList tables = Tables(batch.book);
  const auto place = tables.FindById(id);
  if (!place) return NoTable(id);
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, tables.Get(*place)));
  tables.Erase(*place);
  ObjectList bands = Bands(batch.book);
  if (const auto band = bands.FindById(std::atoi(id.c_str()))) bands.Erase(*band);
  EraseRulesWithin(range, batch.book);
  ClearValues(range, batch.book);
  return Json::MakeObject();
}

}  // namespace sheetkeeper::emulator
