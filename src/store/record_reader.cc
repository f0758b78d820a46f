#include "store/record_reader.h"

#include <utility>

#include "base/number_text.h"
#include "base/time_text.h"
#include "store/query_rows.h"
#include "store/sqlite.h"
#include "store/status_reader.h"
#include "store/user_table.h"

namespace sheetkeeper {
namespace {

constexpr int kBusyTimeoutMs = 2000;

// The end of a WHERE clause, over ?1 to ?4: table, key as text, key as a number, column.
constexpr const char* kInScope =
    " (?1 = '' OR table_name = ?1) AND (?2 IS NULL OR row_key = ?2 OR row_key = ?3)"
    " AND (?4 = '' OR column_name = ?4) ";

Value KeyText(const RecordScope& scope) {
  return scope.key ? Value(*scope.key) : Value();
}

Value KeyNumber(const RecordScope& scope) {
  if (!scope.key) return Null{};
  if (const auto integer = ParseInteger(*scope.key)) return *integer;
  if (const auto real = ParseNumber(*scope.key)) return *real;
  return Null{};
}

KeptConflict ConflictAt(const Query& row) {
  return {.id = row.Integer(0),
          .table = row.Text(1),
          .key = ValueIn(row, 2),
          .column = row.Text(3),
          .had_base = row.Integer(4) != 0,
          .base = ValueIn(row, 5),
          .sheet = ValueIn(row, 6),
          .database = ValueIn(row, 7),
          .winner = row.Text(8),
          .reason = row.Text(9),
          .state = row.Text(10),
          .at = row.Text(11),
          .closed_at = row.Text(12),
          .decision = row.Text(13),
          .decided_value = ValueIn(row, 14),
          .decided_at = row.Text(15)};
}

Result<std::string> SelectConflicts(Db& db) {
  TRY_ASSIGN(const bool decisions, "looking at the conflicts", KeepsDecisions(db));
  return std::string(
             "SELECT id, table_name, row_key, column_name, had_base, base_value, sheet_value, "
             "database_value, winner, reason, state, at, closed_at, ") +
         (decisions ? "decision, decided_value, decided_at" : "'', NULL, NULL") +
         " FROM _conflicts WHERE ";
}

HistoryLine LineAt(const Query& row) {
  return {.line = row.Integer(0),
          .batch = row.Integer(1),
          .at = row.Text(2),
          .table = row.Text(3),
          .key = ValueIn(row, 4),
          .column = row.Text(5),
          .side = row.Text(6),
          .action = row.Text(7),
          .before = ValueIn(row, 8),
          .after = ValueIn(row, 9),
          .reason = row.Text(10)};
}

}  // namespace

RecordReader::RecordReader(std::unique_ptr<Db> db) : db_(std::move(db)) {}
RecordReader::RecordReader(RecordReader&&) noexcept = default;
RecordReader& RecordReader::operator=(RecordReader&&) noexcept = default;
RecordReader::~RecordReader() = default;

Result<RecordReader> RecordReader::Open(const std::string& path) {
  // It says what is wrong with a file that is not ours, or not of this format.
  TRY("opening the database", StatusReader::Open(path));
  TRY_ASSIGN(auto db, "opening the database", Db::OpenReadOnly(path, kBusyTimeoutMs));
  return RecordReader(std::move(db));
}

Result<std::vector<std::string>> RecordReader::Tables() {
  Query query(*db_, "SELECT table_name FROM _tables ORDER BY table_name");
  return ReadAll<std::string>(query, [](const Query& row) { return row.Text(0); });
}

Result<std::vector<KeptConflict>> RecordReader::Conflicts(const RecordScope& scope, bool all) {
  TRY_ASSIGN(const std::string select, "reading conflicts", SelectConflicts(*db_));
  Query query(*db_, select + kInScope + "AND (?5 OR state = 'open') ORDER BY id", scope.table,
              KeyText(scope), KeyNumber(scope), scope.column, all);
  return ReadAll<KeptConflict>(query, ConflictAt);
}

Result<bool> KeepsDecisions(Db& db) {
  TRY_ASSIGN(const int64_t columns, "looking at the conflicts",
             QueryInteger(db,
                          "SELECT count(*) FROM pragma_table_info('_conflicts') "
                          "WHERE name = 'decision'"));
  return columns > 0;
}

Result<KeptConflict> ReadConflict(Db& db, int64_t id) {
  TRY_ASSIGN(const std::string select, "reading conflicts", SelectConflicts(db));
  Query query(db, select + "id = ?1", id);
  TRY_ASSIGN(const auto found, "reading conflicts", ReadAll<KeptConflict>(query, ConflictAt));
  if (!found.empty()) return found.front();
  return Fail(ErrorKind::kNotFound,
              "there is no conflict " + NumberText(id) + "; 'sheetkeeper conflicts' lists them");
}

Result<std::vector<WaitingRow>> RecordReader::WaitingRows(const RecordScope& scope) {
  Query query(*db_,
              std::string("SELECT table_name, side, row_key, address, column_name, reason FROM "
                          "(SELECT table_name, 'sheet' AS side, position, row_key, address, "
                          "column_name, reason FROM _held_rows UNION ALL "
                          "SELECT table_name, 'database', position, row_key, '', column_name, "
                          "reason FROM _rejected_rows) WHERE") +
                  kInScope + "ORDER BY table_name, side DESC, position",
              scope.table, KeyText(scope), KeyNumber(scope), scope.column);
  return ReadAll<WaitingRow>(query, [](const Query& row) {
    return WaitingRow{row.Text(0), row.Text(1), ValueIn(row, 2),
                      row.Text(3), row.Text(4), row.Text(5)};
  });
}

Result<std::vector<HistoryLine>> RecordReader::History(const HistoryScope& scope) {
  const RecordScope& rows = scope.rows;
  Query query(*db_,
              std::string("SELECT * FROM (SELECT line, batch, at, table_name, row_key, "
                          "column_name, side, action, old_value, new_value, reason FROM _history "
                          "WHERE") +
                  kInScope +
                  "AND (?5 IS NULL OR batch = ?5) AND (?6 IS NULL OR at >= ?6) AND line > ?8 "
                  "ORDER BY line DESC LIMIT ?7) ORDER BY line",
              rows.table, KeyText(rows), KeyNumber(rows), rows.column,
              scope.batch ? Value(*scope.batch) : Value(),
              scope.since ? Value(FormatRfc3339(*scope.since)) : Value(), scope.limit,
              scope.after_line);
  return ReadAll<HistoryLine>(query, LineAt);
}

Result<std::vector<SchemaObject>> RecordReader::Schema() {
  // Everything of ours begins with '_', and so do the triggers that we put on a user's table.
  Query query(*db_,
              "SELECT name, type, tbl_name, substr(name, 1, 1) = '_' OR substr(tbl_name, 1, 1) = "
              "'_', sql FROM sqlite_master WHERE sql IS NOT NULL "
              "AND name NOT LIKE 'sqlite!_%' ESCAPE '!' "
              "ORDER BY 4, tbl_name IN (SELECT name FROM sqlite_master WHERE type = 'view'), "
              "tbl_name, type <> 'table', type, name");
  return ReadAll<SchemaObject>(query, [](const Query& row) {
    return SchemaObject{row.Text(0), row.Text(1), row.Text(2), row.Integer(3) != 0, row.Text(4)};
  });
}

}  // namespace sheetkeeper
