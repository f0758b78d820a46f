// HistoryRetention: how long the history is kept. Conflicts are kept for good.
#pragma once

#include <optional>

#include "base/clock.h"
#include "base/result.h"
#include "store/store.h"

namespace sheetkeeper {

class HistoryRetention {
 public:
  // Zero keeps everything.
  explicit HistoryRetention(Millis keep) : keep_(keep) {}

  // In the first cycle of a process and then once a day: forgets what is older, in transactions so
  // small that other writers do not notice. Where that fails, the next cycle tries again; only a
  // damaged database is an error.
  Result<> RunIfDue(Store& store, Clock& clock);

 private:
  const Millis keep_;
  std::optional<MonoTime> last_;
};

}  // namespace sheetkeeper
