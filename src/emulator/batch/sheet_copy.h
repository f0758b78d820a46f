#ifndef SHEETKEEPER_EMULATOR_BATCH_SHEET_COPY_H_
#define SHEETKEEPER_EMULATOR_BATCH_SHEET_COPY_H_

#include <string>
#include <string_view>

#include "emulator/world.h"

namespace sheetkeeper::emulator {

// A copy of a sheet under another id and title, for the same or another spreadsheet. Its protected
// ranges, filter views, charts and the like get ids of their own.
Counted<Sheet> CopySheet(World& world, const Sheet& sheet, int32_t new_id, std::string_view title);

// `wanted`, or the first of "wanted 1", "wanted 2"... that no sheet has.
std::string FreeTitle(const Spreadsheet& book, std::string_view wanted);

// The refusal of a sheet title, if it is empty, too long, or taken by a sheet other than `except`.
Result<> CheckTitle(const Spreadsheet& book, std::string_view title, int except);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_BATCH_SHEET_COPY_H_
