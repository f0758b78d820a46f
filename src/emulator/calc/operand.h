// What an argument of a function is while a formula is evaluated: one value, an array of values, or
// a range of cells that are read when they are needed.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "emulator/calc/reference.h"
#include "emulator/calc/value.h"

namespace sheetkeeper::emulator::calc {

// More cells than a spreadsheet can hold make no array.
constexpr int64_t kMostArrayCells = 10'000'000;

struct Array {
  int rows = 0;
  int columns = 0;
  std::vector<Value> cells;  // Row by row.

  Array(int row_count, int column_count)
      : rows(row_count),
        columns(column_count),
        cells(static_cast<size_t>(row_count) * static_cast<size_t>(column_count)) {}

  const Value& At(int row, int column) const { return cells[Index(row, column)]; }
  Value& At(int row, int column) { return cells[Index(row, column)]; }

 private:
  size_t Index(int row, int column) const {
    return static_cast<size_t>(row) * static_cast<size_t>(columns) + static_cast<size_t>(column);
  }
};

using ArrayPtr = std::shared_ptr<const Array>;

// Within the grid of a sheet that exists; never empty, no open ends.
struct Range {
  std::string sheet;  // As for EvalContext.
  Area area;

  int Rows() const { return area.last_row - area.first_row + 1; }
  int Columns() const { return area.last_column - area.first_column + 1; }
  bool IsOneCell() const { return Rows() == 1 && Columns() == 1; }
};

using Operand = std::variant<Value, ArrayPtr, Range>;

int RowsOf(const Operand& operand);
int ColumnsOf(const Operand& operand);
inline bool IsOneValue(const Operand& operand) {
  return RowsOf(operand) == 1 && ColumnsOf(operand) == 1;
}

}  // namespace sheetkeeper::emulator::calc
