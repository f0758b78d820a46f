#include "emulator/batch/merges.h"

#include <utility>

#include "emulator/batch/request.h"
#include "emulator/formulas.h"
#include "emulator/model/ranges.h"

namespace sheetkeeper::emulator {
namespace {

// The rectangles that a merge request makes of a range.
std::vector<Rect> MergesOf(const Rect& rect, std::string_view type) {
  std::vector<Rect> merges;
  if (type == "MERGE_COLUMNS") {
    for (int c = rect.columns.begin; c < rect.columns.end; ++c) {
      merges.push_back({rect.rows, {c, c + 1}});
    }
  } else if (type == "MERGE_ROWS") {
    for (int r = rect.rows.begin; r < rect.rows.end; ++r) {
      merges.push_back({{r, r + 1}, rect.columns});
    }
  } else {
    merges.push_back(rect);
  }
  return merges;
}

// A merged area shows its first cell; the others lose what they had.
void EmptyBehindFirst(const Rect& merge, Grid& grid) {
  for (int row = merge.rows.begin; row < merge.rows.end; ++row) {
    for (int column = merge.columns.begin; column < merge.columns.end; ++column) {
      const bool first = row == merge.rows.begin && column == merge.columns.begin;
      if (!first && grid.FindCell(row, column) != nullptr) {
        grid.MutableCell(row, column).ClearContent();
      }
    }
  }
}

Result<> CheckFrozenEdge(const Sheet& sheet, const Rect& merge) {
  const Json& grid = ObjectOf(sheet.properties, "gridProperties");
  const auto crosses = [&](const char* member, Span span) {
    const auto frozen = IntOf(grid, member);
    return span.begin < frozen && span.end > frozen;
  };
  if (crosses("frozenRowCount", merge.rows)) {
    return InvalidArgument("You can't merge frozen and non-frozen rows.");
  }
  if (crosses("frozenColumnCount", merge.columns)) {
    return InvalidArgument("You can't merge frozen and non-frozen columns.");
  }
  return {};
}

}  // namespace

void RemoveMerges(const Rect& rect, Sheet& sheet) {
  std::erase_if(sheet.merges, [&](const Rect& merge) { return rect.Contains(merge); });
}

void CopyMerges(const std::vector<Rect>& merges, const Rect& source, const Rect& destination,
                Sheet& sheet) {
  RemoveMerges(destination, sheet);
  for (const Rect& merge : merges) {
    if (!source.Contains(merge)) continue;
    for (int row = destination.rows.begin; row < destination.rows.end; row += source.rows.size()) {
      for (int column = destination.columns.begin; column < destination.columns.end;
           column += source.columns.size()) {
        const int down = row - source.rows.begin;
        const int right = column - source.columns.begin;
        sheet.merges.push_back({{merge.rows.begin + down, merge.rows.end + down},
                                {merge.columns.begin + right, merge.columns.end + right}});
      }
    }
  }
}

void MoveReferences(Spreadsheet& book, const SheetRange& from, const SheetRange& to) {
  const int32_t from_id = book.sheet(from.sheet_index).id;
  for (Json& named : book.named_ranges) {
    const Json& range = ObjectOf(named, "range");
    if (IntOf(range, "sheetId") != from_id) continue;
    const Rect rect = RectOf(range, book.sheet(from.sheet_index).Bounds());
    if (!from.rect.Contains(rect)) continue;
    const int down = to.rect.rows.begin - from.rect.rows.begin;
    const int right = to.rect.columns.begin - from.rect.columns.begin;
    named["range"] = GridRangeOf(book.sheet(to.sheet_index).id,
                                 {{rect.rows.begin + down, rect.rows.end + down},
                                  {rect.columns.begin + right, rect.columns.end + right}});
  }
  MoveFormulaReferences(book, from, to);
}

Result<Json> MergeCells(Batch& batch, const Json& request) {
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, request));
  Sheet& sheet = batch.book.MutableSheet(range.sheet_index);
  for (const Rect& merge : MergesOf(range.rect, StringOf(request, "mergeType", "MERGE_ALL"))) {
    for (const Rect& other : sheet.merges) {
      if (Overlap(other, merge) && !merge.Contains(other)) {
        return InvalidArgument(
            "You must select all cells in a merged range to merge or unmerge "
            "them.");
      }
    }
    EMU_TRY(CheckFrozenEdge(sheet, merge));
    RemoveMerges(merge, sheet);
    EmptyBehindFirst(merge, sheet.grid);
    if (merge.rows.size() > 1 || merge.columns.size() > 1) sheet.merges.push_back(merge);
  }
  return Json::MakeObject();
}

Result<Json> UnmergeCells(Batch& batch, const Json& request) {
  EMU_ASSIGN(const SheetRange range, RangeArgument(batch.book, request));
  Sheet& sheet = batch.book.MutableSheet(range.sheet_index);
  for (const Rect& merge : sheet.merges) {
    if (Overlap(merge, range.rect) && !range.rect.Contains(merge)) {
      return InvalidArgument(
          "You must select all cells in a merged range to merge or unmerge them.");
    }
  }
  RemoveMerges(range.rect, sheet);
  return Json::MakeObject();
}

}  // namespace sheetkeeper::emulator
