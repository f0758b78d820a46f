// StoreTransaction over SQLite.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"
#include "store/history.h"
#include "store/intents.h"
#include "store/kept_base.h"
#include "store/row_commit.h"
#include "store/sqlite.h"
#include "store/store.h"

namespace sheetkeeper {

class SqliteTransaction : public StoreTransaction {
 public:
  // The arguments outlive the transaction.
  SqliteTransaction(Db& db, const UserTables& tables, KeptBases& kept, Clock& clock);

  Result<> Begin() { return transaction_.BeginWrite(); }

  Result<RowResults> CommitRows(const std::string& table, std::span<const RowCommit> rows) override;
  Result<> AddHistory(const HistoryEntry& entry) override;
  Result<> AddConflict(const std::string& table, const Conflict& conflict) override;
  Result<> AddCovered(const std::string& table, const Conflict& conflict) override;
  Result<> CloseConflicts(const std::string& table, const RowKey& key,
                          std::optional<size_t> column) override;
  Result<> SetHeldRows(const std::string& table, const std::vector<HeldRow>& rows) override;
  Result<> SetRejectedRows(const std::string& table, const std::vector<RejectedRow>& rows) override;
  Result<> SetHold(const Hold& hold) override;
  Result<> ClearHold(const std::string& table) override;
  Result<> RecordIntent(const Intent& intent) override;
  Result<> SettleIntent(int32_t token) override;
  Result<> SetMending(const Mending& mending) override;
  Result<> SetMeta(const std::string& name, const std::string& value) override;
  Result<> RecordCycle(const CycleRecord& cycle) override;
  Result<> Commit() override;

 private:
  Result<> Alive() const;
  Result<> Note(Result<> result);

  Db& db_;
  const UserTables& tables_;
  KeptBases& kept_;
  Clock& clock_;
  DbTransaction transaction_;
  HistoryWriter history_;
  RowCommitter rows_;
  bool failed_ = false;
};

}  // namespace sheetkeeper
