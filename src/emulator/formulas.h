#ifndef SHEETKEEPER_EMULATOR_FORMULAS_H_
#define SHEETKEEPER_EMULATOR_FORMULAS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "emulator/calc/formula.h"
#include "emulator/model/a1.h"
#include "emulator/model/spreadsheet.h"

namespace sheetkeeper::emulator {

// Gives a cell a formula ("=..." in the spreadsheet's locale); its value comes with the next
// Recalculate.
void SetFormula(const Spreadsheet& spreadsheet, std::string_view text, Cell& cell);

// A formula, read once and shared by the copies of its cell.
class ParsedFormula {
 public:
  explicit ParsedFormula(calc::Formula formula) : formula_(std::move(formula)) {}
  const calc::Formula& formula() const { return formula_; }

 private:
  calc::Formula formula_;
};

// Brings the values of all formulas up to date.
// Does nothing unless the spreadsheet is stale.
void Recalculate(Spreadsheet& spreadsheet, int64_t now_ms);

// Rewrites the references of all formulas for a change of the sheet's rows or columns.
void ShiftFormulas(Spreadsheet& spreadsheet, int sheet_index, const Shift& shift);

// The formula of a cell that is copied to a place `rows` further down and `columns` to the right.
void OffsetFormula(const Spreadsheet& spreadsheet, int rows, int columns, Cell& cell);

// Writes all formulas with the numbers and separators of another locale.
void RelocalizeFormulas(Spreadsheet& spreadsheet, std::string_view locale);

// Rewrites the references to cells that were cut and pasted elsewhere.
void MoveFormulaReferences(Spreadsheet& spreadsheet, const SheetRange& from, const SheetRange& to);

// Rewrites the formulas that name a sheet; an empty new title means that the sheet is gone.
void RenameSheetInFormulas(Spreadsheet& spreadsheet, std::string_view old_title,
                           std::string_view new_title);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_FORMULAS_H_
