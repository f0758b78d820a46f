#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "emulator/batch/request.h"
#include "emulator/batch/structure.h"
#include "emulator/entered.h"
#include "emulator/formulas.h"
#include "emulator/model/ranges.h"
#include "emulator/values/render.h"

namespace sheetkeeper::emulator {
namespace {

Cell Take(const Grid& grid, int row, int column) {
  const Cell* cell = grid.FindCell(row, column);
  return cell == nullptr ? Cell() : *cell;
}

void Put(Grid& grid, int row, int column, Cell cell) {
  if (cell.blank() && grid.FindCell(row, column) == nullptr) return;
  grid.MutableCell(row, column) = std::move(cell);
}

// The cells from `rect` to the end of the grid along the dimension.
Rect Tail(const Rect& rect, const Sheet& sheet, Dimension dimension) {
  Rect tail = rect;
  (dimension == Dimension::kRows ? tail.rows.end : tail.columns.end) = sheet.Count(dimension);
  return tail;
}

// Moves the cells behind `rect` up or left over it.
void PullCells(Sheet& sheet, const Rect& rect, Dimension dimension) {
  const bool down = dimension == Dimension::kRows;
  const Rect tail = Tail(rect, sheet, dimension);
  const int step = down ? rect.rows.size() : rect.columns.size();
  const int last_row = std::min(tail.rows.end, sheet.grid.stored_rows());
  for (int row = tail.rows.begin; row < last_row; ++row) {
    for (int column = tail.columns.begin; column < tail.columns.end; ++column) {
      const int from_row = down ? row + step : row;
      const int from_column = down ? column : column + step;
      const bool inside = from_row < tail.rows.end && from_column < tail.columns.end;
      Put(sheet.grid, row, column, inside ? Take(sheet.grid, from_row, from_column) : Cell());
    }
  }
}

// Moves the cells from `rect` on down or right by its size.
void PushCells(Sheet& sheet, const Rect& rect, Dimension dimension) {
  const bool down = dimension == Dimension::kRows;
  const Rect tail = Tail(rect, sheet, dimension);
  const int step = down ? rect.rows.size() : rect.columns.size();
  const int stored = std::min(tail.rows.end, sheet.grid.stored_rows() + (down ? step : 0));
  for (int row = stored - 1; row >= tail.rows.begin; --row) {
    for (int column = tail.columns.end - 1; column >= tail.columns.begin; --column) {
      const bool fresh = down ? row < rect.rows.end : column < rect.columns.end;
      Put(sheet.grid, row, column,
          fresh ? Cell()
                : Take(sheet.grid, down ? row - step : row, down ? column : column - step));
    }
  }
}

// Where the cells that are pushed end, counted along the dimension.
int EndOfFilled(const Sheet& sheet, const Rect& rect, Dimension dimension) {
  const bool down = dimension == Dimension::kRows;
  const Rect tail = Tail(rect, sheet, dimension);
  int end = 0;
  for (int row = tail.rows.begin; row < std::min(tail.rows.end, sheet.grid.stored_rows()); ++row) {
    for (int column = tail.columns.begin; column < tail.columns.end; ++column) {
      const Cell* cell = sheet.grid.FindCell(row, column);
      if (cell == nullptr) break;
      if (!cell->blank()) end = std::max(end, (down ? row : column) + 1);
    }
  }
  return end;
}

// A table may move as a whole or change its size, but not lose its shape.
Result<> CheckTables(const Sheet& sheet, const Rect& rect, Dimension dimension, bool remove) {
  const bool down = dimension == Dimension::kRows;
  const Rect tail = Tail(rect, sheet, dimension);
  for (const Json& table : ArrayOf(sheet.objects, "tables")) {
    const Rect area = RectOf(ObjectOf(table, "range"), sheet.Bounds());
    if (!Overlap(area, tail)) continue;
    const Span across = down ? area.columns : area.rows;
    const Span band = down ? rect.columns : rect.rows;
    const bool whole = across.begin >= band.begin && across.end <= band.end;
    const bool header = remove && down && rect.rows.Contains(area.rows.begin);
    if (whole && !header) continue;
    return InvalidArgument("You cannot insert or delete cells over part of a table.");
  }
  return {};
}

std::string Trimmed(std::string_view text) {
  std::string trimmed;
  bool blank = false;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n') {
      blank = !trimmed.empty();
    } else {
      if (std::exchange(blank, false)) trimmed += ' ';
      trimmed += c;
    }
  }
  return trimmed;
}

// What makes two rows duplicates: the texts of the compared columns.
std::vector<std::string> RowKey(const calc::Locale& locale, const Grid& grid, int row,
                                const std::set<int>& columns) {
  std::vector<std::string> key;
  for (const int column : columns) key.push_back(FormattedText(locale, Take(grid, row, column)));
  return key;
}

