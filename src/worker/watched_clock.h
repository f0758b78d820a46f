// WatchedClock: says again and again that the loop is alive while it waits, whatever it waits for:
// the next cycle, a retry, the quota.
#pragma once

#include <functional>
#include <stop_token>
#include <utility>

#include "base/clock.h"

namespace sheetkeeper {

class WatchedClock : public Clock {
 public:
  // `inner` outlives it.
  WatchedClock(Clock& inner, Millis every, std::function<void()> alive)
      : inner_(inner), every_(every), alive_(std::move(alive)) {}

  WallTime Wall() override { return inner_.Wall(); }
  MonoTime Mono() override { return inner_.Mono(); }

  bool SleepUntil(MonoTime deadline, std::stop_token stop) override {
    while (true) {
      alive_();
      const MonoTime now = inner_.Mono();
      const MonoTime next = deadline - now > every_ ? now + every_ : deadline;
      if (!inner_.SleepUntil(next, stop)) return false;
      if (next == deadline) return true;
    }
  }

 private:
  Clock& inner_;
  const Millis every_;
  const std::function<void()> alive_;
};

}  // namespace sheetkeeper
