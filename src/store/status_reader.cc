#include "store/status_reader.h"

#include <algorithm>
#include <sstream>

#include "base/number_text.h"
#include "base/time_text.h"
#include "store/lists.h"
#include "store/sqlite.h"
#include "store/user_table.h"

namespace sheetkeeper {
namespace {

constexpr int kBusyTimeoutMs = 2000;
constexpr int64_t kOldestFormat = 2;

std::vector<int64_t> ReadDurations(const std::string& text) {
  std::vector<int64_t> durations;
  std::istringstream in(text);
  for (int64_t ms = 0; in >> ms;) durations.push_back(ms);
  return durations;
}

CycleRecord CycleAt(const Query& row) {
  const auto finished = ParseRfc3339(row.Text(1));
  return {.number = row.Integer(0),
          .finished_ms = finished ? finished->time_since_epoch().count() : 0,
          .duration_ms = row.Integer(2),
          .good = row.Integer(3) != 0,
          .error = row.Text(4),
          .cycles = row.Integer(5),
          .failed = row.Integer(6),
          .durations_ms = ReadDurations(row.Text(7)),
          .requests = row.Integer(8)};
}

Result<std::optional<CycleRecord>> LastCycle(Db& db, const std::string& condition) {
  Query query(db, "SELECT * FROM _cycles WHERE " + condition + " ORDER BY number DESC LIMIT 1");
  TRY_ASSIGN(const bool found, "reading the last cycle", query.Next());
  if (!found) return std::nullopt;
  return CycleAt(query);
}

Result<std::vector<std::string>> TableNames(Db& db) {
  std::vector<std::string> names;
  Query query(db, "SELECT table_name FROM _tables ORDER BY table_name");
  while (true) {
    TRY_ASSIGN(const bool more, "reading the tables", query.Next());
    if (!more) return names;
    names.push_back(query.Text(0));
  }
}

// Rows that wait for a person are in the change log, too.
std::string QueuedSql(const std::string& name) {
  return "SELECT count(*) FROM " + QuoteName("_changes_" + name) +
         " WHERE row_key IS NULL OR row_key NOT IN "
         "(SELECT row_key FROM _conflicts WHERE table_name = ?1 AND state = 'open' "
         "AND row_key IS NOT NULL UNION ALL "
         "SELECT row_key FROM _rejected_rows WHERE table_name = ?1 AND row_key IS NOT NULL)";
}

Result<StoredTable> ReadTable(Db& db, const std::string& name, bool count_rows) {
  StoredTable table;
  table.name = name;
  TRY_ASSIGN(table.queued, "counting changes", QueryInteger(db, QueuedSql(name), name));
  TRY_ASSIGN(table.conflicts, "counting conflicts",
             QueryInteger(db,
                          "SELECT count(*) FROM _conflicts WHERE table_name = ?1 "
                          "AND state = 'open'",
                          name));
  TRY_ASSIGN(table.held, "counting held rows",
             QueryInteger(db, "SELECT count(*) FROM _held_rows WHERE table_name = ?1", name));
  TRY_ASSIGN(table.rejected, "counting rejected rows",
             QueryInteger(db, "SELECT count(*) FROM _rejected_rows WHERE table_name = ?1", name));
  if (!count_rows) return table;
  TRY_ASSIGN(table.rows, "counting rows",
             QueryInteger(db, "SELECT count(*) FROM " + QuoteName(name)));
  return table;
}

Result<> CheckFormat(Db& db) {
  const auto made = QueryInteger(db, "SELECT count(*) FROM sqlite_master WHERE name = '_meta'");
  if (!made) return Fail(made.error());
  if (*made == 0) {
    return Fail(ErrorKind::kInvalid,
                db.path() + " is not kept by sheetkeeper yet; start a worker for it");
  }
  TRY_ASSIGN(const auto version, "reading its format", ReadMeta(db, "format_version"));
  if (ParseInteger(version.value_or("")).value_or(0) >= kOldestFormat) return {};
  return Fail(ErrorKind::kInvalid,
              db.path() + " was last used by an older sheetkeeper; start this one's worker once");
}

}  // namespace

StatusReader::StatusReader(std::unique_ptr<Db> db) : db_(std::move(db)) {}
StatusReader::StatusReader(StatusReader&&) noexcept = default;
StatusReader& StatusReader::operator=(StatusReader&&) noexcept = default;
StatusReader::~StatusReader() = default;

Result<StatusReader> StatusReader::Open(const std::string& path) {
  TRY_ASSIGN(auto db, "opening the database", Db::OpenReadOnly(path, kBusyTimeoutMs));
  TRY("opening the database", CheckFormat(*db));
  return StatusReader(std::move(db));
}

Result<StoredStatus> StatusReader::Read(bool count_rows) {
  StoredStatus status;
  DbTransaction snapshot(*db_);
  TRY("reading the status", snapshot.BeginRead());
  TRY_ASSIGN(const auto version, "reading the status", ReadMeta(*db_, "format_version"));
  status.format_version = ParseInteger(version.value_or("")).value_or(0);
  TRY_ASSIGN(const auto spreadsheet, "reading the status", ReadMeta(*db_, "spreadsheet_id"));
  status.spreadsheet_id = spreadsheet.value_or("");
  TRY_ASSIGN(const auto names, "reading the status", TableNames(*db_));
  TRY_ASSIGN(const auto holds, "reading the status", ReadHolds(*db_));
  for (const std::string& name : names) {
    TRY_ASSIGN(StoredTable table, "table " + name, ReadTable(*db_, name, count_rows));
    const auto hold = std::find_if(holds.begin(), holds.end(),
                                   [&](const Hold& held) { return held.table == name; });
    if (hold != holds.end()) table.hold = *hold;
    status.tables.push_back(std::move(table));
  }
  TRY_ASSIGN(status.open_intents, "reading the status",
             QueryInteger(*db_, "SELECT count(*) FROM _intents"));
  TRY_ASSIGN(status.last_cycle, "reading the status", LastCycle(*db_, "1"));
  TRY_ASSIGN(status.last_good_cycle, "reading the status", LastCycle(*db_, "good"));
  TRY("reading the status", snapshot.Commit());
  return status;
}

Result<Activity> StatusReader::ReadActivity(WallTime since) {
  Activity activity;
  const std::string from = FormatRfc3339(since);
  Query cycles(*db_, "SELECT * FROM _cycles WHERE finished >= ?1", from);
  while (true) {
    TRY_ASSIGN(const bool more, "reading the cycles", cycles.Next());
    if (!more) break;
    const CycleRecord cycle = CycleAt(cycles);
    activity.cycles += cycle.cycles;
    activity.failed += cycle.failed;
    activity.requests += cycle.requests;
    activity.durations_ms.insert(activity.durations_ms.end(), cycle.durations_ms.begin(),
                                 cycle.durations_ms.end());
  }
  Query moved(
      *db_,
      "SELECT table_name, side, count(DISTINCT batch || ' ' || typeof(row_key) || row_key), "
      // A row that was inserted is one line, whatever its cells.
      "sum(column_name IS NOT NULL) + sum(column_name IS NULL AND action = 'insert') * "
      "(SELECT count(*) FROM pragma_table_info(table_name)) "
      "FROM _history_lines JOIN _history_kinds USING (kind) "
      "WHERE line >= (SELECT min(first_line) FROM _batches WHERE at >= ?1) "
      "GROUP BY table_name, side ORDER BY table_name, side",
      from);
  while (true) {
    TRY_ASSIGN(const bool more, "reading the history", moved.Next());
    if (!more) return activity;
    activity.moved.push_back({moved.Text(0), moved.Text(1), moved.Integer(2), moved.Integer(3)});
  }
}

Result<int64_t> StatusReader::RequestsSince(WallTime since) {
  return QueryInteger(*db_,
                      "SELECT coalesce(sum(requests), 0) FROM _cycles WHERE number > coalesce("
                      "(SELECT number FROM _cycles WHERE finished < ?1 ORDER BY number DESC "
                      "LIMIT 1), -1)",
                      FormatRfc3339(since));
}

Result<std::optional<std::string>> StatusReader::Meta(const std::string& name) {
  return ReadMeta(*db_, name);
}

}  // namespace sheetkeeper
