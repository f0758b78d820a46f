#include "store/declaration.h"

#include <algorithm>
#include <cctype>

namespace sheetkeeper {
namespace {

std::string ColumnSql(const TableSchema& schema, size_t index) {
  const Column& column = schema.columns[index];
  std::string sql = QuoteName(column.name) + " " + std::string(SqlType(column.type));
  const bool rowid = index == schema.key && column.type == ColumnType::kInteger;
  if (index == schema.key) sql += " PRIMARY KEY";
  if ((index == schema.key || column.required) && !rowid) sql += " NOT NULL";
  if (column.type == ColumnType::kBoolean)
    sql += " CHECK (" + QuoteName(column.name) + " IN (0, 1))";
  return sql;
}

Result<> CheckName(const std::string& what, const std::string& name) {
  if (!name.empty() && name.find('\0') == std::string::npos) return {};
  return Fail(ErrorKind::kInvalid, "a " + what + " has no usable name in the configuration");
}

Result<> CheckDeclaration(const TableSchema& schema) {
  TRY("reading the tables", CheckName("table", schema.name));
  const std::string name = QuoteName(schema.name);
  if (schema.name.starts_with('_') || SameName(schema.name.substr(0, 7), "sqlite_")) {
    return Fail(ErrorKind::kInvalid,
                "a table cannot be called " + name + ": such names are kept for internal tables");
  }
  for (size_t i = 0; i < schema.columns.size(); ++i) {
    TRY("reading the columns of table " + name, CheckName("column", schema.columns[i].name));
    for (size_t j = 0; j < i; ++j) {
      if (!SameName(schema.columns[i].name, schema.columns[j].name)) continue;
      return Fail(ErrorKind::kInvalid, "table " + name + " declares the column " +
                                           QuoteName(schema.columns[i].name) +
                                           " twice (case does not matter)");
    }
  }
  return {};
}

}  // namespace

std::string QuoteName(std::string_view name) {
  std::string quoted = "\"";
  for (const char c : name) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + '"';
}

std::string QuoteText(std::string_view text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'') quoted += '\'';
    quoted += c;
  }
  return quoted + '\'';
}

bool SameName(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) ==
           std::tolower(static_cast<unsigned char>(y));
  });
}

std::string_view SqlType(ColumnType type) {
  switch (type) {
    case ColumnType::kInteger:
    case ColumnType::kBoolean:
      return "INTEGER";
    case ColumnType::kReal:
      return "REAL";
    case ColumnType::kAny:
      return "ANY";
    default:
      return "TEXT";
  }
}

std::string CreateTableSql(const TableSchema& schema) {
  std::string columns;
  for (size_t i = 0; i < schema.columns.size(); ++i) {
    if (i > 0) columns += ", ";
    columns += ColumnSql(schema, i);
  }
  return "CREATE TABLE " + QuoteName(schema.name) + " (" + columns + ") STRICT";
}

Result<> CheckDeclarations(const std::vector<TableSchema>& tables) {
  for (size_t i = 0; i < tables.size(); ++i) {
    TRY("checking the configuration", CheckDeclaration(tables[i]));
    for (size_t j = 0; j < i; ++j) {
      if (!SameName(tables[i].name, tables[j].name)) continue;
      return Fail(ErrorKind::kInvalid, "table " + QuoteName(tables[i].name) +
                                           " is declared twice (case does not matter)");
    }
  }
  return {};
}

}  // namespace sheetkeeper
