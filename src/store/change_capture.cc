// Change capture.
//
// Programs write the user's tables with plain SQL, from any language. Triggers note each row at its
// first change: its key and its declared columns as they were. Later changes of the row add
// nothing, so the log is bounded by the table, and an entry keeps its seq until the row equals its
// base again: who waits until no entry has a seq up to the highest one of now has waited for
// everything that is written now.
//
// The rules the triggers follow:
//
//  1. The old row is noted BEFORE an update or deletion, so that triggers of the user's that go on
//     to change the same row cannot get in between. The new key is noted AFTER an insertion, when
//     SQLite has chosen it.
//  2. A second entry for a row is prevented by NOT EXISTS, never by OR IGNORE: the conflict clause
//     of the user's statement replaces those of the triggers it fires, and under INSERT OR REPLACE
//     an OR IGNORE would overwrite the entry with the wrong old row. The test stands in the WHEN
//     clause, because an INSERT that selects from the table it writes costs three times as much.
//  3. INSERT OR REPLACE and UPDATE OR REPLACE take rows away without firing delete triggers. So
//     before each insertion, and each update of unique columns, the rows are noted that have the
//     same unique columns. An entry too many costs little: where the row turns out to equal its
//     base, the entry goes again.
//  4. Values are compared as bytes (COLLATE BINARY): 'a' to 'A' is a change.
//  5. Nothing is noted while _capture.paused is 1, which only our own transactions set, and put
//     back before they commit. They settle the log themselves (row_commit.cc).
//
// What the triggers cannot see is left to the scrub (scrub.cc): a table that was dropped and
// rebuilt, triggers that somebody removed, rows evicted through partial or computed unique indexes.
#include "store/change_capture.h"

#include <utility>

#include "base/check.h"

