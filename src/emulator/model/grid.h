#ifndef SHEETKEEPER_EMULATOR_MODEL_GRID_H_
#define SHEETKEEPER_EMULATOR_MODEL_GRID_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "emulator/model/cell.h"
#include "emulator/model/counted.h"
#include "emulator/model/geometry.h"

namespace sheetkeeper::emulator {

struct Row {
  mutable References references = {};
  std::vector<Cell> cells;
};

// The cells of a sheet, without limits of its own: rows and cells behind the last one that was
// written are not stored. Copies are cheap and share what neither side changes (grid.cc).
class Grid {
 public:
  int stored_rows() const { return size_; }

  // Null where nothing is stored.
  const Row* FindRow(int row) const;
  const Cell* FindCell(int row, int column) const;

  // For writing: the place is made when it does not exist.
  std::vector<Cell>& MutableRow(int row);
  Cell& MutableCell(int row, int column);

  void InsertRows(int at, int count);
  void DeleteRows(Span rows);
  // To before row `target`, counted before the move.
  void MoveRows(Span rows, int target);
  void InsertColumns(int at, int count);
  void DeleteColumns(Span columns);
  void MoveColumns(Span columns, int target);

  // Calls `visit` for every cell that has a formula or holds a part of a formula's array. The grid
  // must not be changed meanwhile. Costs next to nothing where there are no formulas.
  using Visitor = std::function<void(int row, int column, const Cell& cell)>;
  void VisitFormulas(const Visitor& visit) const;

  // Whole rows, for sorting.
  std::vector<Counted<Row>> TakeRows(Span rows) const;
  void PutRows(int at, const std::vector<Counted<Row>>& rows);

 private:
  struct Chunk {
    mutable References references = {};
    std::vector<Counted<Row>> rows;
    // Has the chunk cells for VisitFormulas? Unknown after every write.
    mutable std::optional<bool> has_formulas = std::nullopt;
  };

  size_t ChunkOf(int row) const;
  Counted<Row>& MutableSlot(int row);
  void Grow(int rows);
  void SplitAt(int row);
  void Reindex();

  std::vector<Counted<Chunk>> chunks_;
  std::vector<int> starts_;  // row number of each chunk's first row
  int size_ = 0;
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_MODEL_GRID_H_
