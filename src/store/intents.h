// Intents: what is about to be written to the sheet. The essay is in intents.cc.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/plan.h"
#include "store/user_table.h"

namespace sheetkeeper {

Result<> WriteIntent(Db& db, const UserTables& tables, const Intent& intent);
// Oldest first; without the parts about tables that are not in `tables`.
Result<std::vector<Intent>> ReadIntents(Db& db, const UserTables& tables);
Result<> DeleteIntent(Db& db, int32_t token);

// Forgets what intents say of a table, whose columns are declared differently from now on.
Result<> ForgetIntentsOfTable(Db& db, const std::string& table);

}  // namespace sheetkeeper
