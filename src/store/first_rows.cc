// The first rows of a table.
//
// A first sync brings rows into a table of which there is nothing yet: no row, no base, no entry in
// the log. So there is nothing to look at before a row is written and nothing to compare it with,
// and afterwards the base and the history of every row follow from the table: what stands there is
// what was inserted. They are entered by one statement each for all rows, which takes a fraction of
// the time of one statement a row, and the rows themselves are inserted with all triggers off,
// which would cost as much as the rows do.
//
// That holds while the transaction inserts into that table and does nothing else. It does not hold
// where triggers of the user's act on the table, or where the table may change what it is given
// (TableShape::exact): such rows are committed one by one (row_commit.cc).
#include "store/first_rows.h"

#include <algorithm>

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

Result<bool> FirstRows::Takes(const UserTable& table, std::span<const RowCommit> rows) {
  const std::string_view reason = table_ == &table || rows.empty() ? reason_ : rows.front().reason;
  const bool alike = std::all_of(rows.begin(), rows.end(), [reason](const RowCommit& row) {
    return row.on_local == SideAction::kInsert && row.reason == reason;
  });
  if (!alike || table_ == &table) return alike;
  if (!seen_.insert(&table).second) return false;
  if (!table.shape.exact || table.schema.columns.size() > kMostColumns) return false;
  TRY_ASSIGN(const bool blank, "looking into the table", IsBlank(table));
  if (blank) TRY("beginning", Begin(table, reason));
  return blank;
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

Result<> FirstRows::Begin(const UserTable& table, std::string_view reason) {
  TRY("finishing the table before", Finish());
  db_.EnableTriggers(false);
  table_ = &table;
  reason_ = reason;
  any_inserted_ = false;
  insert_rows_ = table.InsertRows(StoreTransaction::kRowsAtOnce);
  return {};
}

// One statement for many rows takes half the time, but it is refused as a whole.
Result<StoreTransaction::RowResults> FirstRows::Insert(const UserTable& table,
                                                       std::span<const RowCommit> rows) {
  RowResults results;
  if (rows.size() == StoreTransaction::kRowsAtOnce) {
    const auto inserted = InsertTogether(table, rows);
    if (inserted) return RowResults(rows.size(), true);
    if (inserted.error().kind != ErrorKind::kInvalid) return Fail(inserted.error());
  }
  for (size_t i = 0; i < rows.size(); ++i) {
    const auto inserted = InsertTogether(table, rows.subspan(i, 1));
    if (!inserted && inserted.error().kind != ErrorKind::kInvalid) return Fail(inserted.error());
    results.push_back(
        inserted ? Result<bool>(true)
                 : Fail(WithStep("committing a row of table " + table.name, inserted.error())));
  }
  return results;
}

Result<> FirstRows::InsertTogether(const UserTable& table, std::span<const RowCommit> rows) {
  Query query(db_, rows.size() == 1 ? table.insert_row : insert_rows_);
  int place = 0;
  for (const RowCommit& row : rows) {
    CHECK(row.local_cells.size() == table.schema.columns.size());
    for (const CellChange& cell : row.local_cells) {
      query.Bind(place + static_cast<int>(cell.column) + 1, cell.after);
    }
    place += static_cast<int>(row.local_cells.size());
  }
  TRY("inserting", query.Run());
  any_inserted_ = true;
  return {};
}

Result<> FirstRows::Finish() {
  if (table_ == nullptr) return {};
  if (any_inserted_) {
    TRY("entering its base", SetBases());
    TRY("entering its history", history_.AddInsertedRows(*table_, reason_));
    base_changes_.CameOrWent(table_->schema.name);
  }
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
