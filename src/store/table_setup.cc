// How a table comes in.
//
// A table that is not there is created. One that is there is adopted as it is, if it fits. In both
// cases it begins without a base, so that its rows and the sheet's are united and nothing is
// deleted. So it does, too, when its declared columns are other than those the base was made
// under, when its base or log was dropped, or when the user's table itself is gone: then nobody
// can tell what the two sides agreed on.
//
// Other columns are refused while a write is open: what it replaced in the sheet is known under
// the former ones only, and would be forgotten with them.
#include "store/table_setup.h"

#include <optional>
#include <utility>

#include "base/check.h"
#include "store/base_table.h"
#include "store/change_capture.h"
#include "store/conflicts.h"
#include "store/intents.h"
#include "store/scrub.h"
#include "store/status_views.h"

namespace sheetkeeper {
namespace {

// What the digests of a base depend on: names, order and types of the columns, and the key.
std::string DeclarationText(const TableSchema& schema) {
  std::string text;
  for (size_t i = 0; i < schema.columns.size(); ++i) {
    if (i > 0) text += ", ";
    text += QuoteName(schema.columns[i].name) + " " + std::string(Name(schema.columns[i].type));
    if (i == schema.key) text += " key";
  }
  return text;
}

Result<TableShape> FindOrCreate(Db& db, const TableSchema& schema, bool& created) {
  TRY_ASSIGN(std::optional<TableShape> shape, "adopting a table", InspectTable(db, schema));
  created = !shape.has_value();
  if (shape) return *std::move(shape);
  TRY("creating table " + QuoteName(schema.name), db.Execute(CreateTableSql(schema)));
  TRY_ASSIGN(shape, "reading the new table", InspectTable(db, schema));
  CHECK(shape.has_value());
  return *std::move(shape);
}

// Whether the base and the log are there and were made under this declaration.
Result<bool> HasBaseFor(Db& db, const UserTable& table) {
  TRY_ASSIGN(const int64_t declared, "reading the tables",
             QueryInteger(db, "SELECT count(*) FROM _tables WHERE table_name = ?1 AND columns = ?2",
                          table.schema.name, DeclarationText(table.schema)));
  TRY_ASSIGN(const int64_t tables, "looking for base and log",
             QueryInteger(db,
                          "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND "
                          "name COLLATE NOCASE IN (?1, ?2)",
                          "_base_" + table.schema.name, "_changes_" + table.schema.name));
  return declared == 1 && tables == 2;
}

Result<> CheckNoWriteIsOpen(Db& db, const TableSchema& schema) {
  TRY_ASSIGN(const int64_t open, "looking for open writes",
             QueryInteger(db,
                          "SELECT count(*) FROM _tables JOIN _intent_layouts USING (table_name) "
                          "WHERE table_name = ?1 AND columns NOT IN ('', ?2)",
                          schema.name, DeclarationText(schema)));
  if (open == 0) return {};
  return Fail(ErrorKind::kInvalid,
              "its columns are declared otherwise while a write to the sheet is unsettled; sync "
              "once as it was declared before, or let 'sheetkeeper resync --table " +
                  schema.name + "' forget that write");
}

Result<> BeginAnew(Db& db, const UserTable& table) {
  TRY("creating its base", CreateBaseTable(db, table));
  TRY("creating its change log", CreateChangeLog(db, table));
  TRY("entering its rows", EnterEveryRow(db, table));
  TRY("forgetting former intents", ForgetIntentsOfTable(db, table.schema.name));
  TRY("closing former conflicts", ReplaceUndecided(db, table));
  return Query(db,
               "INSERT INTO _tables (table_name, columns) VALUES (?1, ?2) "
               "ON CONFLICT (table_name) DO UPDATE SET columns = excluded.columns",
               table.schema.name, DeclarationText(table.schema))
      .Run();
}

}  // namespace

Result<UserTable> SetUpTable(Db& db, const TableSchema& schema) {
  const std::string step = "setting up table " + QuoteName(schema.name);
  bool created = false;
  TRY_ASSIGN(TableShape shape, step, FindOrCreate(db, schema, created));
  UserTable table(schema, std::move(shape));
  TRY_ASSIGN(const bool has_base, step, HasBaseFor(db, table));
  const bool anew = created || !has_base;
  TRY(step, CheckNoWriteIsOpen(db, schema));
  if (anew) TRY(step, BeginAnew(db, table));
  TRY_ASSIGN(const bool had_holes, step, InstallTriggers(db, table));
  if (had_holes && !anew) TRY(step, ScrubRows(db, table));
  TRY(step, InstallStatusView(db, table));
  return table;
}

}  // namespace sheetkeeper
