// Typed times: "10:45", "10:45:30.5", "5 pm", "25:00".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "emulator/calc/locale.h"

namespace sheetkeeper::emulator::calc {

struct EnteredTime {
  double fraction = 0;  // of a day; 1 and more for a duration
  std::string pattern;
};

// Hours beyond 23 make a duration ("[h]:mm:ss"), which has no am or pm.
std::optional<EnteredTime> ParseEnteredTime(std::string_view text, const Locale& locale);

}  // namespace sheetkeeper::emulator::calc
