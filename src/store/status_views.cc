// The state of a row, for people: SELECT * FROM ranks JOIN _status_ranks USING (rank_name).
//
//   conflict   both sides changed it differently and a person has to decide; detail says what
//   rejected   the sheet cannot take the row as it stands in the database
//   held       the row as it stands in the sheet does not fit; detail has the address
//   pending    changed in the database and not yet, or not known to be, in the sheet
//   synced     both sides hold the same
//
// The first that applies is shown. The views read our own tables only (format.cc says why): first
// the keys of which there is something to say, which are few, then the rest of the base.
#include "store/status_views.h"

#include <string>

namespace sheetkeeper {
namespace {

// A part of the CTE `noted`: rows of `from` with what there is to say of their keys.
std::string Noted(int rank, const std::string& state, const std::string& detail,
                  const std::string& from) {
  return "SELECT row_key, " + std::to_string(rank) + ", '" + state + "', " + detail + " FROM " +
         from;
}

std::string StatusViewSql(const UserTable& table) {
  const std::string of_table =
      " WHERE row_key IS NOT NULL AND table_name = " + QuoteText(table.schema.name);
  const std::string pending =
      "CASE existed WHEN 0 THEN 'not yet in the sheet' ELSE "
      "'changed or deleted since both sides agreed' END";
  return "CREATE VIEW " + QuoteName("_status_" + table.schema.name) +
         " AS WITH noted (key, rank, state, detail) AS (" +
         Noted(1, "conflict", "coalesce(column_name || ': ', '') || reason",
               "_conflicts" + of_table + " AND state = 'open'") +
         " UNION ALL " + Noted(2, "rejected", "reason", "_rejected_rows" + of_table) +
         " UNION ALL " + Noted(3, "held", "address || ': ' || reason", "_held_rows" + of_table) +
         " UNION ALL " + Noted(4, "pending", pending, table.log) + ") SELECT key AS " + table.key +
         // min() makes the other columns those of the row that has it.
         ", state, detail FROM (SELECT key, min(rank), state, detail FROM noted GROUP BY key) "
         "UNION ALL SELECT key, 'synced', '' FROM " +
         table.base_table + " WHERE key NOT IN (SELECT key FROM noted)";
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
