#include "store/hold_decision.h"

#include "store/lists.h"
#include "store/sqlite.h"

namespace sheetkeeper {

Result<Hold> DecideHold(const std::string& path, const std::string& table, HoldDecision decision) {
  constexpr int kBusyTimeoutMs = 5000;
  TRY_ASSIGN(const auto db, "opening the database", Db::Open(path, kBusyTimeoutMs));
  DbTransaction transaction(*db);
  TRY("answering a hold", transaction.BeginWrite());
  TRY_ASSIGN(const std::vector<Hold> holds, "answering a hold", ReadHolds(*db));
  for (Hold hold : holds) {
    if (hold.table != table) continue;
    hold.decision = decision;
    TRY("answering a hold", WriteHold(*db, hold));
    TRY("answering a hold", transaction.Commit());
    return hold;
  }
  return Fail(ErrorKind::kNotFound, "table '" + table + "' is not held");
}

}  // namespace sheetkeeper
