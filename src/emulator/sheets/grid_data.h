#ifndef SHEETKEEPER_EMULATOR_SHEETS_GRID_DATA_H_
#define SHEETKEEPER_EMULATOR_SHEETS_GRID_DATA_H_

#include "emulator/model/a1.h"
#include "emulator/model/spreadsheet.h"
#include "emulator/wire/field_mask.h"
#include "emulator/wire/json.h"

namespace sheetkeeper::emulator {

// A GridData message of what the mask names of a range.
Json GridDataOf(const Spreadsheet& book, const SheetRange& range, const FieldMask& mask);

// A CellData message of what the mask names of a cell.
Json CellDataOf(const Spreadsheet& book, const Cell& cell, const FieldMask& mask);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_SHEETS_GRID_DATA_H_