namespace sheetkeeper {
namespace {

constexpr const char* kCapturing = "(SELECT paused FROM _capture) IS NOT 1";

struct Trigger {
  std::string name;
  std::string sql;
};

std::string TriggerName(const UserTable& table, const std::string& event) {
  return "_capture_" + table.schema.name + "_" + event;
}

std::string OldColumns(const UserTable& table) {
  std::string list;
  for (const std::string& column : table.old_columns) list += ", " + column;
  return list;
}

std::string ColumnsOf(const UserTable& table, const std::string& row) {
  std::string list;
  for (const Column& column : table.schema.columns) list += ", " + row + QuoteName(column.name);
  return list;
}

// + takes the column's affinity away, without which the log's index could not be used.
std::string NotInLog(const UserTable& table, const std::string& key) {
  return "NOT EXISTS (SELECT 1 FROM " + table.log + " AS c WHERE c.row_key = +" + key + ")";
}

std::string NoteOldRow(const UserTable& table) {
  return "INSERT INTO " + table.log + " (row_key, existed" + OldColumns(table) + ") VALUES (OLD." +
         table.key + ", 1" + ColumnsOf(table, "OLD.") + "); ";
}

std::string NoteNewKey(const UserTable& table) {
  return "INSERT INTO " + table.log + " (row_key, existed) VALUES (NEW." + table.key + ", 0); ";
}

// "FROM x AS t WHERE ...": the rows that have the new row's columns of the set; `besides` excludes
// the row itself.
std::string RowsAlike(const UserTable& table, const UniqueSet& set, const std::string& besides) {
  std::string sql = "FROM " + table.name + " AS t WHERE ";
  for (const UniqueColumn& column : set) {
    const std::string name = QuoteName(column.name);
    sql += "t." + name + " = NEW." + name;
    if (!column.collation.empty()) sql += " COLLATE " + QuoteName(column.collation);
    sql += " AND ";
  }
  return sql + besides + "t." + table.key + " IS NOT NULL";
}

std::string AnyRowIsAlike(const UserTable& table, const std::string& besides) {
  std::string condition;
  for (const UniqueSet& set : table.shape.unique_sets) {
    if (!condition.empty()) condition += " OR ";
    condition += "EXISTS (SELECT 1 " + RowsAlike(table, set, besides) + ")";
  }
  return "(" + condition + ")";
}

std::string NoteRowsAlike(const UserTable& table, const std::string& besides) {
  std::string statements;
  for (const UniqueSet& set : table.shape.unique_sets) {
    statements += "INSERT INTO " + table.log + " (row_key, existed" + OldColumns(table) +
                  ") SELECT t." + table.key + ", 1" + ColumnsOf(table, "t.") + " " +
                  RowsAlike(table, set, besides) + " AND " + NotInLog(table, "t." + table.key) +
                  "; ";
  }
  return statements;
}

std::string KeyDiffers(const UserTable& table, const std::string& one, const std::string& other) {
  return one + table.key + " IS NOT " + other + table.key + " COLLATE BINARY";
}

std::string AnyColumnDiffers(const UserTable& table) {
  std::string condition;
  for (const Column& column : table.schema.columns) {
    if (!condition.empty()) condition += " OR ";
    const std::string name = QuoteName(column.name);
    condition += "OLD." + name + " IS NOT NEW." + name + " COLLATE BINARY";
  }
  return "(" + condition + ")";
}

std::string UniqueColumns(const UserTable& table) {
  std::string list;
  for (const UniqueSet& set : table.shape.unique_sets) {
    for (const UniqueColumn& column : set) {
      if (!list.empty()) list += ", ";
      list += QuoteName(column.name);
    }
  }
  return list;
}

// `when` says before or after what.
Trigger MakeTrigger(const UserTable& table, const std::string& event, const std::string& when,
                    const std::string& condition, const std::string& body) {
  std::string name = TriggerName(table, event);
  std::string sql = "CREATE TRIGGER " + QuoteName(name) + " " + when + " ON " + table.name +
                    " WHEN " + kCapturing + " AND " + condition + " BEGIN " + body + "END";
  return {std::move(name), std::move(sql)};
}

std::vector<Trigger> Triggers(const UserTable& table) {
  const auto unnoted = [&table](const std::string& row) {
    const std::string key = row + table.key;
    return key + " IS NOT NULL AND " + NotInLog(table, key);
  };
  const std::string other_row = KeyDiffers(table, "t.", "OLD.") + " AND ";
  return {
      MakeTrigger(table, "replace", "BEFORE INSERT", AnyRowIsAlike(table, ""),
                  NoteRowsAlike(table, "")),
      MakeTrigger(table, "insert", "AFTER INSERT", unnoted("NEW."), NoteNewKey(table)),
      MakeTrigger(table, "evict", "BEFORE UPDATE OF " + UniqueColumns(table),
                  AnyRowIsAlike(table, other_row), NoteRowsAlike(table, other_row)),
      MakeTrigger(table, "update", "BEFORE UPDATE",
                  AnyColumnDiffers(table) + " AND " + unnoted("OLD."), NoteOldRow(table)),
      MakeTrigger(table, "key", "AFTER UPDATE OF " + table.key,
                  KeyDiffers(table, "OLD.", "NEW.") + " AND " + unnoted("NEW."), NoteNewKey(table)),
      MakeTrigger(table, "delete", "BEFORE DELETE", unnoted("OLD."), NoteOldRow(table)),
  };
}

Result<bool> IsIntact(Db& db, const UserTable& table, const Trigger& trigger) {
  Query query(db,
              "SELECT tbl_name = ?2 COLLATE NOCASE AND sql = ?3 FROM sqlite_master "
              "WHERE type = 'trigger' AND name = ?1 COLLATE NOCASE",
              trigger.name, table.schema.name, trigger.sql);
  TRY_ASSIGN(const bool found, "reading trigger " + trigger.name, query.Next());
  return found && query.Integer(0) != 0;
}

}  // namespace

Result<> CreateChangeLog(Db& db, const UserTable& table) {
  return db.Execute("DROP TABLE IF EXISTS " + table.log + "; CREATE TABLE " + table.log +
                    " (seq INTEGER PRIMARY KEY AUTOINCREMENT, row_key NOT NULL UNIQUE, "
                    "existed INTEGER" +
                    OldColumns(table) + ")");
}

Result<> EnterEveryRow(Db& db, const UserTable& table) {
  return db.Execute("INSERT INTO " + table.log + " (row_key, existed) SELECT " + table.key +
                    ", 0 FROM " + table.name + " WHERE " + table.key + " IS NOT NULL");
}

Result<bool> InstallTriggers(Db& db, const UserTable& table) {
  bool changed = false;
  for (const Trigger& trigger : Triggers(table)) {
    TRY_ASSIGN(const bool intact, "checking change capture", IsIntact(db, table, trigger));
    if (intact) continue;
    changed = true;
    TRY("installing change capture on table " + table.name,
        db.Execute("DROP TRIGGER IF EXISTS " + QuoteName(trigger.name) + "; " + trigger.sql));
  }
  return changed;
}

Result<bool> TriggersAreIntact(Db& db, const UserTable& table) {
  for (const Trigger& trigger : Triggers(table)) {
    TRY_ASSIGN(const bool intact, "checking change capture", IsIntact(db, table, trigger));
    if (!intact) return false;
  }
  return true;
}

Result<bool> HasOtherTriggers(Db& db, const UserTable& table) {
  TRY_ASSIGN(const int64_t count, "looking for triggers of table " + table.name,
             QueryInteger(db,
                          "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND "
                          "tbl_name = ?1 COLLATE NOCASE AND substr(name, 1, 9) <> '_capture_'",
                          table.schema.name));
  return count > 0;
}

Result<> PauseCapture(Db& db, bool paused) {
  CHECK(db.InTransaction());
  return Query(db, "UPDATE _capture SET paused = ?1", paused ? 1 : 0).Run();
}

Result<> ResumeCapture(Db& db) {
  TRY_ASSIGN(const int64_t right, "looking at the switch of change capture",
             QueryInteger(db, "SELECT count(*) = 1 AND sum(paused) = 0 FROM _capture"));
  if (right != 0) return {};
  return db.Execute("DELETE FROM _capture; INSERT INTO _capture VALUES (0)");
}

}  // namespace sheetkeeper
