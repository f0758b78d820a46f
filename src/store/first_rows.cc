// The first rows of a table.
//
// A first sync brings rows into a table of which there is nothing yet: no row, no base, no entry in
// the log. So there is nothing to look at before a row is written and nothing to compare it with,
// and afterwards the base and the history of every row follow from the table: what stands there is
// what was inserted. They are entered by one statement each for all rows, which takes a fifth of
// the time of one statement a row, and the rows themselves are inserted with all triggers off,
// which would cost as much as the rows do.
//
// That holds while the transaction inserts into that table and does nothing else. It does not hold
// where triggers of the user's act on the table, or where the table may change what it is given
// (TableShape::exact): such rows are committed one by one (row_commit.cc).
#include "store/first_rows.h"

#include "base/check.h"
#include "store/change_capture.h"

namespace sheetkeeper {
namespace {

constexpr char kDigest[] = "sheetkeeper_row_digest";
// What a function of SQL takes at most (SQLITE_MAX_FUNCTION_ARG as Debian builds it).
constexpr size_t kMostColumns = 127;

std::string Columns(const UserTable& table) {
  std::string list;
  for (const Column& column : table.schema.columns) {
    list += (list.empty() ? "" : ", ") + QuoteName(column.name);
  }
  return list;
}

int64_t RowDigest(const Row& row) {
  return static_cast<int64_t>(Digest(row));
}

}  // namespace

FirstRows::~FirstRows() {
  if (table_ != nullptr) db_.EnableTriggers(true);
}

Result<bool> FirstRows::Takes(const UserTable& table, const RowCommit& row) {
  if (row.on_local != SideAction::kInsert) return false;
  if (table_ == &table) return row.reason == reason_;
  if (!seen_.insert(&table).second) return false;
  if (!table.shape.exact || table.schema.columns.size() > kMostColumns) return false;
  return IsBlank(table);
}

Result<bool> FirstRows::IsBlank(const UserTable& table) {
  TRY_ASSIGN(const bool triggers, "looking for triggers", HasOtherTriggers(db_, table));
  if (triggers) return false;
  TRY_ASSIGN(const int64_t nothing, "looking for rows",
             QueryInteger(db_, "SELECT NOT EXISTS (SELECT 1 FROM " + table.name +
                                   ") AND NOT EXISTS (SELECT 1 FROM " + table.base_table +
                                   ") AND NOT EXISTS (SELECT 1 FROM " + table.log + ")"));
  return nothing != 0;
}

Result<> FirstRows::Insert(const UserTable& table, const RowCommit& row) {
  TRY("beginning", Begin(table, row));
  CHECK(row.local_cells.size() == table.schema.columns.size());
  Query query(db_, table.insert_row);
  for (const CellChange& cell : row.local_cells) {
    query.Bind(static_cast<int>(cell.column) + 1, cell.after);
  }
  return query.Run();
}

Result<> FirstRows::Begin(const UserTable& table, const RowCommit& row) {
  if (table_ == &table) return {};
  TRY("finishing the table before", Finish());
  db_.EnableTriggers(false);
  table_ = &table;
  reason_ = row.reason;
  return {};
}

Result<> FirstRows::Finish() {
  if (table_ == nullptr) return {};
  TRY("entering its base", SetBases());
  TRY("entering its history", history_.AddInsertedRows(*table_, reason_));
  base_changes_.CameOrWent(table_->schema.name);
  db_.EnableTriggers(true);
  table_ = nullptr;
  return {};
}

Result<> FirstRows::SetBases() {
  TRY("preparing", db_.DefineFunction(kDigest, RowDigest));
  return db_.Execute("INSERT INTO " + table_->base_table + " (key, digest) SELECT " + table_->key +
                     ", " + kDigest + "(" + Columns(*table_) + ") FROM " + table_->name);
}

}  // namespace sheetkeeper
