// Clock: the only way the product learns the time or waits. The real one is SystemClock
// (base/system_clock.h); simulations pass one that jumps.
#pragma once

#include <chrono>
#include <stop_token>

namespace sheetkeeper {

using Millis = std::chrono::milliseconds;
// For records and people; may jump when the system's clock is set.
using WallTime = std::chrono::sys_time<Millis>;
// For waiting and measuring; never goes back.
using MonoTime = std::chrono::time_point<std::chrono::steady_clock, Millis>;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual WallTime Wall() = 0;
  virtual MonoTime Mono() = 0;
  // Returns true at `deadline`, false as soon as `stop` is requested.
  virtual bool SleepUntil(MonoTime deadline, std::stop_token stop) = 0;
};

}  // namespace sheetkeeper
