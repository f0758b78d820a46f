#ifndef SHEETKEEPER_EMULATOR_BATCH_CONDITION_H_
#define SHEETKEEPER_EMULATOR_BATCH_CONDITION_H_

#include "emulator/model/spreadsheet.h"
#include "emulator/wire/json.h"

namespace sheetkeeper::emulator {

// Does a cell meet a BooleanCondition message? Conditions on numbers, texts, dates, blanks and
// lists are evaluated against the values in the message; those that need a formula, a range or
// the day's date hold for every cell.
bool Meets(const Spreadsheet& book, const Json& condition, const Cell* cell);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_BATCH_CONDITION_H_
