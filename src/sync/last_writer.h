// Who wrote the sheet last: this database, an older copy of it, or another worker; or whether the
// sheet is older than that.
//
// Each batch leaves its token, our database's id and the time in the evidence sheet, and every read
// shows them. A token that this database does not know was written by somebody else: by this very
// database, before an older copy of it was put back, or by a worker with another database. Either
// way what we take for the base may be wrong, so nothing is written before a person has approved.
//
// A token of ours that is older than the last one belongs to a sheet as it was before. For a short
// while after a write that may be an answer from before it (whether Google ever gives one is not
// known), which is not believed. Later somebody has put an earlier version of the spreadsheet back,
// and a person approves that, too.
//
// A database that has not written yet takes what others wrote for edits like any other, unless they
// wrote in its name: then it is a copy from before its first write. Where a
// worker is told to, it claims the spreadsheet for a while with each write (a lease), and renews
// the claim when half of it is over: a database that has not written yet then holds its tables,
// too, until the claim has run out. The clocks of the two machines are compared, so a claim is to
// be longer than they may differ.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/rng.h"
#include "model/plan.h"
#include "store/store.h"
#include "sync/batch.h"
#include "sync/evidence.h"

namespace sheetkeeper {

inline constexpr char kAnotherWorkerGuard[] = "another-worker";

// An answer from before a write is a matter of seconds.
inline constexpr Millis kAnswerLag = std::chrono::minutes(2);

// Makes the database's id where it has none, and gives it.
Result<std::string> WriterId(Store& store, Rng& rng);

struct ForeignWrite {
  std::string guard;  // "restored-copy", "restored-sheet", "another-worker"
  std::string reason;
  std::string fingerprint;  // names that very write
};

// Nothing where the last write is ours, or there was none, or this database has not written yet and
// another one, which does not claim the spreadsheet, wrote it. `open`: intents whose outcome is
// being found out. kUnavailable: the answer is from before the last write.
Result<std::optional<ForeignWrite>> FindForeignWrite(const Evidence& evidence,
                                                     const std::vector<Intent>& open,
                                                     const std::string& writer_id, WallTime now,
                                                     Store& store);

// When the claim is to be made or renewed; nothing where none is wanted. `evidence`: nullopt where
// nobody has written yet.
std::optional<WallTime> LeaseDue(const std::optional<Evidence>& evidence,
                                 const BatchWriter& writer);

struct LastWrite {
  int32_t token = 0;
  int64_t at_ms = 0;  // since 1970
};
// From here on that batch counts as the last write.
Result<> RecordLastWrite(const LastWrite& write, Store& store, StoreTransaction& transaction);

}  // namespace sheetkeeper
