// The state of a row, for people: SELECT * FROM ranks JOIN _status_ranks USING (rank_name).
//
//   conflict   both sides changed it differently and a person has to decide; detail says what
//   rejected   the sheet cannot take the row as it stands in the database
//   held       the row as it stands in the sheet does not fit; detail has the address
//   pending    changed in the database and not yet, or not known to be, in the sheet
//   synced     both sides hold the same
//
// The first that applies is shown. The views read our own tables only (format.cc says why): the
// keys are those of the base, of the change log, and of held rows of the sheet that never came in.
#include "store/status_views.h"

#include <string>

namespace sheetkeeper {
namespace {

// The text of the first row that `from` gives for the key, or NULL.
std::string Reason(const std::string& what, const std::string& from, const std::string& table) {
  return "(SELECT " + what + " FROM " + from + " WHERE table_name = " + table +
         " AND row_key = k.key LIMIT 1)";
}

std::string StatusViewSql(const UserTable& table) {
  const std::string name = QuoteText(table.schema.name);
  const std::string in_base = "SELECT 1 FROM " + table.base_table + " AS b WHERE b.key = ";
  const std::string keys =
      "SELECT +key AS key FROM " + table.base_table + " UNION ALL SELECT row_key FROM " +
      table.log + " AS c WHERE NOT EXISTS (" + in_base +
      "c.row_key) UNION ALL SELECT DISTINCT row_key FROM _held_rows AS h WHERE table_name = " +
      name + " AND row_key IS NOT NULL AND NOT EXISTS (" + in_base +
      "h.row_key) AND NOT EXISTS (SELECT 1 FROM " + table.log +
      " AS c WHERE c.row_key = h.row_key)";
  const std::string pending =
      "(SELECT CASE existed WHEN 0 THEN 'not yet in the sheet' ELSE "
      "'changed or deleted since both sides agreed' END FROM " +
      table.log + " AS c WHERE c.row_key = k.key)";
  return "CREATE VIEW " + QuoteName("_status_" + table.schema.name) + " AS SELECT key AS " +
         table.key +
         ", CASE WHEN conflict IS NOT NULL THEN 'conflict' WHEN rejected IS NOT NULL THEN "
         "'rejected' WHEN held IS NOT NULL THEN 'held' WHEN pending IS NOT NULL THEN 'pending' "
         "ELSE 'synced' END AS state, coalesce(conflict, rejected, held, pending, '') AS detail "
         "FROM (SELECT k.key, " +
         Reason("coalesce(column_name || ': ', '') || reason", "_conflicts",
                "" + name + " AND state = 'open'") +
         " AS conflict, " + Reason("reason", "_rejected_rows", name) + " AS rejected, " +
         Reason("address || ': ' || reason", "_held_rows", name) + " AS held, " + pending +
         " AS pending FROM (" + keys + ") AS k)";
}

Result<> InstallView(Db& db, const std::string& name, const std::string& sql) {
  TRY_ASSIGN(const int64_t intact, "reading view " + name,
             QueryInteger(db,
                          "SELECT count(*) FROM sqlite_master WHERE type = 'view' AND name = ?1 "
                          "AND sql = ?2",
                          name, sql));
  if (intact > 0) return {};
  return db.Execute("DROP VIEW IF EXISTS " + QuoteName(name) + "; " + sql);
}

}  // namespace

Result<> InstallStatusView(Db& db, const UserTable& table) {
  return InstallView(db, "_status_" + table.schema.name, StatusViewSql(table));
}

Result<> InstallRowStatusView(Db& db) {
  std::string parts;
  {
    Query query(db, "SELECT table_name FROM _tables ORDER BY table_name");
    while (true) {
      TRY_ASSIGN(const bool more, "reading the tables", query.Next());
      if (!more) break;
      const std::string name = query.Text(0);
      if (!parts.empty()) parts += " UNION ALL ";
      parts += "SELECT " + QuoteText(name) + ", * FROM " + QuoteName("_status_" + name);
    }
  }
  if (parts.empty()) parts = "SELECT NULL, NULL, NULL, NULL WHERE 0";
  return InstallView(db, "_row_status",
                     "CREATE VIEW _row_status (table_name, row_key, state, detail) AS " + parts);
}

}  // namespace sheetkeeper
