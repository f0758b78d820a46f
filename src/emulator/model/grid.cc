// Cells in three levels: a grid is a list of chunks, a chunk a list of at most kChunkRows rows, a
// row a list of cells. Chunks and rows are shared between copies of a grid and copied when one of
// the owners writes. So a batch can keep the sheet as it was, for the case that a later request of
// the batch is refused, at the cost of a list of chunks; and a row in the middle of a million is
// inserted without moving the million.

#include "emulator/model/grid.h"

#include <algorithm>
#include <utility>

namespace sheetkeeper::emulator {
namespace {

constexpr int kChunkRows = 256;

}  // namespace

size_t Grid::ChunkOf(int row) const {
  const auto after = std::upper_bound(starts_.begin(), starts_.end(), row);
  return static_cast<size_t>(after - starts_.begin()) - 1;
}

const Row* Grid::FindRow(int row) const {
  if (row < 0 || row >= size_) return nullptr;
  const size_t chunk = ChunkOf(row);
  return chunks_[chunk]->rows[static_cast<size_t>(row - starts_[chunk])].get();
}

const Cell* Grid::FindCell(int row, int column) const {
  const Row* found = FindRow(row);
  if (found == nullptr || column >= static_cast<int>(found->cells.size())) return nullptr;
  return &found->cells[static_cast<size_t>(column)];
}

Counted<Row>& Grid::MutableSlot(int row) {
  if (row >= size_) Grow(row + 1);
  const size_t chunk = ChunkOf(row);
  Chunk& written = chunks_[chunk].Mutable();
  written.has_formulas.reset();
  return written.rows[static_cast<size_t>(row - starts_[chunk])];
}

std::vector<Cell>& Grid::MutableRow(int row) {
  return MutableSlot(row).Mutable().cells;
}

Cell& Grid::MutableCell(int row, int column) {
  auto& cells = MutableRow(row);
  if (column >= static_cast<int>(cells.size())) cells.resize(static_cast<size_t>(column) + 1);
  return cells[static_cast<size_t>(column)];
}

void Grid::Grow(int rows) {
  while (size_ < rows) {
    if (chunks_.empty() || chunks_.back()->rows.size() >= kChunkRows) {
      chunks_.emplace_back(new Chunk());
      starts_.push_back(size_);
    }
    auto& last = chunks_.back().Mutable().rows;
    const int room = kChunkRows - static_cast<int>(last.size());
    const int more = std::min(room, rows - size_);
    last.resize(last.size() + static_cast<size_t>(more));
    size_ += more;
  }
}

void Grid::Reindex() {
  std::erase_if(chunks_, [](const Counted<Chunk>& chunk) { return chunk->rows.empty(); });
  starts_.clear();
  size_ = 0;
  for (const Counted<Chunk>& chunk : chunks_) {
    starts_.push_back(size_);
    size_ += static_cast<int>(chunk->rows.size());
  }
}

// Makes a chunk begin at `row`, which is not behind the end.
void Grid::SplitAt(int row) {
  if (row >= size_) return;
  const size_t chunk = ChunkOf(row);
  const auto offset = row - starts_[chunk];
  if (offset == 0) return;
  Counted<Chunk> tail(new Chunk());
  const auto& rows = chunks_[chunk]->rows;
  tail.Mutable().rows.assign(rows.begin() + offset, rows.end());
  chunks_[chunk].Mutable().rows.resize(static_cast<size_t>(offset));
  chunks_.insert(chunks_.begin() + static_cast<std::ptrdiff_t>(chunk) + 1, std::move(tail));
  Reindex();
}

void Grid::InsertRows(int at, int count) {
  if (at >= size_) return;
  const size_t chunk = ChunkOf(at);
  if (count <= kChunkRows && chunks_[chunk]->rows.size() + static_cast<size_t>(count) <=
                                 static_cast<size_t>(2 * kChunkRows)) {
    auto& rows = chunks_[chunk].Mutable().rows;
    rows.insert(rows.begin() + (at - starts_[chunk]), static_cast<size_t>(count), Counted<Row>());
  } else {
    SplitAt(at);
    const auto place = chunks_.begin() + static_cast<std::ptrdiff_t>(ChunkOf(at));
    Counted<Chunk> blank(new Chunk());
    blank.Mutable().rows.resize(static_cast<size_t>(count));
    chunks_.insert(place, std::move(blank));
  }
  Reindex();
}

void Grid::DeleteRows(Span rows) {
  rows.end = std::min(rows.end, size_);
  if (rows.empty()) return;
  const size_t chunk = ChunkOf(rows.begin);
  if (ChunkOf(rows.end - 1) == chunk) {
    auto& list = chunks_[chunk].Mutable().rows;
    const auto first = list.begin() + (rows.begin - starts_[chunk]);
    list.erase(first, first + rows.size());
  } else {
    SplitAt(rows.begin);
    SplitAt(rows.end);
    const size_t first = ChunkOf(rows.begin);
    const size_t last = ChunkOf(rows.end - 1);
    chunks_.erase(chunks_.begin() + static_cast<std::ptrdiff_t>(first),
                  chunks_.begin() + static_cast<std::ptrdiff_t>(last) + 1);
  }
  Reindex();
}

void Grid::MoveRows(Span rows, int target) {
  Grow(std::max(rows.end, target));
  const auto moved = TakeRows(rows);
  DeleteRows(rows);
  const int at = target > rows.begin ? target - rows.size() : target;
  InsertRows(at, rows.size());
  PutRows(at, moved);
}

void Grid::InsertColumns(int at, int count) {
  for (int row = 0; row < size_; ++row) {
    const Row* stored = FindRow(row);
    if (stored == nullptr || static_cast<int>(stored->cells.size()) <= at) continue;
    auto& cells = MutableRow(row);
    cells.insert(cells.begin() + at, static_cast<size_t>(count), Cell());
  }
}

void Grid::DeleteColumns(Span columns) {
  for (int row = 0; row < size_; ++row) {
    const Row* stored = FindRow(row);
    if (stored == nullptr || static_cast<int>(stored->cells.size()) <= columns.begin) continue;
    auto& cells = MutableRow(row);
    const int end = std::min(columns.end, static_cast<int>(cells.size()));
    cells.erase(cells.begin() + columns.begin, cells.begin() + end);
  }
}

void Grid::MoveColumns(Span columns, int target) {
  const Span touched = {std::min(columns.begin, target), std::max(columns.end, target)};
  for (int row = 0; row < size_; ++row) {
    const Row* stored = FindRow(row);
    if (stored == nullptr || static_cast<int>(stored->cells.size()) <= touched.begin) continue;
    auto& cells = MutableRow(row);
    if (static_cast<int>(cells.size()) < touched.end) {
      cells.resize(static_cast<size_t>(touched.end));
    }
    const auto first = cells.begin();
    if (target > columns.begin) {
      std::rotate(first + columns.begin, first + columns.end, first + target);
    } else {
      std::rotate(first + target, first + columns.begin, first + columns.end);
    }
  }
}

void Grid::VisitFormulas(const Visitor& visit) const {
  for (size_t i = 0; i < chunks_.size(); ++i) {
    const Chunk& chunk = *chunks_[i];
    if (chunk.has_formulas == false) continue;
    bool found = false;
    for (size_t r = 0; r < chunk.rows.size(); ++r) {
      if (!chunk.rows[r]) continue;
      const std::vector<Cell>& cells = chunk.rows[r]->cells;
      for (size_t c = 0; c < cells.size(); ++c) {
        if (cells[c].formula().empty() && !cells[c].spilled()) continue;
        found = true;
        visit(starts_[i] + static_cast<int>(r), static_cast<int>(c), cells[c]);
      }
    }
    chunk.has_formulas = found;
  }
}

std::vector<Counted<Row>> Grid::TakeRows(Span rows) const {
  std::vector<Counted<Row>> taken;
  taken.reserve(static_cast<size_t>(rows.size()));
  for (int row = rows.begin; row < rows.end; ++row) {
    if (row >= size_) {
      taken.emplace_back();
      continue;
    }
    const size_t chunk = ChunkOf(row);
    taken.push_back(chunks_[chunk]->rows[static_cast<size_t>(row - starts_[chunk])]);
  }
  return taken;
}

void Grid::PutRows(int at, const std::vector<Counted<Row>>& rows) {
  for (size_t i = 0; i < rows.size(); ++i) {
    const int row = at + static_cast<int>(i);
    if (row >= size_ && !rows[i]) continue;
    MutableSlot(row) = rows[i];
  }
}

}  // namespace sheetkeeper::emulator
