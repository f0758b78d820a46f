// Typed numbers: "1,234.50", "12%", "$5", "(3)", "1e5".
#pragma once

#include <optional>
#include <string_view>

#include "emulator/calc/entered.h"

namespace sheetkeeper::emulator::calc {

struct EnteredNumber {
  double value = 0;
  std::optional<NumberFormat> format;
};

// REQUIRES: `text` has no blanks at its ends.
std::optional<EnteredNumber> ParseEnteredNumber(std::string_view text, const Locale& locale);

}  // namespace sheetkeeper::emulator::calc
