#include "store/lists.h"

#include <algorithm>
#include <tuple>

#include "base/time_text.h"
#include "store/lines.h"
#include "store/query_rows.h"

namespace sheetkeeper {
namespace {

// A month of cycles every five minutes.
constexpr int64_t kCycleRecordsKept = 10'000;

auto Fields(const HeldRow& row) {
  return std::tie(row.key, row.address, row.column, row.reason);
}
auto Fields(const RejectedRow& row) {
  return std::tie(row.key, row.column, row.reason);
}
auto Fields(const Repair& repair) {
  return std::tie(repair.table, repair.key, repair.sheet_row, repair.header, repair.written,
                  repair.restore, repair.made);
}
auto Fields(const RowRemoval::Shown& shown) {
  return std::tie(shown.header, shown.cell);
}
auto Fields(const RowRestore& restore) {
  return std::tie(restore.table, restore.key, restore.token, restore.evidence_row,
                  restore.sheet_row, restore.headers);
}

HoldDecision ParseDecision(const std::string& name) {
  for (const HoldDecision decision : {HoldDecision::kApprove, HoldDecision::kRevert}) {
    if (Name(decision) == name) return decision;
  }
  return HoldDecision::kNone;
}

template <typename T>
bool Same(const std::vector<T>& a, const std::vector<T>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const T& x, const T& y) { return Fields(x) == Fields(y); });
}

bool SameRemovals(const std::vector<RowRemoval>& a, const std::vector<RowRemoval>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const RowRemoval& x, const RowRemoval& y) {
                      return x.table == y.table && Same(x.cells, y.cells);
                    });
}

Result<std::vector<Repair>> ReadRepairs(Db& db) {
  Query query(db,
              "SELECT table_name, row_key, sheet_row, header, written, restore, made FROM _repairs "
              "ORDER BY position");
  return ReadAll<Repair>(query, [](const Query& row) {
    return Repair{row.Text(0),        ValueIn(row, 1), static_cast<int>(row.Integer(2)),
                  row.Text(3),        row.CellAt(4),   row.CellAt(5),
                  row.Integer(6) != 0};
  });
}

Result<> WriteRepairs(Db& db, const std::vector<Repair>& repairs) {
  TRY("replacing the repairs", Query(db, "DELETE FROM _repairs").Run());
  for (size_t i = 0; i < repairs.size(); ++i) {
    const Repair& it = repairs[i];
    TRY("replacing the repairs",
        Query(db,
              "INSERT INTO _repairs (position, table_name, row_key, sheet_row, header, written, "
              "restore, made) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
              i, it.table, it.key, it.sheet_row, it.header, it.written, it.restore, it.made)
            .Run());
  }
  return {};
}

// One row of the table is one cell of the row to be removed.
Result<std::vector<RowRemoval>> ReadRemovals(Db& db) {
  Query query(db,
              "SELECT position, table_name, header, written FROM _row_removals "
              "ORDER BY position, cell");
  std::vector<RowRemoval> removals;
  while (true) {
    TRY_ASSIGN(const bool more, "reading the removals", query.Next());
    if (!more) return removals;
    removals.resize(static_cast<size_t>(query.Integer(0)) + 1);
    removals.back().table = query.Text(1);
    removals.back().cells.push_back({query.Text(2), query.CellAt(3)});
  }
}

Result<> WriteRemovals(Db& db, const std::vector<RowRemoval>& removals) {
  TRY("replacing the removals", Query(db, "DELETE FROM _row_removals").Run());
  for (size_t i = 0; i < removals.size(); ++i) {
    for (size_t j = 0; j < removals[i].cells.size(); ++j) {
      const RowRemoval::Shown& shown = removals[i].cells[j];
      TRY("replacing the removals",
          Query(db,
                "INSERT INTO _row_removals (position, cell, table_name, header, written) "
                "VALUES (?1, ?2, ?3, ?4, ?5)",
                i, j, removals[i].table, shown.header, shown.cell)
              .Run());
    }
  }
  return {};
}

