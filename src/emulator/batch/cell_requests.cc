#include <algorithm>
#include <utility>

#include "emulator/batch/cell_edit.h"
#include "emulator/batch/request.h"
#include "emulator/batch/structure.h"
#include "emulator/formulas.h"
#include "emulator/model/ranges.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

const Json& NoData() {
  static const Json kNone = Json::MakeObject();
  return kNone;
}

Result<> CheckRows(const Json& rows) {
  for (const Json& row : rows) {
    for (const Json& data : ArrayOf(row, "values")) EMU_TRY(CellEdit::Check(data));
  }
  return {};
}

int WidestRow(const Json& rows) {
  int width = 0;
  for (const Json& row : rows) {
    width = std::max(width, static_cast<int>(ArrayOf(row, "values").size()));
  }
  return width;
}

// Writes rows of CellData from the first cell of the rectangle on. With `fill` the cells of the
// rectangle that no data is given for are set to nothing.
void WriteRows(const Spreadsheet& book, const FieldMask& mask, const Json& rows, const Rect& rect,
               bool fill, Sheet& sheet) {
  Grid& grid = sheet.grid;
  CellEdit edit(book, mask);
  for (int i = 0; i < rect.rows.size(); ++i) {
    const bool given = i < static_cast<int>(rows.size());
    const Json& values =
        given ? ArrayOf(rows[static_cast<size_t>(i)], "values") : ArrayOf(NoData(), "");
    const int row = rect.rows.begin + i;
    if (!given && (!fill || grid.FindRow(row) == nullptr)) continue;
    for (int j = 0; j < rect.columns.size(); ++j) {
      const int column = rect.columns.begin + j;
      if (j < static_cast<int>(values.size())) {
        Cell& cell = grid.MutableCell(row, column);
        edit.Apply(values[static_cast<size_t>(j)], cell);
        if (sheet.IsCovered(row, column)) cell.ClearContent();
      } else if (fill && grid.FindCell(row, column) != nullptr) {
        edit.Apply(NoData(), grid.MutableCell(row, column));
      }
    }
  }
}

Result<SheetRange> StartRange(const Spreadsheet& book, const Json& request, const Json& rows) {
  EMU_ASSIGN(const SheetRange start, CoordinateArgument(book, ObjectOf(request, "start")));
  const int row = start.rect.rows.begin;
  const int column = start.rect.columns.begin;
  const Rect rect = {{row, row + static_cast<int>(rows.size())},
                     {column, column + WidestRow(rows)}};
  const Sheet& sheet = book.sheet(start.sheet_index);
  if (rect.rows.end > sheet.row_count) {
    return InvalidArgument(
        "Attempting to write row: " + std::to_string(sheet.row_count) +
        ", beyond the last requested row of: " + std::to_string(sheet.row_count - 1));
  }
  if (rect.columns.end > sheet.column_count) {
    return InvalidArgument(
        "Attempting to write column: " + std::to_string(sheet.column_count) +
        ", beyond the last requested column of: " + std::to_string(sheet.column_count - 1));
  }
  return SheetRange{start.sheet_index, rect};
}

Result<> CheckRowsFit(const Json& rows, const Rect& rect) {
  if (static_cast<int>(rows.size()) > rect.rows.size()) {
    return InvalidArgument(
        "Attempting to write row: " + std::to_string(rect.rows.end) +
        ", beyond the last requested row of: " + std::to_string(rect.rows.end - 1));
  }
  if (WidestRow(rows) > rect.columns.size()) {
    return InvalidArgument(
        "Attempting to write column: " + std::to_string(rect.columns.end) +
        ", beyond the last requested column of: " + std::to_string(rect.columns.end - 1));
  }
  return {};
}

}  // namespace

Result<Json> UpdateCells(Batch& batch, const Json& request) {
  EMU_ASSIGN(const FieldMask mask, MaskArgument(request, "CellData"));
  const Json& rows = ArrayOf(request, "rows");
  EMU_TRY(CheckRows(rows));
  const bool by_range = Has(request, "range");
  if (!by_range && !Has(request, "start")) {
    return InvalidArgument("Must specify either a start or a range.");
  }
  SheetRange range;
  if (by_range) {
    EMU_ASSIGN(range, RangeArgument(batch.book, request));
    EMU_TRY(CheckRowsFit(rows, range.rect));
  } else {
    EMU_ASSIGN(range, StartRange(batch.book, request, rows));
  }
  WriteRows(batch.book, mask, rows, range.rect, by_range,
            batch.book.MutableSheet(range.sheet_index));
  return Json::MakeObject();
}

Result<Json> AppendCells(Batch& batch, const Json& request) {
  EMU_ASSIGN(const FieldMask mask, MaskArgument(request, "CellData"));
  const Json& rows = ArrayOf(request, "rows");
  EMU_TRY(CheckRows(rows));
  if (const std::string id = StringOf(request, "tableId"); !id.empty()) {
    EMU_ASSIGN(const SheetRange range,
               AddTableRows(batch, id, static_cast<int>(rows.size()), WidestRow(rows)));
    WriteRows(batch.book, mask, rows, range.rect, false,
              batch.book.MutableSheet(range.sheet_index));
    return Json::MakeObject();
  }
  EMU_ASSIGN(const int index, SheetArgument(batch.book, request));
  const int first = batch.book.sheet(index).ContentBounds().rows.end;
  const Rect rect = {{first, first + static_cast<int>(rows.size())}, {0, WidestRow(rows)}};
  EMU_TRY(GrowGrid(batch.book, index, rect.rows.end, rect.columns.end));
  WriteRows(batch.book, mask, rows, rect, false, batch.book.MutableSheet(index));
  return Json::MakeObject();
}

Result<Json> RepeatCell(Batch& batch, const Json& request) {
  EMU_ASSIGN(const FieldMask mask, MaskArgument(request, "CellData"));
  const Json& data = ObjectOf(request, "cell");
  EMU_TRY(CellEdit::Check(data));
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, request));
  Grid& grid = batch.book.MutableSheet(range.sheet_index).grid;
  CellEdit edit(batch.book, mask);
  const Rect& rect = range.rect;
  for (int row = rect.rows.begin; row < rect.rows.end; ++row) {
    for (int column = rect.columns.begin; column < rect.columns.end; ++column) {
      if (data.empty() && grid.FindCell(row, column) == nullptr) continue;
      Cell& cell = grid.MutableCell(row, column);
      edit.Apply(data, cell);
      OffsetFormula(batch.book, row - rect.rows.begin, column - rect.columns.begin, cell);
    }
  }
  return Json::MakeObject();
}

Result<Json> SetDataValidation(Batch& batch, const Json& request) {
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, request));
  FieldMask mask;
  mask.Add({MessageNamed("CellData").FindField("dataValidation")});
  Json data = Json::MakeObject();
  if (const Json* rule = Find(request, "rule")) data["dataValidation"] = *rule;
  Grid& grid = batch.book.MutableSheet(range.sheet_index).grid;
  CellEdit edit(batch.book, mask);
  for (int row = range.rect.rows.begin; row < range.rect.rows.end; ++row) {
    for (int column = range.rect.columns.begin; column < range.rect.columns.end; ++column) {
      if (data.empty() && grid.FindCell(row, column) == nullptr) continue;
      edit.Apply(data, grid.MutableCell(row, column));
    }
  }
  return Json::MakeObject();
}

}  // namespace sheetkeeper::emulator
