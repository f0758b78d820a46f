// Commit: one store transaction takes in everything that a cycle did and decided.
#pragma once

#include <optional>
#include <vector>

#include "base/progress.h"
#include "base/result.h"
#include "store/store.h"
#include "sync/header_names.h"
#include "sync/push.h"
#include "sync/table_state.h"
#include "sync/tabs.h"

namespace sheetkeeper {

struct CommitInput {
  std::vector<TableState>& tables;
  const PushReport& push;
  std::vector<Hold> holds_before;
  Mending mending_before;
  std::optional<LastWrite> adopted;  // a foreign write that counts as seen from here on
  Progress& progress;
};

struct TableOutcome {
  int64_t pulled = 0;
  int64_t pushed = 0;
  bool unfinished = false;  // a write to the database met a newer edit
};

// One outcome per table, in order. Where there is nothing to take in, nothing is written.
Result<std::vector<TableOutcome>> CommitCycle(const CommitInput& input, Store& store, Tabs& tabs,
                                              HeaderNames& headers);

}  // namespace sheetkeeper
