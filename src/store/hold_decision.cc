#include "store/hold_decision.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <vector>

#include "base/time_text.h"
#include "store/lists.h"
#include "store/sqlite.h"
#include "store/status_reader.h"

namespace sheetkeeper {
namespace {

Result<std::unique_ptr<Db>> OpenHolds(const std::string& path) {
  constexpr int kBusyTimeoutMs = 5000;
  // It says what is wrong with a file that is not ours, or not of this format.
  TRY("opening the database", StatusReader::Open(path));
  return Db::OpenExisting(path, kBusyTimeoutMs);
}

Result<std::optional<Hold>> HoldOf(Db& db, const std::string& table) {
  TRY_ASSIGN(const std::vector<Hold> holds, "reading the holds", ReadHolds(db));
  const auto found = std::find_if(holds.begin(), holds.end(),
                                  [&](const Hold& hold) { return hold.table == table; });
  if (found == holds.end()) return std::nullopt;
  return *found;
}

Result<> CheckTable(Db& db, const std::string& table) {
  TRY_ASSIGN(const int64_t known, "looking for the table",
             QueryInteger(db, "SELECT count(*) FROM _tables WHERE table_name = ?1", table));
  if (known > 0) return {};
  return Fail(ErrorKind::kNotFound,
              "no table '" + table + "' is kept here; 'sheetkeeper status' lists them");
}

}  // namespace

Result<Hold> DecideHold(const std::string& path, const std::string& table, HoldDecision decision) {
  TRY_ASSIGN(const auto db, "answering a hold", OpenHolds(path));
  DbTransaction transaction(*db);
  TRY("answering a hold", transaction.BeginWrite());
  TRY_ASSIGN(auto hold, "answering a hold", HoldOf(*db, table));
  if (!hold) return Fail(ErrorKind::kNotFound, "table '" + table + "' is not held");
  if (hold->guard == kPausedGuard) {
    return Fail(ErrorKind::kInvalid, "table '" + table +
                                         "' is paused by a person; let it go on "
                                         "with 'sheetkeeper resume --table " +
                                         table + "'");
  }
  hold->decision = decision;
  TRY("answering a hold", WriteHold(*db, *hold));
  TRY("answering a hold", transaction.Commit());
  return *hold;
}

Result<Hold> PauseTable(const std::string& path, const std::string& table,
                        const std::string& reason, Clock& clock) {
  TRY_ASSIGN(const auto db, "pausing", OpenHolds(path));
  DbTransaction transaction(*db);
  TRY("pausing", transaction.BeginWrite());
  TRY("pausing", CheckTable(*db, table));
  Hold hold;
  hold.table = table;
  hold.guard = kPausedGuard;
  hold.reason = reason;
  hold.since_ms = clock.Wall().time_since_epoch().count();
  TRY("pausing", Query(*db, "DELETE FROM _holds WHERE table_name = ?1", table).Run());
  TRY("pausing", WriteHold(*db, hold));
  TRY("pausing", transaction.Commit());
  return hold;
}

Result<Hold> ResumeTable(const std::string& path, const std::string& table) {
  TRY_ASSIGN(const auto db, "resuming", OpenHolds(path));
  DbTransaction transaction(*db);
  TRY("resuming", transaction.BeginWrite());
  TRY("resuming", CheckTable(*db, table));
  TRY_ASSIGN(const auto hold, "resuming", HoldOf(*db, table));
  if (!hold || hold->guard != kPausedGuard) {
    return Fail(ErrorKind::kNotFound, "table '" + table + "' is not paused");
  }
  TRY("resuming", Query(*db, "DELETE FROM _holds WHERE table_name = ?1", table).Run());
  TRY("resuming", transaction.Commit());
  return *hold;
}

}  // namespace sheetkeeper
