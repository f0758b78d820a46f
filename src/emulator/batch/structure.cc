#include "emulator/batch/structure.h"

#include <algorithm>
#include <utility>

#include "emulator/batch/table_columns.h"
#include "emulator/formulas.h"
#include "emulator/values/limits.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

// A cell with nothing but the format and the validation of another.
Cell FormatOnly(const Cell& cell) {
  Cell copy;
  for (const char* name : {"userEnteredFormat", "dataValidation"}) {
    if (const Json* value = cell.Field(name)) copy.extras.Mutable().fields[name] = *value;
  }
  return copy;
}

void InheritRowFormats(Grid& grid, int from, Span to) {
  const Row* source = grid.FindRow(from);
  if (source == nullptr) return;
  const bool formatted = std::any_of(source->cells.begin(), source->cells.end(),
                                     [](const Cell& cell) { return bool{cell.extras}; });
  if (!formatted) return;
  std::vector<Cell> cells;
  for (const Cell& cell : source->cells) cells.push_back(FormatOnly(cell));
  while (!cells.empty() && cells.back().blank()) cells.pop_back();
  if (cells.empty()) return;
  for (int row = to.begin; row < to.end; ++row) grid.MutableRow(row) = cells;
}

void InheritColumnFormats(Grid& grid, int from, Span to) {
  for (int row = 0; row < grid.stored_rows(); ++row) {
    const Cell* source = grid.FindCell(row, from);
    if (source == nullptr || !source->extras) continue;
    const Cell cell = FormatOnly(*source);
    if (cell.blank()) continue;
    for (int column = to.begin; column < to.end; ++column) grid.MutableCell(row, column) = cell;
  }
}

int& CountOf(Sheet& sheet, Dimension dimension) {
  return dimension == Dimension::kRows ? sheet.row_count : sheet.column_count;
}

// Merges of a single cell are none.
void DropTrivialMerges(Sheet& sheet) {
  std::erase_if(sheet.merges, [](const Rect& merge) {
    return merge.rows.size() == 1 && merge.columns.size() == 1;
  });
}

// The frozen lines grow and shrink with the lines among them.
void AdjustFrozen(Sheet& sheet, Dimension dimension, Span span, bool insert) {
  Json* grid = Find(sheet.properties, "gridProperties");
  const char* name = dimension == Dimension::kRows ? "frozenRowCount" : "frozenColumnCount";
  Json* frozen = grid == nullptr ? nullptr : Find(*grid, name);
  if (frozen == nullptr) return;
  const int count = static_cast<int>(frozen->AsInt());
  if (insert && span.begin < count) *frozen = count + span.size();
  if (insert) return;
  const int left = count - std::max(0, Intersect(span, {0, count}).size());
  Put(*grid, name, left == 0 ? Json() : Json(left));
}

}  // namespace

Result<> InsertDimension(Spreadsheet& spreadsheet, int sheet_index, Dimension dimension, int at,
                         int count, bool inherit_from_before) {
  const Sheet& old = spreadsheet.sheet(sheet_index);
  const bool rows = dimension == Dimension::kRows;
  EMU_TRY(CheckGridSize(spreadsheet, sheet_index, old.row_count + int64_t{rows ? count : 0},
                        old.column_count + int64_t{rows ? 0 : count}));
  spreadsheet.ApplyShift(sheet_index, Shift::Insert(dimension, at, count));
  Sheet& sheet = spreadsheet.MutableSheet(sheet_index);
  CountOf(sheet, dimension) += count;
  const Span inserted = {at, at + count};
  AdjustFrozen(sheet, dimension, inserted, /*insert=*/true);
  const int source = inherit_from_before ? at - 1 : at + count;
  if (rows) {
    sheet.grid.InsertRows(at, count);
    InheritRowFormats(sheet.grid, source, inserted);
  } else {
    sheet.grid.InsertColumns(at, count);
    InheritColumnFormats(sheet.grid, source, inserted);
  }
  ShiftFormulas(spreadsheet, sheet_index, Shift::Insert(dimension, at, count));
  FitTablesToInsertion(spreadsheet, sheet_index, dimension, inserted, inherit_from_before);
  return {};
}

void DeleteDimension(Spreadsheet& spreadsheet, int sheet_index, Dimension dimension, Span span) {
  const Json tables = ArrayOf(spreadsheet.sheet(sheet_index).objects, "tables");
  spreadsheet.ApplyShift(sheet_index, Shift::Delete(dimension, span));
  Sheet& sheet = spreadsheet.MutableSheet(sheet_index);
  CountOf(sheet, dimension) -= span.size();
  AdjustFrozen(sheet, dimension, span, /*insert=*/false);
  DropTrivialMerges(sheet);
  if (dimension == Dimension::kRows) {
    sheet.grid.DeleteRows(span);
  } else {
    sheet.grid.DeleteColumns(span);
  }
  ShiftFormulas(spreadsheet, sheet_index, Shift::Delete(dimension, span));
  if (dimension == Dimension::kColumns) {
    FitTablesToDeletion(spreadsheet, sheet_index, span, tables);
  }
}

void MoveDimension(Spreadsheet& spreadsheet, int sheet_index, Dimension dimension, Span span,
                   int target) {
  if (target >= span.begin && target <= span.end) return;
  spreadsheet.ApplyShift(sheet_index, Shift::Move(dimension, span, target));
  Grid& grid = spreadsheet.MutableSheet(sheet_index).grid;
  if (dimension == Dimension::kRows) {
    grid.MoveRows(span, target);
  } else {
    grid.MoveColumns(span, target);
  }
  ShiftFormulas(spreadsheet, sheet_index, Shift::Move(dimension, span, target));
}

Result<> GrowGrid(Spreadsheet& spreadsheet, int sheet_index, int rows, int columns) {
  const Sheet& old = spreadsheet.sheet(sheet_index);
  rows = std::max(rows, old.row_count);
  columns = std::max(columns, old.column_count);
  if (rows == old.row_count && columns == old.column_count) return {};
  EMU_TRY(CheckGridSize(spreadsheet, sheet_index, rows, columns));
  Sheet& sheet = spreadsheet.MutableSheet(sheet_index);
  sheet.row_count = rows;
  sheet.column_count = columns;
  return {};
}

Result<> ResizeGrid(Spreadsheet& spreadsheet, int sheet_index, int rows, int columns) {
  EMU_TRY(CheckGridSize(spreadsheet, sheet_index, rows, columns));
  const int old_rows = spreadsheet.sheet(sheet_index).row_count;
  const int old_columns = spreadsheet.sheet(sheet_index).column_count;
  if (rows < old_rows) {
    DeleteDimension(spreadsheet, sheet_index, Dimension::kRows, {rows, old_rows});
  }
  if (columns < old_columns) {
    DeleteDimension(spreadsheet, sheet_index, Dimension::kColumns, {columns, old_columns});
  }
  return GrowGrid(spreadsheet, sheet_index, rows, columns);
}

}  // namespace sheetkeeper::emulator
