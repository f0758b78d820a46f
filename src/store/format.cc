// What we keep in the user's database.
//
// The user's tables are the user's. Everything of ours stands beside them under names that begin
// with '_', which most tools hide. A plain sqlite3 shell can read all of it: no functions,
// collations or encodings of our own, values as they are, times as text (UTC). Columns that hold
// values of cells have no type, so that SQLite keeps them exactly: 007 as text stays text.
//
// For each user table NAME there are
//
//   _base_NAME      key, digest: the rows that both sides held when they last agreed. The digest is
//                   that of the whole row in canonical form (model/value.h).
//   _changes_NAME   the change log: one entry for each row that differs, or may differ, from its
//                   base; row_key, existed and old_COLUMN keep the row as it was at the first
//                   change (existed: 1 there was such a row, 0 there was none, NULL not known).
//                   change_capture.cc has the triggers that fill it.
//   _status_NAME    view: the state of each key. status_views.cc.
//
// So the base of a row is known by value without a second copy of the table: it is the row itself
// where the log has no entry, and the entry's old columns where it has one. The digest is the
// judge: whatever programs do behind the triggers' back, values whose digest is not that of
// _base_NAME are not taken for the base.
//
// For all tables together:
//
//   _tables         which tables we keep, with the declaration under which their base was made;
//                   under another one a table begins anew, as on the first day
//   _capture        one row: paused is 1 inside our own transactions only, while they write
//   _intents, _intent_layouts, _intent_ops, _intent_cells, _intent_raw_cells
//                   what is about to be written to the sheet (intents.cc)
//   _repairs, _row_removals, _row_restores
//                   what a misplaced write of ours damaged and is still to be put right
//   _batches, _history_kinds, _history_lines, and the view _history
//                   what was changed, when, on which side and why (history.cc)
//   _conflicts      what two people changed differently, with both values (conflicts.cc)
//   _held_rows, _rejected_rows, _holds
//                   rows of the sheet that do not fit, rows of the database that the sheet cannot
//                   take, tables that a guard stopped
//   _cycles         how cycles ended: a row tells of the last one and counts those since the row
//                   before (durations: milliseconds of each good one, separated by blanks)
//   _meta           settings and facts by name
//   _row_status     view: the _status_ views of all tables, one below the other
//
// None of our views reads a user's table. SQLite refuses ALTER TABLE ... RENAME while a view names
// a table that is gone, so such a view would break programs that rebuild a table by DROP and
// RENAME.
//
// The version of all this is _meta's format_version, raised by the steps below, forward only; a
// program refuses a database of a newer one. PRAGMA user_version is not relied on, because the
// programs that own the tables may count their own migrations there. In a database that we created
// it shows our version, beside our application_id, for as long as nobody else sets it.
#include "store/format.h"

#include <array>
#include <string>

