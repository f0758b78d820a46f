// The first rows of a table, which a first sync writes by the million. The essay is in
// first_rows.cc.
#pragma once

#include <set>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/history.h"
#include "store/kept_base.h"
#include "store/store.h"
#include "store/user_table.h"

namespace sheetkeeper {

// Within one transaction. Triggers are off for what this connection writes, from an Insert() to the
// next Finish() or the end.
class FirstRows {
 public:
  using RowResults = StoreTransaction::RowResults;

  FirstRows(Db& db, HistoryWriter& history, BaseChanges& base_changes)
      : db_(db), history_(history), base_changes_(base_changes) {}
  ~FirstRows();
  FirstRows(const FirstRows&) = delete;
  FirstRows& operator=(const FirstRows&) = delete;

  // Whether these are among the first rows of the table, to be given to Insert().
  Result<bool> Takes(const UserTable& table, std::span<const RowCommit> rows);

  // As StoreTransaction::CommitRows.
  Result<RowResults> Insert(const UserTable& table, std::span<const RowCommit> rows);

  // Enters what was inserted in the base and the history. To be called before anything else of the
  // table is read or written, and before the transaction commits.
  Result<> Finish();

 private:
  Result<bool> IsBlank(const UserTable& table);
  Result<> Begin(const UserTable& table, std::string_view reason);
  Result<> InsertTogether(const UserTable& table, std::span<const RowCommit> rows);
  Result<> SetBases();

  Db& db_;
  HistoryWriter& history_;
  BaseChanges& base_changes_;
  const UserTable* table_ = nullptr;  // the one that is being filled
  std::string reason_;                // of its rows
  bool any_inserted_ = false;
  std::string insert_rows_;          // kRowsAtOnce of them
  std::set<const UserTable*> seen_;  // tables that are not to be filled any more
};

}  // namespace sheetkeeper
