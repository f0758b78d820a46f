#include "store/user_table.h"

#include <utility>

#include "base/check.h"

namespace sheetkeeper {
namespace {

std::string ColumnList(const std::string& prefix, const std::vector<Column>& columns) {
  std::string list;
  for (const Column& column : columns) {
    if (!list.empty()) list += ", ";
    list += prefix + QuoteName(column.name);
  }
  return list;
}

std::string Join(const std::vector<std::string>& parts, const std::string& prefix = "") {
  std::string list;
  for (const std::string& part : parts) {
    if (!list.empty()) list += ", ";
    list += prefix + part;
  }
  return list;
}

// "?2, ?3, ?4" for (2, 3).
std::string Parameters(int first, size_t count) {
  std::string list;
  for (size_t i = 0; i < count; ++i) {
    if (i > 0) list += ", ";
    list += '?' + std::to_string(first + static_cast<int>(i));
  }
  return list;
}

// Where the table may change what is written, the statement gives back the row as it was stored.
std::string Returning(const UserTable& table) {
  if (table.shape.exact) return "";
  return " RETURNING " + ColumnList("", table.schema.columns);
}

std::string SelectColumns(const UserTable& table, const std::string& key) {
  return "SELECT " + key + ", c.seq, b.digest, " + ColumnList("t.", table.schema.columns) + ", " +
         Join(table.old_columns, "c.");
}

std::string JoinRow(const UserTable& table, const std::string& key) {
  return " LEFT JOIN " + table.name + " AS t ON t." + table.key + " = " + key + table.KeyCollate() +
         " LEFT JOIN " + table.base_table + " AS b ON b.key = " + key;
}

std::string SelectRow(const UserTable& table) {
  return SelectColumns(table, "k.key") + " FROM (SELECT ?1 AS key) AS k" + JoinRow(table, "k.key") +
         " LEFT JOIN " + table.log + " AS c ON c.row_key = k.key";
}

std::string SelectChanges(const UserTable& table) {
  return SelectColumns(table, "c.row_key") + " FROM " + table.log + " AS c" +
         JoinRow(table, "c.row_key");
}

std::string SelectAll(const UserTable& table) {
  return "SELECT b.digest, " + ColumnList("t.", table.schema.columns) + " FROM " + table.name +
         " AS t LEFT JOIN " + table.base_table + " AS b ON b.key = +t." + table.key;
}

std::string SelectBaseKeys(const UserTable& table) {
  return "SELECT b.key, t." + table.key + " FROM " + table.base_table + " AS b LEFT JOIN " +
         table.name + " AS t ON t." + table.key + " = b.key" + table.KeyCollate();
}

std::string SetEntry(const UserTable& table) {
  std::string update = "existed = excluded.existed";
  for (const std::string& column : table.old_columns)
    update += ", " + column + " = excluded." + column;
  return "INSERT INTO " + table.log + " (row_key, existed, " + Join(table.old_columns) +
         ") VALUES (" + Parameters(1, table.old_columns.size() + 2) +
         ") ON CONFLICT (row_key) DO UPDATE SET " + update;
}

}  // namespace

// Every write says OR ABORT: a constraint of the user's that says ON CONFLICT REPLACE must not take
// another row away.
UserTable::UserTable(TableSchema declared, TableShape seen)
    : schema(std::move(declared)),
      shape(std::move(seen)),
      name(QuoteName(schema.name)),
      key(QuoteName(schema.key_column().name)),
      base_table(QuoteName("_base_" + schema.name)),
      log(QuoteName("_changes_" + schema.name)) {
  for (const Column& column : schema.columns)
    old_columns.push_back(QuoteName("old_" + column.name));
  select_row = SelectRow(*this);
  select_changes = SelectChanges(*this) + " WHERE c.seq <= ?1 ORDER BY c.seq";
  select_change = SelectChanges(*this) + " WHERE c.seq = ?1";
  select_all = SelectAll(*this);
  select_base_keys = SelectBaseKeys(*this);
  insert_row = InsertRows(1);
  delete_row = "DELETE FROM " + name + " WHERE " + key + " = ?1" + KeyCollate();
  set_base =
      "INSERT INTO " + base_table +
      " (key, digest) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET digest = excluded.digest";
  delete_base = "DELETE FROM " + base_table + " WHERE key = ?1";
  set_entry = SetEntry(*this);
  delete_entry = "DELETE FROM " + log + " WHERE row_key = ?1";
}

std::string UserTable::InsertRows(size_t count) const {
  std::string values;
  for (size_t row = 0; row < count; ++row) {
    const int first = 1 + static_cast<int>(row * schema.columns.size());
    values += (row == 0 ? "(" : ", (") + Parameters(first, schema.columns.size()) + ")";
  }
  return "INSERT OR ABORT INTO " + name + " (" + ColumnList("", schema.columns) + ") VALUES " +
         values + Returning(*this);
}

std::string UserTable::UpdateRow(const std::vector<size_t>& columns) const {
  std::string set;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) set += ", ";
    set += QuoteName(schema.columns[columns[i]].name) + " = ?" + std::to_string(i + 2);
  }
  return "UPDATE OR ABORT " + name + " SET " + set + " WHERE " + key + " = ?1" + KeyCollate() +
         Returning(*this);
}

const UserTable& TableNamed(const UserTables& tables, const std::string& name) {
  const auto table = tables.find(name);
  CHECK(table != tables.end());
  return table->second;
}

std::string UserTable::KeyCollate() const {
  return shape.key_collation.empty() ? "" : " COLLATE " + QuoteName(shape.key_collation);
}

}  // namespace sheetkeeper
