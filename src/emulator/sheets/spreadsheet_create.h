#ifndef SHEETKEEPER_EMULATOR_SHEETS_SPREADSHEET_CREATE_H_
#define SHEETKEEPER_EMULATOR_SHEETS_SPREADSHEET_CREATE_H_

#include <string_view>

#include "emulator/world.h"

namespace sheetkeeper::emulator {

// A new spreadsheet as a Spreadsheet message asks for it: properties, sheets with their data and
// merges, named ranges, metadata. It is not yet a file.
Result<Spreadsheet> SpreadsheetFrom(World& world, std::string_view caller, const Json& message);

// The number in a path.
Result<int32_t> SheetIdOf(std::string_view text);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_SHEETS_SPREADSHEET_CREATE_H_
