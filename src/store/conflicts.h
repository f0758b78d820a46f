// Conflicts: what two people changed differently, with the values of both sides.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/plan.h"
#include "store/user_table.h"

namespace sheetkeeper {

// As StoreTransaction::AddConflict and CloseConflicts.
Result<> AddConflict(Db& db, const UserTable& table, const Conflict& conflict, Clock& clock);
Result<> CloseConflicts(Db& db, const UserTable& table, const RowKey& key,
                        std::optional<size_t> column, Clock& clock);

// As Store::OpenConflicts.
Result<std::vector<Conflict>> ReadOpenConflicts(Db& db, const UserTable& table);

// The table begins anew: what nobody has decided takes the place of what was open. A decision
// stands, as it is about the values of both sides, while its column is declared.
Result<> ReplaceUndecided(Db& db, const UserTable& table);

// As Store::Resolutions.
Result<std::vector<Resolution>> ReadResolutions(Db& db, const UserTable& table);

}  // namespace sheetkeeper
