#include "reader/status_queries.h"

#include <array>

#include "base/time_text.h"
#include "reader/done.h"

namespace sheetkeeper::reader {
namespace {

struct StateName {
  std::string_view name;
  RowState state;
  std::int64_t TableStats::*count;
};
constexpr std::array<StateName, 5> kStates{{
    {"synced", RowState::kSynced, &TableStats::synced},
    {"pending", RowState::kPending, &TableStats::pending},
    {"conflict", RowState::kConflict, &TableStats::conflict},
    {"rejected", RowState::kRejected, &TableStats::rejected},
    {"held", RowState::kHeld, &TableStats::held},
}};

Rows Plain(std::shared_ptr<const Table> table) {
  return {std::move(table), Origin::kDatabase, {}};
}

Result<TableStats> CountRows(Database& database, const std::string& table) {
  TableStats stats{table};
  const auto counted = database.Query(
      "SELECT state, count(*) AS n FROM " + QuotedName("_status_" + table) + " GROUP BY state", {});
  if (!counted) return counted.error();
  const Rows rows = Plain(*counted);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto state = rows[i].Text("state");
    for (const StateName& known : kStates) {
      if (known.name == state) stats.*known.count = rows[i].Integer("n").value_or(0);
    }
  }
  return stats;
}

Result<Done> ReadCycles(Database& database, WallTime now, SyncStats& stats) {
  const auto last = database.Query("SELECT error FROM _cycles ORDER BY number DESC LIMIT 1", {});
  if (!last) return last.error();
  if ((*last)->row_count > 0) stats.last_error = Plain(*last)[0].Text("error").value_or("");
  const auto good =
      database.Query("SELECT finished FROM _cycles WHERE good ORDER BY number DESC LIMIT 1", {});
  if (!good) return good.error();
  if ((*good)->row_count == 0) return Done{};
  const auto finished = ParseRfc3339(Plain(*good)[0].Text("finished").value_or(""));
  if (!finished) return Done{};
  stats.last_good_cycle = *finished;
  stats.age = now - *finished;
  return Done{};
}

}  // namespace

Result<SyncStats> ReadStats(Database& database, WallTime now, bool count_rows) {
  SyncStats stats;
  if (const auto read = ReadCycles(database, now, stats); !read) return read.error();
  if (!count_rows) return stats;
  const auto tables = database.Query(
      "SELECT substr(name, 9) FROM sqlite_master WHERE type = 'view' AND name GLOB '_status_*' "
      "ORDER BY 1",
      {});
  if (!tables) return tables.error();
  for (const Value& name : (*tables)->values) {
    auto counted = CountRows(database, std::get<std::string>(name));
    if (!counted) return counted.error();
    stats.tables.push_back(std::move(*counted));
  }
  return stats;
}

Result<RowState> ReadRowState(Database& database, std::string_view table, const Value& key) {
  const auto found = database.Query(
      "SELECT state FROM _row_status WHERE table_name = :table COLLATE NOCASE AND row_key = :key",
      {{"table", std::string(table)}, {"key", key}});
  if (!found) return found.error();
  if ((*found)->row_count == 0) return RowState::kSynced;
  const auto state = Plain(*found)[0].Text("state");
  for (const StateName& known : kStates) {
    if (known.name == state) return known.state;
  }
  return RowState::kSynced;
}

}  // namespace sheetkeeper::reader
