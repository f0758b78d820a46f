#include "base/system_clock.h"

#include <condition_variable>
#include <mutex>

namespace sheetkeeper {

WallTime SystemClock::Wall() {
  return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
}

MonoTime SystemClock::Mono() {
  return std::chrono::time_point_cast<Millis>(std::chrono::steady_clock::now());
}

bool SystemClock::SleepUntil(MonoTime deadline, std::stop_token stop) {
  std::mutex mutex;
  std::condition_variable_any woken;
  std::unique_lock lock(mutex);
  woken.wait_until(lock, stop, deadline, [] { return false; });
  return !stop.stop_requested();
}

}  // namespace sheetkeeper
