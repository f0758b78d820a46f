#ifndef SHEETKEEPER_EMULATOR_VALUES_LIMITS_H_
#define SHEETKEEPER_EMULATOR_VALUES_LIMITS_H_

#include <string_view>

#include "emulator/model/spreadsheet.h"
#include "emulator/wire/result.h"

namespace sheetkeeper::emulator {

// At most 50,000 characters in a cell.
Result<> CheckTextLength(std::string_view text);

// Would a sheet of this size keep the spreadsheet within 10,000,000 cells and the sheet within
// 18,278 columns? `sheet_index` is the sheet that gets the size, -1 for a new one.
Result<> CheckGridSize(const Spreadsheet& spreadsheet, int sheet_index, int64_t rows,
                       int64_t columns);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_VALUES_LIMITS_H_
