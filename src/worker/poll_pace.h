// PollPace: how long to wait before the sheet is looked at again. People edit in bursts, with
// pauses to think: for a minute after an edit the next look comes soon, and then each look that
// finds nothing doubles the wait, up to the interval.
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

  void SheetWasEdited() {
    wait_ = shortest_ > Millis(0) ? shortest_ : longest_;
    quiet_for_ = Millis(0);
  }
  void SheetWasQuiet() {
    quiet_for_ += wait_;
    if (quiet_for_ >= kPauseToThink) wait_ = std::min(2 * wait_, longest_);
  }
  // Of a cycle that failed nobody knows what it would have found.
  void CycleFailed() { wait_ = longest_; }

  Millis wait() const { return wait_; }

 private:
  static constexpr Millis kPauseToThink = std::chrono::minutes(1);

  Millis shortest_;
  Millis longest_;
  Millis wait_;
  Millis quiet_for_{0};
};

}  // namespace sheetkeeper
