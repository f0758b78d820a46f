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

// As StoreTransaction::AddConflict, AddCovered and CloseConflicts.
Result<> AddConflict(Db& db, const UserTable& table, const Conflict& conflict, Clock& clock);
Result<> AddCovered(Db& db, const UserTable& table, const Conflict& conflict, Clock& clock);
Result<> CloseConflicts(Db& db, const UserTable& table, const RowKey& key,
                        std::optional<size_t> column, Clock& clock);

// As Store::OpenConflicts.
Result<std::vector<Conflict>> ReadOpenConflicts(Db& db, const UserTable& table);

// The table begins anew: open conflicts are put aside, as what is left of them will be found again.
// A decision stands while its column is declared: it is about the values of both sides.
Result<> ReplaceUndecided(Db& db, const UserTable& table);

// As Store::Resolutions.
Result<std::vector<Resolution>> ReadResolutions(Db& db, const UserTable& table);

}  // namespace sheetkeeper
