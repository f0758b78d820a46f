#ifndef SHEETKEEPER_EMULATOR_ENTERED_H_
#define SHEETKEEPER_EMULATOR_ENTERED_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/calc/locale.h"
#include "emulator/calc/number_format.h"
#include "emulator/model/spreadsheet.h"

namespace sheetkeeper::emulator {

const calc::Locale& LocaleOf(const Spreadsheet& spreadsheet);

// Puts text into a cell as if a person had typed it: it may become a number, a date with its
// format, a truth value or a formula. Notes and formats stay, but for a number format that comes
// with the entry.
void EnterText(const Spreadsheet& spreadsheet, std::string_view text, int64_t now_ms, Cell& cell);

// The text that a cell shows.
std::string FormattedText(const calc::Locale& locale, const Cell& cell);

// The number format that a cell shows its value in; nothing where it is the automatic one.
std::optional<calc::NumberFormat> ShownFormat(const Cell& cell);

// Does the cell hold a number that is shown as a date or a time?
bool ShowsDate(const Cell& cell);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_ENTERED_H_
