// What a text becomes when a person types it into a cell (valueInputOption=USER_ENTERED).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "emulator/calc/locale.h"
#include "emulator/calc/number_format.h"
#include "emulator/calc/value.h"

namespace sheetkeeper::emulator::calc {

struct Entered {
  Value value;                         // Empty when there is a formula.
  std::optional<std::string> formula;  // With its "=".
  std::optional<NumberFormat> format;  // The format the cell takes on, where the text implies one.
};

// In this order: "" empties the cell; a leading apostrophe is eaten and the rest is text; "="
// begins a formula, and so does "+" unless a number follows; then booleans, numbers (with groups,
// percent, currency, exponent), dates and times of the locale; everything else is text, as it
// stands. `current_year` completes dates that name none.
Entered ParseEntered(std::string_view text, const Locale& locale, int current_year);

// The number that a text stands for in a formula ("5"+1), dates and percentages included.
std::optional<double> NumberFromText(std::string_view text, const Locale& locale, int current_year);

}  // namespace sheetkeeper::emulator::calc
