// Lists that a cycle replaces as a whole: held and rejected rows, repairs and restores; and the
// tables' holds. A list that is what it was is not written again.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "store/sqlite.h"
#include "store/store.h"

namespace sheetkeeper {

Result<std::vector<HeldRow>> ReadHeldRows(Db& db, const std::string& table);
Result<> WriteHeldRows(Db& db, const std::string& table, const std::vector<HeldRow>& rows);

Result<std::vector<RejectedRow>> ReadRejectedRows(Db& db, const std::string& table);
Result<> WriteRejectedRows(Db& db, const std::string& table, const std::vector<RejectedRow>& rows);

Result<std::vector<Repair>> ReadRepairs(Db& db);
Result<> WriteRepairs(Db& db, const std::vector<Repair>& repairs);

Result<std::vector<RowRestore>> ReadRestores(Db& db);
Result<> WriteRestores(Db& db, const std::vector<RowRestore>& restores);

Result<std::vector<Hold>> ReadHolds(Db& db);
Result<> WriteHold(Db& db, const Hold& hold);
Result<> DeleteHold(Db& db, const std::string& table);

}  // namespace sheetkeeper
