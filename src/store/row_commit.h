// CommitRows: each row's part of a cycle. The essay is in row_commit.cc.
#pragma once

#include <string>

#include "base/result.h"
#include "store/first_rows.h"
#include "store/history.h"
#include "store/kept_base.h"
#include "store/row_state.h"
#include "store/store.h"
#include "store/user_table.h"

namespace sheetkeeper {

// Commits the rows of one transaction.
class RowCommitter {
 public:
  using RowResults = StoreTransaction::RowResults;

  RowCommitter(Db& db, HistoryWriter& history)
      : db_(db), history_(history), first_rows_(db, history, base_changes_) {}

  // As StoreTransaction::CommitRows.
  Result<RowResults> Commit(const UserTable& table, std::span<const RowCommit> rows);

  // To be called before the transaction commits: from then on changes are captured again.
  Result<> Finish();

  const BaseChanges& base_changes() const { return base_changes_; }

 private:
  struct Outcome;

  Result<RowResults> CommitEach(const UserTable& table, std::span<const RowCommit> rows);
  Result<> FinishFirstRows();
  Result<bool> CommitKnown(const UserTable& table, const RowCommit& row);
  Result<> Settle(const UserTable& table, const RowCommit& row, const RowState& before, bool logged,
                  Outcome& outcome);
  Result<> SettleBase(const UserTable& table, const RowKey& key, const RowState& before,
                      const std::optional<Row>& base);
  Result<Outcome> WriteUserTable(const UserTable& table, const RowCommit& row, SideRow now);
  Result<Outcome> Insert(const UserTable& table, const RowCommit& row, SideRow now);
  Result<Outcome> Update(const UserTable& table, const RowCommit& row, SideRow now);
  Result<Outcome> Delete(const UserTable& table, const RowCommit& row, SideRow now);
  Result<> BeginWriting(const UserTable& table);
  Result<> RunWrite(const UserTable& table, const std::string& sql, const RowKey* key,
                    const std::vector<CellChange>& cells);
  Result<> StepWrite(const UserTable& table, const std::string& sql, const RowKey* key,
                     const std::vector<CellChange>& cells);

  Db& db_;
  HistoryWriter& history_;
  BaseChanges base_changes_;
  FirstRows first_rows_;
  bool paused_ = false;
  const UserTable* writing_ = nullptr;  // the table that the next two are about
  bool other_triggers_ = false;
};

}  // namespace sheetkeeper
