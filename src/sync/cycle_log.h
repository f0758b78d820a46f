// The lines that each cycle logs. Operators read them, and their scripts look for them: the words
// are those of the deployment guide (docs/DEPLOY.md).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/schema.h"
#include "sync/engine.h"

namespace sheetkeeper {

void LogPulling();
// `records`: of each table, in order; nothing where it is held.
void LogPulled(const std::vector<TableBinding>& tables,
               const std::vector<std::optional<int64_t>>& records);
void LogPushing();
// `failure`: why the sheet refused the batch as a whole, or "".
void LogPushed(const std::string& failure, const CycleReport& report);

}  // namespace sheetkeeper
