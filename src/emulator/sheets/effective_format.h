#ifndef SHEETKEEPER_EMULATOR_SHEETS_EFFECTIVE_FORMAT_H_
#define SHEETKEEPER_EMULATOR_SHEETS_EFFECTIVE_FORMAT_H_

#include "emulator/model/spreadsheet.h"
#include "emulator/wire/json.h"

namespace sheetkeeper::emulator {

// The format that a cell is drawn in: the user's over the spreadsheet's, aligned by the kind of
// its value.
Json EffectiveFormat(const Spreadsheet& book, const Cell& cell);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_SHEETS_EFFECTIVE_FORMAT_H_
