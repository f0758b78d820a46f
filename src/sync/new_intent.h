// What is recorded of a batch before it is sent: its operations, and of each table they touch the
// columns as they were read.
#pragma once

#include <cstdint>
#include <vector>

#include "base/clock.h"
#include "store/store.h"
#include "sync/table_state.h"
#include "sync/tabs.h"
#include "sync/tasks.h"

namespace sheetkeeper {

Intent NewIntent(int32_t token, WallTime now, const std::vector<Task>& tasks,
                 const std::vector<TableState>& tables, const Tabs& tabs);

}  // namespace sheetkeeper