namespace sheetkeeper {
namespace {

constexpr int64_t kApplicationId = 0x73686b70;  // "shkp"

constexpr const char* kVersion1 = R"sql(
CREATE TABLE _meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE _tables (table_name TEXT PRIMARY KEY COLLATE NOCASE, columns TEXT NOT NULL)
  WITHOUT ROWID;
CREATE TABLE _capture (paused INTEGER NOT NULL);
INSERT INTO _capture VALUES (0);

CREATE TABLE _intents (seq INTEGER PRIMARY KEY AUTOINCREMENT, token INTEGER NOT NULL UNIQUE,
  at TEXT NOT NULL);
CREATE TABLE _intent_layouts (token INTEGER, position INTEGER, table_name TEXT COLLATE NOCASE,
  sheet_id INTEGER, header_row INTEGER, sheet_columns TEXT, end_row INTEGER, row_count INTEGER,
  column_count INTEGER, evidence_header_row INTEGER, span_begin INTEGER, span_end INTEGER,
  span_headers TEXT, PRIMARY KEY (token, position)) WITHOUT ROWID;
CREATE TABLE _intent_ops (token INTEGER, position INTEGER, kind TEXT,
  table_name TEXT COLLATE NOCASE, row_key, sheet_row INTEGER, has_base INTEGER,
  evidence_row INTEGER, PRIMARY KEY (token, position)) WITHOUT ROWID;
CREATE TABLE _intent_cells (token INTEGER, op INTEGER, part TEXT, position INTEGER,
  column_name TEXT, before_value, after_value, PRIMARY KEY (token, op, part, position))
  WITHOUT ROWID;
CREATE TABLE _intent_raw_cells (token INTEGER, op INTEGER, position INTEGER,
  sheet_column INTEGER, written, restore, PRIMARY KEY (token, op, position)) WITHOUT ROWID;
CREATE TABLE _repairs (position INTEGER PRIMARY KEY, table_name TEXT COLLATE NOCASE, row_key,
  sheet_row INTEGER, header TEXT, written, restore);
CREATE TABLE _row_restores (position INTEGER PRIMARY KEY, table_name TEXT COLLATE NOCASE, row_key,
  token INTEGER, evidence_row INTEGER, sheet_row INTEGER, headers TEXT);

CREATE TABLE _batches (batch INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL,
  first_line INTEGER NOT NULL);
CREATE TABLE _history_kinds (kind INTEGER PRIMARY KEY, table_name TEXT NOT NULL COLLATE NOCASE,
  side TEXT NOT NULL, action TEXT NOT NULL, reason TEXT NOT NULL,
  UNIQUE (table_name, side, action, reason));
CREATE TABLE _history_lines (line INTEGER PRIMARY KEY, batch INTEGER NOT NULL,
  kind INTEGER NOT NULL, row_key, column_name TEXT, old_value, new_value);
CREATE VIEW _history AS
  SELECT line, batch, at, table_name, row_key, column_name, side, action, old_value, new_value,
    reason
  FROM _history_lines JOIN _history_kinds USING (kind) JOIN _batches USING (batch);

CREATE TABLE _conflicts (id INTEGER PRIMARY KEY AUTOINCREMENT,
  table_name TEXT NOT NULL COLLATE NOCASE, row_key, column_name TEXT,
  had_base INTEGER NOT NULL, base_value, sheet_value, database_value,
  winner TEXT NOT NULL, reason TEXT NOT NULL, state TEXT NOT NULL, at TEXT NOT NULL,
  closed_at TEXT);
CREATE INDEX _conflicts_by_row ON _conflicts (table_name, row_key) WHERE state = 'open';
CREATE TABLE _held_rows (table_name TEXT COLLATE NOCASE, position INTEGER, row_key, address TEXT,
  column_name TEXT, reason TEXT, PRIMARY KEY (table_name, position)) WITHOUT ROWID;
CREATE TABLE _rejected_rows (table_name TEXT COLLATE NOCASE, position INTEGER, row_key,
  column_name TEXT, reason TEXT, PRIMARY KEY (table_name, position)) WITHOUT ROWID;
CREATE TABLE _holds (table_name TEXT PRIMARY KEY COLLATE NOCASE, guard TEXT NOT NULL,
  reason TEXT NOT NULL, since TEXT NOT NULL, decision TEXT NOT NULL, fingerprint TEXT NOT NULL)
  WITHOUT ROWID;
CREATE TABLE _cycles (number INTEGER PRIMARY KEY, finished TEXT NOT NULL,
  duration_ms INTEGER NOT NULL, good INTEGER NOT NULL, error TEXT NOT NULL);
)sql";

constexpr const char* kVersion2 = R"sql(
ALTER TABLE _cycles ADD COLUMN cycles INTEGER NOT NULL DEFAULT 1;
ALTER TABLE _cycles ADD COLUMN failed INTEGER NOT NULL DEFAULT 0;
ALTER TABLE _cycles ADD COLUMN durations TEXT NOT NULL DEFAULT '';
ALTER TABLE _cycles ADD COLUMN requests INTEGER NOT NULL DEFAULT 0;
UPDATE _cycles SET failed = 1 - good, durations = iif(good, CAST(duration_ms AS TEXT), '');
)sql";

