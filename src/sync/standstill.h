// Standstill: how a cycle that has nothing to do is known without reading either side.
//
// What a cycle does follows from the database, from the sheet's answer and, in a few places, from
// the time. So where a cycle had nothing to do, the next one has nothing to do either while
//     no other connection has committed to the database, and the cycle itself wrote nothing;
//     the same read has an answer of the same digest;
//     no moment has come that a cycle waits for: a refused row is tried again, a lease is renewed,
//     the rows are compared with the base.
// Such a cycle costs a download and a digest, whatever the size of the tables. Anything else, and
// the cycle looks at everything.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "google/answer_digest.h"
#include "google/sheets_client.h"
#include "store/store.h"
#include "sync/engine.h"
#include "sync/refusals.h"
#include "sync/scrub_schedule.h"

namespace sheetkeeper {

// A cycle that had nothing to do, from the outside.
struct IdleCycle {
  std::vector<std::string> ranges;  // that it read
  AnswerDigest answer;
  int64_t database = 0;  // StoreVersion::by_others, before it was read
  WallTime at;
  std::optional<WallTime> lease_due;
  CycleReport report;
};

// A read that was kept, for a cycle that has to look at it after all.
struct KeptRead {
  std::vector<std::string> ranges;
  KeptAnswer answer;
  AnswerDigest digest;
};

class Standstill {
 public:
  struct Means {
    const std::string& spreadsheet_id;
    Store& store;
    SheetsClient& sheets;
    const KnownWindows& known;
    Clock& clock;
    const Refusals& refusals;
    const ScrubSchedule& scrubs;
    std::stop_token stop;
  };
  struct Found {
    std::optional<CycleReport> report;  // of the last cycle, and of this one: nothing has changed
    std::optional<KeptRead> read;       // else, maybe
  };

  // `database`: its version now. Where something may have changed, the last cycle is forgotten.
  Result<Found> Look(const StoreVersion& database, const Means& means);

  void Remember(IdleCycle cycle) { last_ = std::move(cycle); }

 private:
  static Result<bool> OnlyTheSheetCanHaveChanged(const IdleCycle& last,
                                                 const StoreVersion& database, const Means& means);

  std::optional<IdleCycle> last_;
};

}  // namespace sheetkeeper
