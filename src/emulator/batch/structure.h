#ifndef SHEETKEEPER_EMULATOR_BATCH_STRUCTURE_H_
#define SHEETKEEPER_EMULATOR_BATCH_STRUCTURE_H_

#include "emulator/model/geometry.h"
#include "emulator/model/spreadsheet.h"
#include "emulator/wire/result.h"

namespace sheetkeeper::emulator {

// Changes of a sheet's rows and columns together with all that is bound to them: metadata, named
// ranges, filters, formulas and so on. Indexes must lie in the grid.

// New rows or columns before index `at`, with the formats of the line before or behind.
Result<> InsertDimension(Spreadsheet& spreadsheet, int sheet_index, Dimension dimension, int at,
                         int count, bool inherit_from_before);
void DeleteDimension(Spreadsheet& spreadsheet, int sheet_index, Dimension dimension, Span span);
// To before `target`, counted before the move.
void MoveDimension(Spreadsheet& spreadsheet, int sheet_index, Dimension dimension, Span span,
                   int target);

// Makes the grid at least so large, at its end.
Result<> GrowGrid(Spreadsheet& spreadsheet, int sheet_index, int rows, int columns);
// Sets the size, cutting off what lies beyond.
Result<> ResizeGrid(Spreadsheet& spreadsheet, int sheet_index, int rows, int columns);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_BATCH_STRUCTURE_H_
