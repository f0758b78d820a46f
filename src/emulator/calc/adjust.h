// How references follow changes of the structure of a spreadsheet.
#pragma once

#include <string>
#include <string_view>

#include "emulator/calc/reference.h"

namespace sheetkeeper::emulator::calc {

enum class Dimension { kRows, kColumns };

// Rows or columns of one sheet, counted from 0: whole ones, or of a band of the sheet only, as
// insertRange and deleteRange shift cells within a few columns.
struct DimensionChange {
  enum class Kind { kInsert, kDelete, kMove };
  Kind kind = Kind::kInsert;
  std::string sheet;
  Dimension dimension = Dimension::kRows;
  int start = 0;
  int count = 0;
  int destination = 0;  // kMove: the index before which they go, counted before the move.
  int band_first = 0;   // Across `dimension`; the whole sheet unless it is narrowed.
  int band_last = kOpenEnd;
};

// A rectangle of cells is cut and pasted elsewhere.
struct CellsMove {
  std::string from_sheet;
  Area from;
  std::string to_sheet;
  int to_row = 0;
  int to_column = 0;
};

// Each returns whether the reference changed. `own_sheet` is the title of the sheet of the
// formula's cell (after the change, where that moves), which references without a sheet mean.

// Ranges grow, shrink and move with the cells at their ends; what is deleted whole is gone.
// A reference that reaches beyond the band stays.
bool AdjustForDimension(Reference& reference, const DimensionChange& change,
                        std::string_view own_sheet);
// References into the rectangle follow it; ranges that hold more than it stay.
bool AdjustForMove(Reference& reference, const CellsMove& move, std::string_view own_sheet);
bool AdjustForRename(Reference& reference, std::string_view from, std::string_view to);
bool AdjustForDeletedSheet(Reference& reference, std::string_view sheet);
// A copy of the formula so many rows further down and columns to the right; what is written with $
// stays. A reference that leaves the grid is gone.
bool AdjustForCopy(Reference& reference, int rows, int columns);

}  // namespace sheetkeeper::emulator::calc
