// What a cycle notes beside the rows: lists that it replaces as a whole (held and rejected rows,
// repairs, restores), holds, settings, and itself. What is as it was is not written again.
#pragma once

#include <optional>
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

Result<std::optional<std::string>> ReadMeta(Db& db, const std::string& name);
Result<> WriteMeta(Db& db, const std::string& name, const std::string& value);

// Adds to the ring of the last cycles.
Result<> WriteCycle(Db& db, const CycleRecord& cycle);

}  // namespace sheetkeeper
