// The line that a progress bar shows.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"

namespace sheetkeeper {

struct ProgressState {
  std::string work;      // "reading Ranks"
  int64_t done = 0;      // rows
  int64_t expected = 0;  // rows, about; 0: not known
  Millis taken{0};       // since the first of them
};

// "reading Ranks [######......] 51,200 of about 100,000 rows, 4,100/s, about 12 s left", in `width`
// columns at most: where there is no room, the bar goes first, then the rate, then the rest. A rate
// is told from the first second on, and what is left only where it is known how much it will be.
std::string ProgressLine(const ProgressState& state, size_t width);

}  // namespace sheetkeeper
