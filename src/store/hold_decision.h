// A person's answer to a guard that holds a table, given beside a running worker.
#pragma once

#include <string>

#include "base/result.h"
#include "store/store.h"

namespace sheetkeeper {

// Answers the hold that the table has right now; the next cycle acts on it, if the plan is still
// the one that was held. Errors: kNotFound (the table is not held), kBusy, kStorage.
Result<Hold> DecideHold(const std::string& path, const std::string& table, HoldDecision decision);

}  // namespace sheetkeeper
