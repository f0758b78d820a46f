// ScrubSchedule: when the second net under change capture is drawn in (Store::Scrub).
#pragma once

#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "store/store.h"
#include "sync/table_state.h"

namespace sheetkeeper {

// Scrubs every table in the first cycle of a process, whenever somebody has changed the structure
// of the database (a rebuilt table has no triggers), and once in `interval`.
class ScrubSchedule {
 public:
  explicit ScrubSchedule(Millis interval) : interval_(interval) {}

  Result<bool> IsDue(Store& store, Clock& clock) const;

  // A table that is gone, or does not fit any more, is held; other failures are errors, and the
  // scrub stays due.
  Result<> RunIfDue(std::vector<TableState>& tables, Store& store, Clock& clock);

 private:
  const Millis interval_;
  std::optional<MonoTime> last_;
  int64_t structure_ = 0;
};

}  // namespace sheetkeeper