Result<std::vector<RowRestore>> ReadRestores(Db& db) {
  Query query(db,
              "SELECT table_name, row_key, token, evidence_row, sheet_row, headers "
              "FROM _row_restores ORDER BY position");
  return ReadAll<RowRestore>(query, [](const Query& row) {
    return RowRestore{row.Text(0),
                      ValueIn(row, 1),
                      static_cast<int32_t>(row.Integer(2)),
                      static_cast<int>(row.Integer(3)),
                      static_cast<int>(row.Integer(4)),
                      ParseLines(row.Text(5))};
  });
}

Result<> WriteRestores(Db& db, const std::vector<RowRestore>& restores) {
  TRY("replacing the restores", Query(db, "DELETE FROM _row_restores").Run());
  for (size_t i = 0; i < restores.size(); ++i) {
    const RowRestore& it = restores[i];
    TRY("replacing the restores",
        Query(db,
              "INSERT INTO _row_restores (position, table_name, row_key, token, evidence_row, "
              "sheet_row, headers) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
              i, it.table, it.key, it.token, it.evidence_row, it.sheet_row, LinesText(it.headers))
            .Run());
  }
  return {};
}

}  // namespace

Result<std::vector<HeldRow>> ReadHeldRows(Db& db, const std::string& table) {
  Query query(db,
              "SELECT row_key, address, column_name, reason FROM _held_rows WHERE table_name = ?1 "
              "ORDER BY position",
              table);
  return ReadAll<HeldRow>(query, [](const Query& row) {
    return HeldRow{ValueIn(row, 0), row.Text(1), row.Text(2), row.Text(3)};
  });
}

