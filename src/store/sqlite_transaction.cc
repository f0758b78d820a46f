#include "store/sqlite_transaction.h"

#include "base/time_text.h"
#include "store/conflicts.h"
#include "store/lists.h"

namespace sheetkeeper {
namespace {

constexpr int64_t kCyclesKept = 1000;

}  // namespace

SqliteTransaction::SqliteTransaction(Db& db, const UserTables& tables, Clock& clock)
    : db_(db),
      tables_(tables),
      clock_(clock),
      transaction_(db),
      history_(db, clock),
      rows_(db, history_) {}

Result<bool> SqliteTransaction::CommitRow(const std::string& table, const RowCommit& row) {
  return rows_.Commit(TableNamed(tables_, table), row);
}

Result<> SqliteTransaction::AddHistory(const HistoryEntry& entry) {
  return history_.Add(TableNamed(tables_, entry.table), entry);
}

Result<> SqliteTransaction::AddConflict(const std::string& table, const Conflict& conflict) {
  return sheetkeeper::AddConflict(db_, TableNamed(tables_, table), conflict, clock_);
}

Result<> SqliteTransaction::CloseConflicts(const std::string& table, const RowKey& key,
                                           std::optional<size_t> column) {
  return sheetkeeper::CloseConflicts(db_, TableNamed(tables_, table), key, column, clock_);
}

Result<> SqliteTransaction::SetHeldRows(const std::string& table,
                                        const std::vector<HeldRow>& rows) {
  return WriteHeldRows(db_, table, rows);
}

Result<> SqliteTransaction::SetRejectedRows(const std::string& table,
                                            const std::vector<RejectedRow>& rows) {
  return WriteRejectedRows(db_, table, rows);
}

Result<> SqliteTransaction::SetHold(const Hold& hold) {
  return WriteHold(db_, hold);
}

Result<> SqliteTransaction::ClearHold(const std::string& table) {
  return DeleteHold(db_, table);
}

Result<> SqliteTransaction::RecordIntent(const Intent& intent) {
  TRY("recording an intent", WriteIntent(db_, tables_, intent));
  return {};
}

Result<> SqliteTransaction::SettleIntent(int32_t token) {
  return DeleteIntent(db_, token);
}

Result<> SqliteTransaction::SetRepairs(const std::vector<Repair>& repairs,
                                       const std::vector<RowRestore>& restores) {
  TRY("noting what is to be repaired", WriteRepairs(db_, repairs));
  TRY("noting what is to be restored", WriteRestores(db_, restores));
  return {};
}

Result<> SqliteTransaction::SetMeta(const std::string& name, const std::string& value) {
  return Query(db_,
               "INSERT INTO _meta (name, value) VALUES (?1, ?2) "
               "ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value <> ?2",
               name, value)
      .Run();
}

Result<> SqliteTransaction::RecordCycle(const CycleRecord& cycle) {
  const WallTime finished{Millis(cycle.finished_ms)};
  TRY("recording the cycle",
      Query(db_,
            "INSERT INTO _cycles (number, finished, duration_ms, good, error) "
            "VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (number) DO UPDATE SET finished = ?2, "
            "duration_ms = ?3, good = ?4, error = ?5",
            cycle.number, FormatRfc3339(finished), cycle.duration_ms, cycle.good, cycle.error)
          .Run());
  TRY("recording the cycle",
      Query(db_, "DELETE FROM _cycles WHERE number <= ?1", cycle.number - kCyclesKept).Run());
  return {};
}

Result<> SqliteTransaction::Commit() {
  TRY("committing", rows_.Finish());
  return transaction_.Commit();
}

}  // namespace sheetkeeper
