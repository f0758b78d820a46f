#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "emulator/batch/order.h"
#include "emulator/batch/request.h"
#include "emulator/formulas.h"

namespace sheetkeeper::emulator {
namespace {

struct SortKey {
  int column = 0;
  bool descending = false;
};

const CellValue& ValueAt(const Grid& grid, int row, int column) {
  static const CellValue kEmpty;
  const Cell* cell = grid.FindCell(row, column);
  return cell == nullptr ? kEmpty : cell->value;
}

bool Before(const Grid& grid, const std::vector<SortKey>& keys, int a, int b) {
  for (const SortKey& key : keys) {
    const CellValue& x = ValueAt(grid, a, key.column);
    const CellValue& y = ValueAt(grid, b, key.column);
    if (x.empty() != y.empty()) return y.empty();
    const auto order = CompareValues(x, y);
    if (order != 0) return key.descending ? order > 0 : order < 0;
  }
  return false;
}

// Puts row source[i] of the rectangle at its i-th row. Only cells in the rectangle move; metadata
// of the rows goes with them.
void Reorder(Spreadsheet& book, const SheetRange& range, const std::vector<int>& source) {
  const Rect& rect = range.rect;
  Sheet& sheet = book.MutableSheet(range.sheet_index);
  const auto rows = sheet.grid.TakeRows(rect.rows);
  std::vector<int> target(source.size());
  for (size_t i = 0; i < source.size(); ++i) {
    const int from = source[i] - rect.rows.begin;
    target[static_cast<size_t>(from)] = static_cast<int>(i);
    const auto& old = rows[static_cast<size_t>(from)];
    const int to_row = rect.rows.begin + static_cast<int>(i);
    if (from == static_cast<int>(i) || (!old && sheet.grid.FindRow(to_row) == nullptr)) continue;
    for (int column = rect.columns.begin; column < rect.columns.end; ++column) {
      const bool filled = old && column < static_cast<int>(old->cells.size());
      if (!filled && sheet.grid.FindCell(to_row, column) == nullptr) continue;
      Cell& cell = sheet.grid.MutableCell(to_row, column);
      cell = filled ? old->cells[static_cast<size_t>(column)] : Cell();
      OffsetFormula(book, to_row - source[i], 0, cell);
    }
  }
  book.ShiftMetadata(sheet.id, Shift::Permute(Dimension::kRows, rect.rows.begin, target));
}

std::vector<int> RowsOf(const Rect& rect) {
  std::vector<int> rows(static_cast<size_t>(rect.rows.size()));
  std::iota(rows.begin(), rows.end(), rect.rows.begin);
  return rows;
}

}  // namespace

Result<Json> SortRange(Batch& batch, const Json& request) {
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, request));
  std::vector<SortKey> keys;
  for (const Json& spec : ArrayOf(request, "sortSpecs")) {
    const int column = static_cast<int>(IntOf(spec, "dimensionIndex"));
    if (!range.rect.columns.Contains(column)) {
      return InvalidArgument("sortSpecs dimensionIndex[" + std::to_string(column) +
                             "] must be inside the range to sort.");
    }
    keys.push_back({column, StringOf(spec, "sortOrder") == "DESCENDING"});
  }
  if (keys.empty()) return InvalidArgument("Must specify at least one sort spec.");
  const Grid& grid = batch.book.sheet(range.sheet_index).grid;
  std::vector<int> order = RowsOf(range.rect);
  std::stable_sort(order.begin(), order.end(),
                   [&](int a, int b) { return Before(grid, keys, a, b); });
  Reorder(batch.book, range, order);
  return Json::MakeObject();
}

Result<Json> RandomizeRange(Batch& batch, const Json& request) {
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, request));
  std::vector<int> order = RowsOf(range.rect);
  for (size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1], order[batch.world.random.Next() % i]);
  }
  Reorder(batch.book, range, order);
  return Json::MakeObject();
}

}  // namespace sheetkeeper::emulator
