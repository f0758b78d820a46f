// The real clock. Nothing else of the product reads the system's time or sleeps, but for the log,
// which stamps its lines.
// Thread-safe.
#pragma once

#include "base/clock.h"

namespace sheetkeeper {

class SystemClock : public Clock {
 public:
  WallTime Wall() override;
  MonoTime Mono() override;
  bool SleepUntil(MonoTime deadline, std::stop_token stop) override;
};

}  // namespace sheetkeeper
