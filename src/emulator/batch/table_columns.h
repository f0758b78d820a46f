#ifndef SHEETKEEPER_EMULATOR_BATCH_TABLE_COLUMNS_H_
#define SHEETKEEPER_EMULATOR_BATCH_TABLE_COLUMNS_H_

#include "emulator/model/geometry.h"
#include "emulator/model/spreadsheet.h"

namespace sheetkeeper::emulator {

// Tables follow the rows and columns of their sheet as all ranges do; this is what they do besides.

// After lines were inserted: a table that ended where they begin takes them in when they inherit
// from the line before, and new columns inside a table get a name in its header.
void FitTablesToInsertion(Spreadsheet& book, int sheet_index, Dimension dimension, Span inserted,
                          bool inherited);

// After columns were deleted: their names and types go with them. `before` are the tables as they
// were.
void FitTablesToDeletion(Spreadsheet& book, int sheet_index, Span deleted, const Json& before);

// The banded range of a table, brought to the table's range and colours.
void RefreshBand(const Json& table, Spreadsheet& book);

// The banded range that goes with a table.
Json BandOf(const Json& table);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_BATCH_TABLE_COLUMNS_H_
