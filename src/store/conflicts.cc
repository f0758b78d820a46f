// Conflicts in the database.
//
// _conflicts keeps every conflict for good, so that the value that did not win can be found.
// column_name is NULL where the conflict is about the whole row. Its state:
//
//   open       nobody decides but a person; both sides keep theirs. At most one of a row and column
//   replaced   it was open, and a conflict with other values took its place, or the table began
//              anew before somebody decided (closed_at is NULL)
//   closed     it was open, and the sides agree again
//   decided    a policy decided it at once, or a person did and it is carried out; winner says how.
//              Or a write of ours met a newer value, which is kept here
//
// A person's decision about an open one (conflict_decision.h) stands in `decision` and
// `decided_value`, and stays until a commit records the write that carries it out, or the conflict
// is over for another reason.
#include "store/conflicts.h"

#include "base/time_text.h"
#include "store/query_rows.h"

namespace sheetkeeper {
namespace {

Value ColumnName(const UserTable& table, int column) {
  if (column < 0) return Null{};
  return table.schema.columns[static_cast<size_t>(column)].name;
}

// The open conflict of the row and column with these very values.
Result<bool> IsOpen(Db& db, const UserTable& table, const Conflict& conflict) {
  Query query(db,
              "SELECT 1 FROM _conflicts WHERE state = 'open' AND table_name = ?1 AND row_key = ?2 "
              "AND column_name IS ?3 AND had_base = ?4 AND base_value IS ?5 "
              "AND sheet_value IS ?6 AND database_value IS ?7",
              table.schema.name, conflict.key, ColumnName(table, conflict.column),
              conflict.base.has_value(), conflict.base.value_or(Value()), conflict.remote,
              conflict.local);
  return query.Next();
}

Result<> Insert(Db& db, const UserTable& table, const Conflict& conflict, const char* state,
                const std::string& at) {
  return Query(db,
               "INSERT INTO _conflicts (table_name, row_key, column_name, had_base, base_value, "
               "sheet_value, database_value, winner, reason, state, at) "
               "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
               table.schema.name, conflict.key, ColumnName(table, conflict.column),
               conflict.base.has_value(), conflict.base.value_or(Value()), conflict.remote,
               conflict.local, Name(conflict.winner), conflict.reason, state, at)
      .Run();
}

// The index of a declared column; -1 for NULL, which is the whole row.
int ColumnIndex(const UserTable& table, const std::string& name) {
  for (size_t i = 0; i < table.schema.columns.size(); ++i) {
    if (table.schema.columns[i].name == name) return static_cast<int>(i);
  }
  return -1;
}

// True where the conflict is what a person decided about the open one, which ends with it.
Result<bool> EndDecided(Db& db, const UserTable& table, const Conflict& conflict,
                        const std::string& at) {
  Query query(db,
              "UPDATE _conflicts SET state = 'decided', closed_at = ?7, winner = CASE decision "
              "WHEN 'mine' THEN 'database' WHEN 'theirs' THEN 'sheet' ELSE 'nobody' END "
              "WHERE state = 'open' AND table_name = ?1 AND row_key = ?2 AND column_name IS ?3 "
              "AND sheet_value IS ?4 AND CASE decision WHEN '' THEN 0 "
              "WHEN 'theirs' THEN ?6 = 'sheet' AND database_value IS ?5 "
              "ELSE ?6 = 'database' AND decided_value IS ?5 END",
              table.schema.name, conflict.key, ColumnName(table, conflict.column), conflict.remote,
              conflict.local, Name(conflict.winner), at);
  TRY("ending a conflict", query.Run());
  return db.Changes() > 0;
}

}  // namespace

Result<> AddConflict(Db& db, const UserTable& table, const Conflict& conflict, Clock& clock) {
  const bool open = conflict.winner == Winner::kNobody;
  if (open) {
    TRY_ASSIGN(const bool known, "looking for the conflict", IsOpen(db, table, conflict));
    if (known) return {};
  }
  const std::string at = FormatRfc3339(clock.Wall());
  if (!open) {
    TRY_ASSIGN(const bool ended, "ending a conflict", EndDecided(db, table, conflict, at));
    if (ended) return {};
  }
  TRY("replacing a conflict",
      Query(db,
            "UPDATE _conflicts SET state = 'replaced', closed_at = ?4 WHERE state = 'open' AND "
            "table_name = ?1 AND row_key = ?2 AND column_name IS ?3",
            table.schema.name, conflict.key, ColumnName(table, conflict.column), at)
          .Run());
  return Insert(db, table, conflict, open ? "open" : "decided", at);
}

Result<> AddCovered(Db& db, const UserTable& table, const Conflict& conflict, Clock& clock) {
  return Insert(db, table, conflict, "decided", FormatRfc3339(clock.Wall()));
}

Result<> CloseConflicts(Db& db, const UserTable& table, const RowKey& key,
                        std::optional<size_t> column, Clock& clock) {
  const std::string sql =
      "UPDATE _conflicts SET state = 'closed', closed_at = ?3 WHERE state = 'open' AND "
      "table_name = ?1 AND row_key = ?2";
  const std::string at = FormatRfc3339(clock.Wall());
  if (!column) return Query(db, sql, table.schema.name, key, at).Run();
  return Query(db, sql + " AND column_name = ?4", table.schema.name, key, at,
               table.schema.columns[*column].name)
      .Run();
}

Result<std::vector<Conflict>> ReadOpenConflicts(Db& db, const UserTable& table) {
  Query query(db,
              "SELECT row_key, column_name, had_base, base_value, sheet_value, database_value "
              "FROM _conflicts WHERE state = 'open' AND table_name = ?1",
              table.schema.name);
  std::vector<Conflict> conflicts;
  while (true) {
    TRY_ASSIGN(const bool more, "reading open conflicts", query.Next());
    if (!more) return conflicts;
    Conflict& conflict = conflicts.emplace_back();
    conflict.key = ValueIn(query, 0);
    conflict.column = ColumnIndex(table, query.Text(1));
    if (query.Integer(2) != 0) conflict.base = ValueIn(query, 3);
    conflict.remote = ValueIn(query, 4);
    conflict.local = ValueIn(query, 5);
  }
}

Result<> ReplaceUndecided(Db& db, const UserTable& table) {
  std::vector<int64_t> replaced;
  Query query(db,
              "SELECT id, column_name, decision FROM _conflicts "
              "WHERE state = 'open' AND table_name = ?1",
              table.schema.name);
  while (true) {
    TRY_ASSIGN(const bool more, "reading open conflicts", query.Next());
    if (!more) break;
    const bool stands = !query.Text(2).empty() && ColumnIndex(table, query.Text(1)) >= 0;
    if (!stands) replaced.push_back(query.Integer(0));
  }
  for (const int64_t id : replaced) {
    TRY("replacing a conflict",
        Query(db, "UPDATE _conflicts SET state = 'replaced' WHERE id = ?1", id).Run());
  }
  return {};
}

Result<std::vector<Resolution>> ReadResolutions(Db& db, const UserTable& table) {
  Query query(db,
              "SELECT row_key, column_name, sheet_value, iif(decision = 'theirs', database_value, "
              "decided_value), decision FROM _conflicts "
              "WHERE state = 'open' AND decision <> '' AND table_name = ?1",
              table.schema.name);
  std::vector<Resolution> resolutions;
  while (true) {
    TRY_ASSIGN(const bool more, "reading decisions", query.Next());
    if (!more) return resolutions;
    const int column = ColumnIndex(table, query.Text(1));
    if (column < 0) continue;
    resolutions.push_back({ValueIn(query, 0), static_cast<size_t>(column), ValueIn(query, 2),
                           ValueIn(query, 3),
                           query.Text(4) == "theirs" ? Winner::kSheet : Winner::kDatabase});
  }
}

}  // namespace sheetkeeper
