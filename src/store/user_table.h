// A user's table as the store works with it: what its owner declared, what shape it really has in
// the database, and the SQL that reads and writes it beside our own tables for it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/schema.h"
#include "store/declaration.h"
#include "store/sqlite.h"

namespace sheetkeeper {

// Columns that no two rows have alike: a row that is written with INSERT OR REPLACE evicts the one
// that has them.
struct UniqueColumn {
  std::string name;
  std::string collation;  // "" for that of a rowid
};
using UniqueSet = std::vector<UniqueColumn>;

// What the database says of an existing table.
struct TableShape {
  // Every declared column gives back the canonical value that was put in. False where a column's
  // affinity may turn '007' into 7: then each write is read back at once.
  bool exact = true;
  bool key_nullable = false;
  std::string key_collation;  // of the index that makes the key unique; "" where it is the rowid
  std::vector<UniqueSet> unique_sets;
};

// Looks at the table. Nothing where there is none of the name. Errors: kInvalid where it does not
// fit the declaration; the message names the column and says what to do.
Result<std::optional<TableShape>> InspectTable(Db& db, const TableSchema& schema);

// Constant after construction.
struct UserTable {
  UserTable(TableSchema declared, TableShape seen);

  TableSchema schema;
  TableShape shape;

  // Quoted names.
  std::string name;
  std::string key;
  std::string base_table;  // _base_NAME
  std::string log;         // _changes_NAME
  // "old_a", "old_b": the columns of the log that keep the row as it was.
  std::vector<std::string> old_columns;

  // These give the columns listed at RowColumns: for the row of key ?1, for every entry of the log
  // up to seq ?1 in its order, for the entry with seq ?1.
  std::string select_row;
  std::string select_changes;
  std::string select_change;
  // For each row of the table the digest of its base or NULL, then the declared columns.
  std::string select_all;
  // For each row of the base its key and that of the user's row, NULL where there is none.
  std::string select_base_keys;

  std::string insert_row;  // every declared column
  std::string delete_row;
  std::string set_base;
  std::string delete_base;
  std::string set_entry;  // key, existed, every old column; keeps the place of an existing entry
  std::string delete_entry;

  // An INSERT of so many rows, every declared column of each.
  std::string InsertRows(size_t count) const;
  // An UPDATE of these columns (indexes in the schema) in the row of key ?1; the values follow.
  std::string UpdateRow(const std::vector<size_t>& columns) const;
  // " COLLATE NOCASE": makes a comparison with the key use the index that makes it unique.
  std::string KeyCollate() const;
};

// By the declared name.
using UserTables = std::map<std::string, UserTable>;

// REQUIRES: the table is there.
const UserTable& TableNamed(const UserTables& tables, const std::string& name);

// The places of select_row's and select_changes' columns; n is the number of declared columns.
struct RowColumns {
  static constexpr int kKey = 0;
  static constexpr int kSeq = 1;  // of the log's entry; NULL where there is none
  static constexpr int kBaseDigest = 2;
  static constexpr int kNow = 3;  // n columns; the key is NULL where there is no row
  static int Old(size_t n) { return kNow + static_cast<int>(n); }
};

}  // namespace sheetkeeper
