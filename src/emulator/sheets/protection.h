#ifndef SHEETKEEPER_EMULATOR_SHEETS_PROTECTION_H_
#define SHEETKEEPER_EMULATOR_SHEETS_PROTECTION_H_

#include <string_view>

#include "emulator/model/spreadsheet.h"
#include "emulator/wire/result.h"

namespace sheetkeeper::emulator {

// Refuses a change from `before` to `after` that touches cells which are protected from the
// caller.
Result<> CheckProtection(const Spreadsheet& before, const Spreadsheet& after,
                         std::string_view caller);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_SHEETS_PROTECTION_H_
