#ifndef SHEETKEEPER_EMULATOR_FORMULAS_H_
#define SHEETKEEPER_EMULATOR_FORMULAS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "emulator/model/a1.h"
#include "emulator/model/spreadsheet.h"

namespace sheetkeeper::emulator {

// Gives a cell a formula ("=..." in the spreadsheet's locale); its value comes with the next
// Recalculate.
void SetFormula(const Spreadsheet& spreadsheet, std::string_view text, Cell& cell);

// Brings the values of all formulas up to date.
void Recalculate(Spreadsheet& spreadsheet, int64_t now_ms);

// Rewrites the references of all formulas for a change of the sheet's rows or columns.
void ShiftFormulas(Spreadsheet& spreadsheet, int sheet_index, const Shift& shift);

// The formula of a cell that is copied to a place `rows` further down and `columns` to the right.
void OffsetFormula(const Spreadsheet& spreadsheet, int rows, int columns, Cell& cell);

// Rewrites the references to cells that were cut and pasted elsewhere.
void MoveFormulaReferences(Spreadsheet& spreadsheet, const SheetRange& from, const SheetRange& to);

// Rewrites the formulas that name a sheet; an empty new title means that the sheet is gone.
void RenameSheetInFormulas(Spreadsheet& spreadsheet, std::string_view old_title,
                           std::string_view new_title);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_FORMULAS_H_
