// The sheet takes a batch whole or not at all, so one row that it refuses would keep all others
// away. A refused batch is sent again without the row that the answer blames; where it blames none,
// with half of the rows, down to one. What is left out waits for the next cycle.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "store/store.h"
#include "sync/table_state.h"
#include "sync/tasks.h"

namespace sheetkeeper {

// A row that the sheet refused: table, key, the digest of what the database has, and why.
using RefusedRow = std::function<void(const std::string& table, const RowKey&, uint64_t local,
                                      const std::string& reason)>;

// What a write of ours met and the sheet no longer has, as a conflict that is decided; by table.
using CoveredValues = std::vector<std::pair<std::string, Conflict>>;

// Leaves out of `tasks`, which the sheet refused as a batch, what it may have refused: `blamed`, an
// index into them, where the answer blames one. False where nothing can be left out: a row that is
// put back stays to be done, as what it puts back stands nowhere else. What the sheet does not let
// us repair is added to `covered`.
bool LeaveOutRefused(std::vector<Task>& tasks, std::optional<size_t> blamed,
                     const std::string& reason, std::vector<TableState>& tables,
                     const RefusedRow& refused, CoveredValues& covered);

}  // namespace sheetkeeper
