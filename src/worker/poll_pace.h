// PollPace: how long to wait before the sheet is looked at again. People edit in bursts, so after
// an edit the next look comes soon, and each look that finds nothing doubles the wait, up to the
// interval.
#pragma once

#include <algorithm>
#include <chrono>

#include "base/clock.h"

namespace sheetkeeper {

class PollPace {
 public:
  // `shortest` zero: always the longest. Begins with the longest.
  PollPace(std::chrono::seconds shortest, std::chrono::seconds longest)
      : shortest_(shortest), longest_(longest), wait_(longest) {}

  void SheetWasEdited() { wait_ = shortest_ > Millis(0) ? shortest_ : longest_; }
  void SheetWasQuiet() { wait_ = std::min(2 * wait_, longest_); }
  // Of a cycle that failed nobody knows what it would have found.
  void CycleFailed() { wait_ = longest_; }

  Millis wait() const { return wait_; }

 private:
  Millis shortest_;
  Millis longest_;
  Millis wait_;
};

}  // namespace sheetkeeper
