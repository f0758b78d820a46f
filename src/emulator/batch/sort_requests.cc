#include <algorithm>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "emulator/batch/order.h"
#include "emulator/batch/request.h"
#include "emulator/formulas.h"
#include "emulator/wire/message.h"

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

// Borders belong to the place, not to what stands there.
void KeepBorders(const Cell& before, Cell& cell) {
  static const Message& kCell = MessageNamed("CellData");
  static const Message& kFormat = MessageNamed("CellFormat");
  const auto borders_of = [](const Cell& of) -> Json {
    const Json* format = of.Field("userEnteredFormat");
    const Json* borders = format == nullptr ? nullptr : Find(*format, "borders");
    return borders == nullptr ? Json() : *borders;
  };
  const Json kept = borders_of(before);
  if (kept == borders_of(cell)) return;
  const Json* own = cell.Field("userEnteredFormat");
  Json format = own == nullptr ? Json::MakeObject() : *own;
  PutField(format, kFormat, *kFormat.FindField("borders"), kept);
  PutField(cell.extras.Mutable().fields, kCell, *kCell.FindField("userEnteredFormat"),
           format.empty() ? Json() : format);
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
      const Cell before =
          std::exchange(cell, filled ? old->cells[static_cast<size_t>(column)] : Cell());
      KeepBorders(before, cell);
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

// Rows that are not shown stay where they are; the others are sorted into the places left.
std::vector<int> SortedRows(const Sheet& sheet, const Rect& rect,
                            const std::vector<SortKey>& keys) {
  std::vector<int> places;
  for (int row = rect.rows.begin; row < rect.rows.end; ++row) {
    const DimensionInfo& info = sheet.rows.Get(row);
    if (!info.hidden_by_user && !info.hidden_by_filter) places.push_back(row);
  }
  std::vector<int> sorted = places;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](int a, int b) { return Before(sheet.grid, keys, a, b); });
  std::vector<int> order = RowsOf(rect);
  for (size_t i = 0; i < places.size(); ++i) {
    order[static_cast<size_t>(places[i] - rect.rows.begin)] = sorted[i];
  }
  return order;
}

Result<std::vector<SortKey>> SortKeys(const Json& specs, const Rect& rect) {
  std::vector<SortKey> keys;
  for (const Json& spec : specs) {
    const std::string order = StringOf(spec, "sortOrder");
    if (order.empty()) return InvalidArgument("No sort order specified.");
    keys.push_back({static_cast<int>(IntOf(spec, "dimensionIndex")), order == "DESCENDING"});
  }
  for (const SortKey& key : keys) {
    // The server has no words for this.
    if (!rect.columns.Contains(key.column)) return Internal();
  }
  return keys;
}

Result<> CheckMerges(const Sheet& sheet, const Rect& rect) {
  for (const Rect& merge : sheet.merges) {
    if (merge.rows.size() < 2 || !Overlap(merge, rect)) continue;
    return InvalidArgument(
        "You can't sort a range containing vertical merges. There is a vertical merge at " +
        RectText(merge));
  }
  return {};
}

}  // namespace

Result<Json> SortRange(Batch& batch, const Json& request) {
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, request));
  EMU_ASSIGN(const std::vector<SortKey> keys, SortKeys(ArrayOf(request, "sortSpecs"), range.rect));
  if (keys.empty()) return Json::MakeObject();
  const Sheet& sheet = batch.book.sheet(range.sheet_index);
  EMU_TRY(CheckMerges(sheet, range.rect));
  Reorder(batch.book, range, SortedRows(sheet, range.rect, keys));
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
