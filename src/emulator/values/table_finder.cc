// Blocks of touching cells, found in one pass from top to bottom: each row is a list of runs of
// filled cells, and a run joins the blocks of the runs above that it touches, corners included.
// What a block covers is its bounding rectangle; a cell inside the rectangle of a block that
// touches nothing forms a block of its own.

#include "emulator/values/table_finder.h"

#include <numeric>
#include <utility>
#include <vector>

namespace sheetkeeper::emulator {
namespace {

struct Run {
  Span columns;
  size_t block = 0;
};

class Blocks {
 public:
  size_t Add(const Rect& rect) {
    rects_.push_back(rect);
    parents_.push_back(parents_.size());
    return parents_.size() - 1;
  }

  size_t Root(size_t block) {
    while (parents_[block] != block) block = parents_[block] = parents_[parents_[block]];
    return block;
  }

  void Join(size_t a, size_t b) {
    a = Root(a);
    b = Root(b);
    if (a == b) return;
    parents_[b] = a;
    Rect& rect = rects_[a];
    rect.rows = {std::min(rect.rows.begin, rects_[b].rows.begin),
                 std::max(rect.rows.end, rects_[b].rows.end)};
    rect.columns = {std::min(rect.columns.begin, rects_[b].columns.begin),
                    std::max(rect.columns.end, rects_[b].columns.end)};
  }

  std::optional<Rect> LastIn(const Rect& range) {
    std::optional<Rect> last;
    for (size_t block = 0; block < rects_.size(); ++block) {
      if (parents_[block] != block || !Overlap(rects_[block], range)) continue;
      const Rect& rect = rects_[block];
      const auto place = [](const Rect& r) { return std::pair(r.rows.end, r.columns.begin); };
      if (!last || place(rect) > place(*last)) last = rect;
    }
    return last;
  }

 private:
  std::vector<Rect> rects_;
  std::vector<size_t> parents_;
};

std::vector<Run> RunsOf(const Row& row) {
  std::vector<Run> runs;
  const int width = static_cast<int>(row.cells.size());
  for (int column = 0; column < width; ++column) {
    if (!row.cells[static_cast<size_t>(column)].HasContent()) continue;
    if (!runs.empty() && runs.back().columns.end == column) {
      ++runs.back().columns.end;
    } else {
      runs.push_back({{column, column + 1}});
    }
  }
  return runs;
}

}  // namespace

std::optional<Rect> FindTable(const Grid& grid, const Rect& range) {
  Blocks blocks;
  std::vector<Run> above;
  for (int row = 0; row < grid.stored_rows(); ++row) {
    const Row* stored = grid.FindRow(row);
    std::vector<Run> runs = stored == nullptr ? std::vector<Run>() : RunsOf(*stored);
    for (Run& run : runs) {
      run.block = blocks.Add({{row, row + 1}, run.columns});
      for (const Run& upper : above) {
        const bool touches =
            upper.columns.begin <= run.columns.end && upper.columns.end >= run.columns.begin;
        if (touches) blocks.Join(upper.block, run.block);
      }
    }
    above = std::move(runs);
  }
  return blocks.LastIn(range);
}

}  // namespace sheetkeeper::emulator
