// The first rows of a table, which a first sync writes by the million. The essay is in
// first_rows.cc.
#pragma once

#include <set>
#include <string>

#include "base/result.h"
#include "store/history.h"
#include "store/kept_base.h"
#include "store/store.h"
#include "store/user_table.h"

namespace sheetkeeper {

// Within one transaction. Capture is off for all tables from an Insert() to the next Finish().
class FirstRows {
 public:
  FirstRows(Db& db, HistoryWriter& history, BaseChanges& base_changes)
      : db_(db), history_(history), base_changes_(base_changes) {}
  ~FirstRows();
  FirstRows(const FirstRows&) = delete;
  FirstRows& operator=(const FirstRows&) = delete;

  // Whether the row may be given to Insert().
  Result<bool> Takes(const UserTable& table, const RowCommit& row);

  // Errors: kInvalid where a constraint of the table refuses the row; then nothing is written.
  Result<> Insert(const UserTable& table, const RowCommit& row);

  // Enters what was inserted in the base and the history. To be called before anything else of the
  // table is read or written, and before the transaction commits.
  Result<> Finish();

 private:
  Result<bool> IsBlank(const UserTable& table);
  Result<> Begin(const UserTable& table, const RowCommit& row);
  Result<> SetBases();

  Db& db_;
  HistoryWriter& history_;
  BaseChanges& base_changes_;
  const UserTable* table_ = nullptr;  // the one that is being filled
  std::string reason_;                // of its rows
  std::set<const UserTable*> seen_;   // tables that are not to be filled any more
};

}  // namespace sheetkeeper
