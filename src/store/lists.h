// What a cycle notes beside the rows: lists that it replaces as a whole (held and rejected rows,
// what is to be mended), holds, settings, and itself. What is as it was is not written again.
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

Result<Mending> ReadMending(Db& db);
Result<> WriteMending(Db& db, const Mending& mending);

Result<std::vector<Hold>> ReadHolds(Db& db);
// As a cycle does: a table that a person paused is left alone.
Result<> WriteHold(Db& db, const Hold& hold);
Result<> DeleteHold(Db& db, const std::string& table);

Result<std::optional<std::string>> ReadMeta(Db& db, const std::string& name);
Result<> WriteMeta(Db& db, const std::string& name, const std::string& value);

// Adds to the ring of the last cycles.
Result<> WriteCycle(Db& db, const CycleRecord& cycle);

}  // namespace sheetkeeper
