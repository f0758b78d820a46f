// FakeClock: a clock for tests that never waits; sleeping jumps to the deadline.
#pragma once

#include <stop_token>

#include "base/clock.h"

namespace sheetkeeper {

class FakeClock : public Clock {
 public:
  // 2025-11-11T08:00:00Z unless said otherwise.
  explicit FakeClock(WallTime start = WallTime(Millis(1'762'848'000'000))) : wall_(start) {}

  WallTime Wall() override { return wall_; }
  MonoTime Mono() override { return mono_; }

  bool SleepUntil(MonoTime deadline, std::stop_token stop) override {
    if (stop.stop_requested()) return false;
    if (deadline > mono_) Advance(deadline - mono_);
    return true;
  }

  // Time goes by.
  void Advance(Millis time) {
    wall_ += time;
    mono_ += time;
  }
  // Somebody sets the system's clock; waiting is not affected.
  void SetWall(WallTime wall) { wall_ = wall; }

 private:
  WallTime wall_;
  MonoTime mono_{std::chrono::hours(1)};
};

}  // namespace sheetkeeper
