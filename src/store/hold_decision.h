// A person's word on a table as a whole, given beside a running worker: the answer to a guard that
// holds it, and pausing it.
//
// Errors of all: kNotFound (there is no database, which none is then created, or no such table),
// kInvalid (the database is none of this program's), kBusy, kStorage.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "store/store.h"

namespace sheetkeeper {

// Answers the hold that the table has right now; the next cycle acts on it, if the plan is still
// the one that was held. Also kNotFound where the table is not held, kInvalid where it is paused.
Result<Hold> DecideHold(const std::string& path, const std::string& table, HoldDecision decision);

// From the next cycle on nothing is read or written for the table on either side; a cycle that is
// under way ends as it would have. Edits wait on both sides. A guard's hold gives way: it comes
// back with the first cycle after the pause, if its cause is still there.
Result<Hold> PauseTable(const std::string& path, const std::string& table,
                        const std::string& reason, Clock& clock);
// Ends the pause and gives what it was. Also kNotFound where the table is not paused.
Result<Hold> ResumeTable(const std::string& path, const std::string& table);

}  // namespace sheetkeeper
