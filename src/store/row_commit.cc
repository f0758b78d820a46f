// One row's part of a cycle's commit: what the plan writes to the user's table, the row's base, and
// the change log.
//
// The plan was made from an earlier look at the row, and programs write meanwhile. So each write is
// a compare-and-set against what the plan saw, cell by cell; where the database already holds what
// was to be written, that counts as written. What was written, and only that, becomes base.
//
// Then one rule keeps the log sound whatever happened in between: if the row equals its base, it
// has no entry; else it has exactly one, and the entry holds the base. A newer local edit thereby
// stays pending against the base it will be merged with, without a watermark.
//
// Our own writes are not captured: capture is paused while they are made. But where other triggers
// act on the table, our write may set off further writes, to other rows and tables, which are the
// user's. There capture stays on, and the row is read again after the write.
//
// The first rows of a table take a shorter way (first_rows.cc).
#include "store/row_commit.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/check.h"
#include "model/canonical.h"
#include "store/base_table.h"
#include "store/change_capture.h"
#include "store/row_state.h"

namespace sheetkeeper {

// What came of the writes to the user's table.
struct RowCommitter::Outcome {
  bool complete = true;     // nothing met a newer local edit
  bool wrote = false;       // the table was touched
  std::optional<Row> base;  // the row's new base
  SideRow now;              // the row, but for what other triggers made of it
  std::vector<CellChange> written;
};

namespace {

// The values of a row of which `cells` names every cell.
Row RowOf(const TableSchema& schema, const std::vector<CellChange>& cells) {
  CHECK(cells.size() == schema.columns.size());
  Row row(cells.size());
  for (const CellChange& cell : cells) row[cell.column] = cell.after;
  return row;
}

std::vector<CellChange> CellsOf(const Row& row) {
  std::vector<CellChange> cells;
  for (size_t i = 0; i < row.size(); ++i) cells.push_back({i, Null{}, row[i]});
  return cells;
}

bool HoldsBefore(const Row& row, const std::vector<CellChange>& cells) {
  return std::all_of(cells.begin(), cells.end(),
                     [&row](const CellChange& cell) { return row[cell.column] == cell.before; });
}

// Where a column of the table changes what is put into it, the row must not be taken: the changed
// value would look like a local edit and replace the right one in the sheet.
Result<> CheckStored(const UserTable& table, const Query& stored,
                     const std::vector<CellChange>& cells) {
  for (const CellChange& cell : cells) {
    const Column& column = table.schema.columns[cell.column];
    const auto value = stored.ValueAt(static_cast<int>(cell.column));
    const auto fitted = FromDatabase(value.value_or(Value()), column);
    if (fitted.index() == 0 && std::get<Value>(fitted) == cell.after) continue;
    return Fail(ErrorKind::kInvalid, "column " + QuoteName(column.name) + " of table " +
                                         table.name + " turns '" + ToText(cell.after) + "' into '" +
                                         ToText(value.value_or(Value())) +
                                         "': its type there does not fit the declared " +
                                         std::string(Name(column.type)));
  }
  return {};
}

Result<> SetEntry(Db& db, const UserTable& table, const RowKey& key,
                  const std::optional<Row>& base) {
  Query query(db, table.set_entry, key, base ? 1 : 0);
  for (size_t i = 0; base && i < base->size(); ++i) query.Bind(static_cast<int>(i) + 3, (*base)[i]);
  return query.Run();
}

Result<> SettleLog(Db& db, const UserTable& table, const RowKey& key, const SideRow& now,
                   const std::optional<Row>& base, bool logged) {
  const auto* row = std::get_if<Row>(&now);
  const bool equal = base ? row != nullptr && *row == *base : IsAbsent(now);
  if (!equal) return SetEntry(db, table, key, base);
  return logged ? Query(db, table.delete_entry, key).Run() : Result<>();
}

// Nothing in our tables can be refused, unless somebody changed them.
Error OfOurTables(Error error) {
  if (error.kind == ErrorKind::kInvalid) error.kind = ErrorKind::kCorrupt;
  return error;
}

}  // namespace

Result<StoreTransaction::RowResults> RowCommitter::Commit(const UserTable& table,
                                                          std::span<const RowCommit> rows) {
  const std::string step = "committing rows of table " + table.name;
  TRY_ASSIGN(const bool first, step, first_rows_.Takes(table, rows));
  if (first) return first_rows_.Insert(table, rows);
  TRY(step, FinishFirstRows());
  return CommitEach(table, rows);
}

Result<StoreTransaction::RowResults> RowCommitter::CommitEach(const UserTable& table,
                                                              std::span<const RowCommit> rows) {
  RowResults results;
  for (const RowCommit& row : rows) {
    auto committed = CommitKnown(table, row);
    if (!committed) {
      Error error =
          WithStep("committing a row of table " + table.name, std::move(committed).error());
      if (error.kind != ErrorKind::kInvalid) return Fail(std::move(error));
      committed = Fail(std::move(error));
    }
    results.push_back(std::move(committed));
  }
  return results;
}

Result<> RowCommitter::FinishFirstRows() {
  auto finished = first_rows_.Finish();
  if (finished) return finished;
  return Fail(OfOurTables(std::move(finished).error()));
}

Result<bool> RowCommitter::CommitKnown(const UserTable& table, const RowCommit& row) {
  CHECK(!row.base || (row.base->size() == table.schema.columns.size() &&
                      (*row.base)[table.schema.key] == row.key));
  TRY_ASSIGN(RowState before, "looking at it", ReadRowState(db_, table, row.key));
  TRY_ASSIGN(Outcome outcome, "writing it", WriteUserTable(table, row, std::move(before.row.now)));
  bool logged = before.row.seq != 0;
  if (outcome.wrote && other_triggers_) {
    TRY_ASSIGN(RowState after, "looking at it again", ReadRowState(db_, table, row.key));
    outcome.now = std::move(after.row.now);
    logged = after.row.seq != 0;
  }
  auto settled = Settle(table, row, before, logged, outcome);
  if (settled) return outcome.complete;
  return Fail(OfOurTables(std::move(settled).error()));
}

// Everything but the user's table. REQUIRES: `before` is the row before it was written, but for
// what it held.
Result<> RowCommitter::Settle(const UserTable& table, const RowCommit& row, const RowState& before,
                              bool logged, Outcome& outcome) {
  TRY("moving its base", SettleBase(table, row.key, before, outcome.base));
  TRY("settling the change log", SettleLog(db_, table, row.key, outcome.now, outcome.base, logged));
  if (!outcome.wrote) return {};
  return history_.Add(table,
                      {table.schema.name, row.key, "database", std::string(Name(row.on_local)),
                       std::move(outcome.written), std::string(row.reason)});
}

Result<> RowCommitter::SettleBase(const UserTable& table, const RowKey& key, const RowState& before,
                                  const std::optional<Row>& base) {
  if (!base && !before.has_base) return {};
  if (!base || !before.has_base) base_changes_.CameOrWent(table.schema.name);
  if (!base) return DeleteBase(db_, table, key);
  const uint64_t digest = Digest(*base);
  if (before.has_base && before.row.base_digest == digest) return {};
  base_changes_.Moved(table.schema.name, key, digest);
  return SetBase(db_, table, key, digest);
}

Result<> RowCommitter::Finish() {
  TRY("entering the last rows", FinishFirstRows());
  if (!paused_) return {};
  TRY("resuming change capture", PauseCapture(db_, false));
  paused_ = false;
  return {};
}

Result<RowCommitter::Outcome> RowCommitter::WriteUserTable(const UserTable& table,
                                                           const RowCommit& row, SideRow now) {
  switch (row.on_local) {
    case SideAction::kInsert:
      return Insert(table, row, std::move(now));
    case SideAction::kUpdate:
      return Update(table, row, std::move(now));
    case SideAction::kDelete:
      return Delete(table, row, std::move(now));
    case SideAction::kNone:
      break;
  }
  Outcome outcome;
  outcome.base = row.base;
  outcome.now = std::move(now);
  return outcome;
}

Result<RowCommitter::Outcome> RowCommitter::Insert(const UserTable& table, const RowCommit& row,
                                                   SideRow now) {
  Outcome outcome;
  outcome.now = std::move(now);
  Row wanted = RowOf(table.schema, row.local_cells);
  CHECK(wanted[table.schema.key] == row.key);
  if (IsAbsent(outcome.now)) {
    outcome.written = CellsOf(wanted);
    TRY("inserting", RunWrite(table, table.insert_row, nullptr, outcome.written));
    outcome.wrote = true;
    outcome.now = wanted;
  }
  const auto* values = std::get_if<Row>(&outcome.now);
  outcome.complete = values != nullptr && *values == wanted;
  outcome.base = outcome.complete ? std::optional<Row>(std::move(wanted)) : row.base;
  return outcome;
}

Result<RowCommitter::Outcome> RowCommitter::Update(const UserTable& table, const RowCommit& row,
                                                   SideRow now) {
  Outcome outcome;
  outcome.base = row.base;
  outcome.now = std::move(now);
  auto* values = std::get_if<Row>(&outcome.now);
  if (values == nullptr) {
    outcome.complete = false;
    return outcome;
  }
  for (const CellChange& cell : row.local_cells) {
    CHECK(cell.column != table.schema.key);
    Value& value = (*values)[cell.column];
    if (value == cell.before && value != cell.after) {
      outcome.written.push_back(cell);
      value = cell.after;
    }
    const bool holds = value == cell.after;
    if (holds && outcome.base) (*outcome.base)[cell.column] = cell.after;
    outcome.complete = outcome.complete && holds;
  }
  if (outcome.written.empty()) return outcome;
  std::vector<size_t> columns;
  for (const CellChange& cell : outcome.written) columns.push_back(cell.column);
  TRY("updating", RunWrite(table, table.UpdateRow(columns), &row.key, outcome.written));
  outcome.wrote = true;
  return outcome;
}

Result<RowCommitter::Outcome> RowCommitter::Delete(const UserTable& table, const RowCommit& row,
                                                   SideRow now) {
  Outcome outcome;
  outcome.now = std::move(now);
  if (IsAbsent(outcome.now)) return outcome;
  const auto* values = std::get_if<Row>(&outcome.now);
  if (values == nullptr || !HoldsBefore(*values, row.local_cells)) {
    outcome.complete = false;
    outcome.base = row.base;
    return outcome;
  }
  TRY("deleting", RunWrite(table, table.delete_row, &row.key, {}));
  outcome.wrote = true;
  outcome.written = row.local_cells;
  outcome.now = std::monostate{};
  return outcome;
}

Result<> RowCommitter::BeginWriting(const UserTable& table) {
  if (writing_ == &table) return {};
  TRY_ASSIGN(other_triggers_, "writing table " + table.name, HasOtherTriggers(db_, table));
  writing_ = &table;
  if (paused_ != other_triggers_) return {};
  paused_ = !other_triggers_;
  return PauseCapture(db_, paused_);
}

// Binds the key, if any, and the cells' new values in order, and runs the statement. Where it fails
// the table is as before.
Result<> RowCommitter::RunWrite(const UserTable& table, const std::string& sql, const RowKey* key,
                                const std::vector<CellChange>& cells) {
  TRY("writing", BeginWriting(table));
  // A statement that fails undoes itself; one that wrote the wrong thing has to be undone.
  if (!table.shape.exact) TRY("writing", db_.Execute("SAVEPOINT write_row"));
  auto written = StepWrite(table, sql, key, cells);
  if (!db_.InTransaction()) {
    return Fail(ErrorKind::kPreconditionFailed,
                "a trigger of table " + table.name +
                    " rolled the whole transaction back; let it RAISE(ABORT) instead");
  }
  if (!table.shape.exact) {
    if (!written) TRY("undoing the write", db_.Execute("ROLLBACK TO write_row"));
    TRY("writing", db_.Execute("RELEASE write_row"));
  }
  return written;
}

Result<> RowCommitter::StepWrite(const UserTable& table, const std::string& sql, const RowKey* key,
                                 const std::vector<CellChange>& cells) {
  Query query(db_, sql);
  int index = 0;
  if (key != nullptr) query.Bind(++index, *key);
  for (const CellChange& cell : cells) query.Bind(++index, cell.after);
  TRY_ASSIGN(const bool stored, "writing table " + table.name, query.Next());
  if (stored) {
    TRY("checking what was stored", CheckStored(table, query, cells));
    TRY("writing table " + table.name, query.Run());
  }
  if (db_.Changes() == 1) return {};
  return Fail(ErrorKind::kInvalid, "a trigger of table " + table.name + " ignored the write");
}

}  // namespace sheetkeeper