Result<std::set<int>> ComparedColumns(Batch& batch, const Json& request, const SheetRange& range) {
  std::set<int> columns;
  for (const Json& dimension_range : ArrayOf(request, "comparisonColumns")) {
    const Json wrapped = {{"range", dimension_range}};
    EMU_ASSIGN(const DimensionArgument argument, DimensionRangeArgument(batch.book, wrapped));
    for (int i = argument.span.begin; i < argument.span.end; ++i) columns.insert(i);
  }
  if (columns.empty()) {
    for (int i = range.rect.columns.begin; i < range.rect.columns.end; ++i) columns.insert(i);
  }
  return columns;
}

Result<Dimension> ShiftDimension(const Json& request) {
  const std::string name = StringOf(request, "shiftDimension");
  if (name.empty()) return InvalidArgument("No dimension specified.");
  return DimensionOf(name);
}

// References to the cells that were shifted, and ranges that lie among them, go with them.
void FollowCells(Spreadsheet& book, const SheetRange& range, Dimension dimension,
                 const Shift& shift) {
  const bool down = dimension == Dimension::kRows;
  const Shift banded = shift.InBand(down ? range.rect.columns : range.rect.rows);
  book.ApplyShift(range.sheet_index, banded);
  ShiftFormulas(book, range.sheet_index, banded);
}

}  // namespace

Result<Json> InsertRange(Batch& batch, const Json& request) {
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, request));
  EMU_ASSIGN(const Dimension dimension, ShiftDimension(request));
  const Sheet& sheet = batch.book.sheet(range.sheet_index);
  EMU_TRY(CheckTables(sheet, range.rect, dimension, /*remove=*/false));
  const bool down = dimension == Dimension::kRows;
  const Span inserted = range.rect.Along(dimension);
  const int filled = EndOfFilled(sheet, range.rect, dimension);
  const int end = filled == 0 ? 0 : filled + inserted.size();
  EMU_TRY(GrowGrid(batch.book, range.sheet_index, down ? end : 0, down ? 0 : end));
  PushCells(batch.book.MutableSheet(range.sheet_index), range.rect, dimension);
  FollowCells(batch.book, range, dimension,
              Shift::Insert(dimension, inserted.begin, inserted.size()));
  return Json::MakeObject();
}

Result<Json> DeleteRange(Batch& batch, const Json& request) {
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, request));
  EMU_ASSIGN(const Dimension dimension, ShiftDimension(request));
  EMU_TRY(CheckTables(batch.book.sheet(range.sheet_index), range.rect, dimension, true));
  PullCells(batch.book.MutableSheet(range.sheet_index), range.rect, dimension);
  FollowCells(batch.book, range, dimension, Shift::Delete(dimension, range.rect.Along(dimension)));
  return Json::MakeObject();
}

Result<Json> TrimWhitespace(Batch& batch, const Json& request) {
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, request));
  Grid& grid = batch.book.MutableSheet(range.sheet_index).grid;
  const int end = std::min(range.rect.rows.end, grid.stored_rows());
  int changed = 0;
  for (int row = range.rect.rows.begin; row < end; ++row) {
    for (int column = range.rect.columns.begin; column < range.rect.columns.end; ++column) {
      const Cell* cell = grid.FindCell(row, column);
      if (cell == nullptr || cell->value.kind() != CellValue::Kind::kText ||
          !cell->formula().empty()) {
        continue;
      }
      const std::string trimmed = Trimmed(cell->value.text());
      if (trimmed == cell->value.text()) continue;
      EnterText(batch.book, trimmed, batch.world.Now(), grid.MutableCell(row, column));
      ++changed;
    }
  }
  return changed == 0 ? Json::MakeObject() : Json{{"cellsChangedCount", changed}};
}

Result<Json> DeleteDuplicates(Batch& batch, const Json& request) {
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, request));
  EMU_ASSIGN(const std::set<int> columns, ComparedColumns(batch, request, range));
  Sheet& sheet = batch.book.MutableSheet(range.sheet_index);
  const calc::Locale& locale = LocaleOf(batch.book);
  std::set<std::vector<std::string>> seen;
  int end = std::min(range.rect.rows.end, sheet.grid.stored_rows());
  int removed = 0;
  for (int row = range.rect.rows.begin; row < end;) {
    if (seen.insert(RowKey(locale, sheet.grid, row, columns)).second) {
      ++row;
      continue;
    }
    for (int below = row; below < range.rect.rows.end; ++below) {
      for (int column = range.rect.columns.begin; column < range.rect.columns.end; ++column) {
        const bool inside = below + 1 < range.rect.rows.end;
        Put(sheet.grid, below, column, inside ? Take(sheet.grid, below + 1, column) : Cell());
      }
    }
    --end;
    ++removed;
  }
  return removed == 0 ? Json::MakeObject() : Json{{"duplicatesRemovedCount", removed}};
}

}  // namespace sheetkeeper::emulator