constexpr const char* kVersion3 = R"sql(
CREATE TABLE _row_removals (position INTEGER, cell INTEGER, table_name TEXT COLLATE NOCASE,
  header TEXT, written, PRIMARY KEY (position, cell)) WITHOUT ROWID;
ALTER TABLE _repairs ADD COLUMN made INTEGER NOT NULL DEFAULT 0;
)sql";

constexpr const char* kVersion4 = R"sql(
ALTER TABLE _conflicts ADD COLUMN decision TEXT NOT NULL DEFAULT '';
ALTER TABLE _conflicts ADD COLUMN decided_value;
ALTER TABLE _conflicts ADD COLUMN decided_at TEXT;
)sql";

// Step i brings version i to version i + 1.
constexpr std::array<const char*, 4> kSteps{kVersion1, kVersion2, kVersion3, kVersion4};
constexpr auto kThisVersion = static_cast<int64_t>(kSteps.size());

// 0 where the database has nothing of ours.
Result<int64_t> ReadVersion(Db& db) {
  TRY_ASSIGN(const int64_t has_meta, "looking for _meta",
             QueryInteger(db, "SELECT count(*) FROM sqlite_master WHERE name = '_meta'"));
  if (has_meta == 0) return 0;
  return QueryInteger(db, "SELECT CAST(value AS INTEGER) FROM _meta WHERE name = 'format_version'");
}

Result<bool> IsNewDatabase(Db& db) {
  TRY_ASSIGN(const int64_t objects, "looking into the database",
             QueryInteger(db, "SELECT count(*) FROM sqlite_master"));
  TRY_ASSIGN(const int64_t id, "reading application_id", QueryInteger(db, "PRAGMA application_id"));
  TRY_ASSIGN(const int64_t version, "reading user_version",
             QueryInteger(db, "PRAGMA user_version"));
  return objects == 0 && id == 0 && version == 0;
}

Result<> SetPragma(Db& db, const std::string& name, int64_t value) {
  return db.Execute("PRAGMA " + name + " = " + std::to_string(value));
}

// Shows our version in the file's header, where the header is ours.
Result<> ShowVersion(Db& db, bool new_database, int64_t old_version) {
  if (new_database) {
    TRY("setting application_id", SetPragma(db, "application_id", kApplicationId));
    return SetPragma(db, "user_version", kThisVersion);
  }
  TRY_ASSIGN(const int64_t id, "reading application_id", QueryInteger(db, "PRAGMA application_id"));
  TRY_ASSIGN(const int64_t shown, "reading user_version", QueryInteger(db, "PRAGMA user_version"));
  if (id != kApplicationId || shown != old_version) return {};
  return SetPragma(db, "user_version", kThisVersion);
}

}  // namespace

Result<> BringFormatUpToDate(Db& db) {
  TRY_ASSIGN(const int64_t version, "reading the format version", ReadVersion(db));
  if (version == kThisVersion) return {};
  if (version > kThisVersion) {
    return Fail(ErrorKind::kInvalid, db.path() + " was written by a newer sheetkeeper (format " +
                                         std::to_string(version) + ", this one knows " +
                                         std::to_string(kThisVersion) + "); install the newer one");
  }
  TRY_ASSIGN(const bool new_database, "looking into the database", IsNewDatabase(db));
  for (int64_t step = version; step < kThisVersion; ++step) {
    TRY("creating internal tables (names beginning with '_')",
        db.Execute(kSteps[static_cast<size_t>(step)]));
  }
  Query query(db,
              "INSERT INTO _meta (name, value) VALUES ('format_version', ?1) "
              "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
              std::to_string(kThisVersion));
  TRY("noting the format version", query.Run());
  return ShowVersion(db, new_database, version);
}

}  // namespace sheetkeeper
