#include "store/sqlite_transaction.h"

#include "store/base_table.h"
#include "store/conflicts.h"
#include "store/lists.h"

namespace sheetkeeper {

SqliteTransaction::SqliteTransaction(Db& db, const UserTables& tables, KeptBases& kept,
                                     Clock& clock)
    : db_(db),
      tables_(tables),
      kept_(kept),
      clock_(clock),
      transaction_(db),
      history_(db, clock),
      rows_(db, history_) {}

Result<SqliteTransaction::RowResults> SqliteTransaction::CommitRows(
    const std::string& table, std::span<const RowCommit> rows) {
  TRY("writing", Alive());
  auto committed = rows_.Commit(TableNamed(tables_, table), rows);
  failed_ = failed_ || !committed;
  return committed;
}

Result<> SqliteTransaction::AddHistory(const HistoryEntry& entry) {
  TRY("writing", Alive());
  return Note(history_.Add(TableNamed(tables_, entry.table), entry));
}

Result<> SqliteTransaction::AddConflict(const std::string& table, const Conflict& conflict) {
  TRY("writing", Alive());
  return Note(sheetkeeper::AddConflict(db_, TableNamed(tables_, table), conflict, clock_));
}

Result<> SqliteTransaction::AddCovered(const std::string& table, const Conflict& conflict) {
  TRY("writing", Alive());
  return Note(sheetkeeper::AddCovered(db_, TableNamed(tables_, table), conflict, clock_));
}

Result<> SqliteTransaction::CloseConflicts(const std::string& table, const RowKey& key,
                                           std::optional<size_t> column) {
  TRY("writing", Alive());
  return Note(sheetkeeper::CloseConflicts(db_, TableNamed(tables_, table), key, column, clock_));
}

Result<> SqliteTransaction::SetHeldRows(const std::string& table,
                                        const std::vector<HeldRow>& rows) {
  TRY("writing", Alive());
  return Note(WriteHeldRows(db_, table, rows));
}

Result<> SqliteTransaction::SetRejectedRows(const std::string& table,
                                            const std::vector<RejectedRow>& rows) {
  TRY("writing", Alive());
  return Note(WriteRejectedRows(db_, table, rows));
}

Result<> SqliteTransaction::SetHold(const Hold& hold) {
  TRY("writing", Alive());
  Hold stamped = hold;
  if (stamped.since_ms == 0) stamped.since_ms = clock_.Wall().time_since_epoch().count();
  return Note(WriteHold(db_, stamped));
}

Result<> SqliteTransaction::ClearHold(const std::string& table) {
  TRY("writing", Alive());
  return Note(DeleteHold(db_, table));
}

Result<> SqliteTransaction::RecordIntent(const Intent& intent) {
  TRY("writing", Alive());
  return Note(WriteIntent(db_, tables_, intent));
}

Result<> SqliteTransaction::SettleIntent(int32_t token) {
  TRY("writing", Alive());
  return Note(DeleteIntent(db_, token));
}

Result<> SqliteTransaction::SetMending(const Mending& mending) {
  TRY("writing", Alive());
  return Note(WriteMending(db_, mending));
}

Result<> SqliteTransaction::SetMeta(const std::string& name, const std::string& value) {
  TRY("writing", Alive());
  return Note(WriteMeta(db_, name, value));
}

Result<> SqliteTransaction::RecordCycle(const CycleRecord& cycle) {
  TRY("writing", Alive());
  return Note(WriteCycle(db_, cycle));
}

Result<> SqliteTransaction::Commit() {
  TRY("committing", Alive());
  TRY("committing", rows_.Finish());
  if (rows_.base_changes().empty()) return transaction_.Commit();
  TRY_ASSIGN(const std::string before, "committing", ReadBaseToken(db_));
  TRY_ASSIGN(const std::string after, "committing", ChangeBaseToken(db_));
  TRY("committing", transaction_.Commit());
  kept_.Follow(before, after, rows_.base_changes());
  return {};
}

// A row or list that was written by half must not be committed. Nor may anything be written after
// an error that ended the transaction (a trigger that rolled back, say): it would stand on its own.
Result<> SqliteTransaction::Alive() const {
  if (!failed_ && db_.InTransaction()) return {};
  return Fail(ErrorKind::kPreconditionFailed,
              "an earlier error has spoilt the transaction; begin another one");
}

Result<> SqliteTransaction::Note(Result<> result) {
  failed_ = failed_ || !result;
  return result;
}

}  // namespace sheetkeeper
