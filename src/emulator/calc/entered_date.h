// Typed dates and times: "2020-01-31", "1/31/20 5:30 pm", "31 Jan", "25:00:00".
#pragma once

#include <optional>
#include <string_view>

#include "emulator/calc/entered.h"

namespace sheetkeeper::emulator::calc {

struct EnteredDate {
  double serial = 0;
  NumberFormat format;  // Shows the date the way it was typed.
};

// REQUIRES: `text` has no blanks at its ends.
std::optional<EnteredDate> ParseEnteredDate(std::string_view text, const Locale& locale,
                                            int current_year);

}  // namespace sheetkeeper::emulator::calc
