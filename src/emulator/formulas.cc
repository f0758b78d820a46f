#include "emulator/formulas.h"

namespace sheetkeeper::emulator {

void SetFormula(const Spreadsheet&, std::string_view text, Cell& cell) {
  cell.ClearContent();
  cell.extras.Mutable().formula = text;
}

void Recalculate(Spreadsheet&, int64_t) {}

void ShiftFormulas(Spreadsheet&, int, const Shift&) {}

void OffsetFormula(const Spreadsheet&, int, int, Cell&) {}

void MoveFormulaReferences(Spreadsheet&, const SheetRange&, const SheetRange&) {}

void RenameSheetInFormulas(Spreadsheet&, std::string_view, std::string_view) {}

}  // namespace sheetkeeper::emulator
