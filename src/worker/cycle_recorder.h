// CycleRecorder: tells the database how cycles end, seldom enough for an SD card.
//
// A record is written with the first cycle, then whenever `every` has gone by since the last
// record, and at once when good cycles turn to failing ones or back. It counts all cycles since the
// record before, so nothing is lost by writing seldom but what a crash leaves unwritten.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "store/store.h"

namespace sheetkeeper {

class CycleRecorder {
 public:
  // The clock outlives it.
  explicit CycleRecorder(Clock& clock) : clock_(clock) {}

  // A cycle that began then has ended. Who asks for a cycle recognises it by when it began, so the
  // record says that exactly: finished less duration.
  void Note(WallTime began, Millis duration, const std::optional<std::string>& error,
            int64_t requests);
  bool IsDue(Millis every) const;
  // Writes what was noted since the last record, if anything, and moves it into the database file,
  // so that the file's modification time shows it. Facts by name are kept beside it.
  Result<> Write(Store& store, const std::vector<std::pair<std::string, std::string>>& facts);

 private:
  Clock& clock_;
  CycleRecord noted_{.cycles = 0};
  std::optional<MonoTime> written_;
  bool written_good_ = true;
};

}  // namespace sheetkeeper
