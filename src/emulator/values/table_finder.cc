// Blocks of touching cells, found in one pass from top to bottom: each row is a list of runs of
// filled cells, and a run joins the blocks of the runs above that it touches, corners included.
// What a block covers is its bounding rectangle; a cell inside the rectangle of a block that
// touches nothing forms a block of its own.

#include "emulator/values/table_finder.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace sheetkeeper::emulator {
namespace {

struct Run {
  Span columns;
  size_t block = 0;
};

Span Hull(const Span& a, const Span& b) {
  return {std::min(a.begin, b.begin), std::max(a.end, b.end)};
}
Rect Hull(const Rect& a, const Rect& b) {
  return {Hull(a.rows, b.rows), Hull(a.columns, b.columns)};
}

class Blocks {
 public:
  size_t Add(const Rect& rect) {
    rects_.push_back(rect);
    parents_.push_back(parents_.size());
    return parents_.size() - 1;
  }

  // The block of what `rect` is added to.
  size_t Extend(size_t block, const Rect& rect) {
    block = Root(block);
    rects_[block] = Hull(rects_[block], rect);
    return block;
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
    rects_[a] = Hull(rects_[a], rects_[b]);
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

void FindRuns(const Row& row, std::vector<Run>& runs) {
  const int width = static_cast<int>(row.cells.size());
  for (int column = 0; column < width; ++column) {
    if (!row.cells[static_cast<size_t>(column)].HasContent()) continue;
    if (!runs.empty() && runs.back().columns.end == column) {
      ++runs.back().columns.end;
    } else {
      runs.push_back({{column, column + 1}});
    }
  }
}

bool Touches(const Run& upper, const Run& run) {
  return upper.columns.begin <= run.columns.end && upper.columns.end >= run.columns.begin;
}

}  // namespace

std::optional<Rect> FindTable(const Grid& grid, const Rect& range) {
  constexpr size_t kNone = static_cast<size_t>(-1);
  Blocks blocks;
  std::vector<Run> above;
  std::vector<Run> runs;
  for (int row = 0; row < grid.stored_rows(); ++row) {
    runs.clear();
    if (const Row* stored = grid.FindRow(row)) FindRuns(*stored, runs);
    for (Run& run : runs) {
      const Rect rect = {{row, row + 1}, run.columns};
      run.block = kNone;
      for (const Run& upper : above) {
        if (!Touches(upper, run)) continue;
        if (run.block == kNone) {
          run.block = blocks.Extend(upper.block, rect);
        } else {
          blocks.Join(run.block, upper.block);
        }
      }
      if (run.block == kNone) run.block = blocks.Add(rect);
    }
    std::swap(above, runs);
  }
  return blocks.LastIn(range);
}

}  // namespace sheetkeeper::emulator