Result<> WriteHeldRows(Db& db, const std::string& table, const std::vector<HeldRow>& rows) {
  TRY_ASSIGN(const std::vector<HeldRow> old, "reading the held rows", ReadHeldRows(db, table));
  if (Same(old, rows)) return {};
  TRY("replacing the held rows",
      Query(db, "DELETE FROM _held_rows WHERE table_name = ?1", table).Run());
  for (size_t i = 0; i < rows.size(); ++i) {
    TRY("replacing the held rows",
        Query(
            db,
            "INSERT INTO _held_rows (table_name, position, row_key, address, column_name, reason) "
            "VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            table, i, rows[i].key, rows[i].address, rows[i].column, rows[i].reason)
            .Run());
  }
  return {};
}

Result<std::vector<RejectedRow>> ReadRejectedRows(Db& db, const std::string& table) {
  Query query(db,
              "SELECT row_key, column_name, reason FROM _rejected_rows WHERE table_name = ?1 "
              "ORDER BY position",
              table);
  return ReadAll<RejectedRow>(query, [](const Query& row) {
    return RejectedRow{ValueIn(row, 0), row.Text(1), row.Text(2)};
  });
}

Result<> WriteRejectedRows(Db& db, const std::string& table, const std::vector<RejectedRow>& rows) {
  TRY_ASSIGN(const std::vector<RejectedRow> old, "reading the rejected rows",
             ReadRejectedRows(db, table));
  if (Same(old, rows)) return {};
  TRY("replacing the rejected rows",
      Query(db, "DELETE FROM _rejected_rows WHERE table_name = ?1", table).Run());
  for (size_t i = 0; i < rows.size(); ++i) {
    TRY("replacing the rejected rows",
        Query(db,
              "INSERT INTO _rejected_rows (table_name, position, row_key, column_name, reason) "
              "VALUES (?1, ?2, ?3, ?4, ?5)",
              table, i, rows[i].key, rows[i].column, rows[i].reason)
            .Run());
  }
  return {};
}

Result<Mending> ReadMending(Db& db) {
  Mending mending;
  TRY_ASSIGN(mending.repairs, "reading the repairs", ReadRepairs(db));
  TRY_ASSIGN(mending.removals, "reading the removals", ReadRemovals(db));
  TRY_ASSIGN(mending.restores, "reading the restores", ReadRestores(db));
  return mending;
}

Result<> WriteMending(Db& db, const Mending& mending) {
  TRY_ASSIGN(const Mending old, "reading what was to be mended", ReadMending(db));
  if (!Same(old.repairs, mending.repairs)) TRY("writing", WriteRepairs(db, mending.repairs));
  if (!SameRemovals(old.removals, mending.removals)) {
    TRY("writing", WriteRemovals(db, mending.removals));
  }
  if (!Same(old.restores, mending.restores)) TRY("writing", WriteRestores(db, mending.restores));
  return {};
}

std::string_view Name(HoldDecision decision) {
  switch (decision) {
    case HoldDecision::kApprove:
      return "approve";
    case HoldDecision::kRevert:
      return "revert";
    case HoldDecision::kNone:
      break;
  }
  return "";
}

Result<std::vector<Hold>> ReadHolds(Db& db) {
  Query query(db,
              "SELECT table_name, guard, reason, since, decision, fingerprint FROM _holds "
              "ORDER BY table_name");
  return ReadAll<Hold>(query, [](const Query& row) {
    const auto since = ParseRfc3339(row.Text(3));
    return Hold{row.Text(0),
                row.Text(1),
                row.Text(2),
                since ? since->time_since_epoch().count() : 0,
                ParseDecision(row.Text(4)),
                row.Text(5)};
  });
}

Result<> WriteHold(Db& db, const Hold& hold) {
  const WallTime since{Millis(hold.since_ms)};
  return Query(db,
               "INSERT INTO _holds (table_name, guard, reason, since, decision, fingerprint) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (table_name) DO UPDATE SET "
               "reason = ?3, since = CASE guard WHEN ?2 THEN since ELSE ?4 END, guard = ?2, "
               "decision = ?5, fingerprint = ?6 WHERE guard <> 'paused'",
               hold.table, hold.guard, hold.reason, FormatRfc3339(since), Name(hold.decision),
               hold.fingerprint)
      .Run();
}

Result<> DeleteHold(Db& db, const std::string& table) {
  return Query(db, "DELETE FROM _holds WHERE table_name = ?1 AND guard <> 'paused'", table).Run();
}

Result<std::optional<std::string>> ReadMeta(Db& db, const std::string& name) {
  Query query(db, "SELECT value FROM _meta WHERE name = ?1", name);
  TRY_ASSIGN(const bool found, "reading the setting " + name, query.Next());
  if (!found) return std::nullopt;
  return query.Text(0);
}

Result<> WriteMeta(Db& db, const std::string& name, const std::string& value) {
  return Query(db,
               "INSERT INTO _meta (name, value) VALUES (?1, ?2) "
               "ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE value <> ?2",
               name, value)
      .Run();
}

Result<> WriteCycle(Db& db, const CycleRecord& cycle) {
  const WallTime finished{Millis(cycle.finished_ms)};
  std::string durations;
  for (const int64_t ms : cycle.durations_ms) {
    durations += (durations.empty() ? "" : " ") + std::to_string(ms);
  }
  TRY("recording the cycle",
      Query(db,
            "INSERT INTO _cycles (number, finished, duration_ms, good, error, cycles, failed, "
            "durations, requests) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
            "ON CONFLICT (number) DO UPDATE SET finished = ?2, duration_ms = ?3, good = ?4, "
            "error = ?5, cycles = ?6, failed = ?7, durations = ?8, requests = ?9",
            cycle.number, FormatRfc3339(finished), cycle.duration_ms, cycle.good, cycle.error,
            cycle.cycles, cycle.failed, durations, cycle.requests)
          .Run());
  return Query(db,
               "DELETE FROM _cycles WHERE number <= (SELECT number FROM _cycles ORDER BY number "
               "DESC LIMIT 1 OFFSET ?1)",
               kCycleRecordsKept)
      .Run();
}

}  // namespace sheetkeeper
