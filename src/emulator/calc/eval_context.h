// What a formula sees of its spreadsheet while it is evaluated.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/calc/number_format.h"
#include "emulator/calc/reference.h"
#include "emulator/calc/value.h"

namespace sheetkeeper::emulator::calc {

struct CellPosition {
  int row = 0;
  int column = 0;
};

struct GridSize {
  int rows = 0;
  int columns = 0;
};

struct NamedRange {
  std::string sheet;
  Area area;
};

// Implemented by the spreadsheet. A sheet is named by its title as a formula writes it, to be found
// without regard to case; "" is the sheet of the formula's own cell.
class EvalContext {
 public:
  virtual ~EvalContext() = default;

  // The value of a cell, formulas evaluated; a cell beyond the grid is empty. A cell whose
  // evaluation is under way is an error: CircularError().
  // REQUIRES: the sheet exists.
  virtual Value CellValue(std::string_view sheet, int row, int column) const = 0;

  // Calls `visit` for every non-empty cell of the area, row by row, until it returns false. The
  // area may have open ends.
  // REQUIRES: the sheet exists.
  using Visitor = std::function<bool(int row, int column, const Value& value)>;
  virtual void VisitCells(std::string_view sheet, const Area& area, const Visitor& visit) const = 0;

  // Nothing if there is no such sheet.
  virtual std::optional<GridSize> SheetSize(std::string_view sheet) const = 0;

  virtual std::optional<NamedRange> FindNamedRange(std::string_view name) const = 0;

  // The cell of the formula.
  virtual CellPosition OwnCell() const = 0;

  // The moment as a serial number in the spreadsheet's time zone.
  virtual double Now() const = 0;

  // The number format of a cell, from which a formula that refers to it takes its own
  // (Formula::ResultFormat). Nothing where the cell has the automatic one.
  virtual std::optional<NumberFormat> CellFormat(std::string_view sheet, int row,
                                                 int column) const = 0;
};

// What a cell that depends on itself shows.
ErrorValue CircularError();

}  // namespace sheetkeeper::emulator::calc
