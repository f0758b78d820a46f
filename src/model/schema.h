// What is declared: the columns of a table, and which sheet it is bound to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sheetkeeper {

enum class ColumnType { kInteger, kReal, kDecimal, kText, kBoolean, kDate, kDateTime, kAny };

// The word used in the configuration: "integer", "real", "decimal", "text", "boolean", "date",
// "datetime", "any".
std::string_view Name(ColumnType type);
std::optional<ColumnType> ParseColumnType(std::string_view name);

// Who wins when both sides changed one cell differently. The loser is always kept.
enum class ConflictPolicy {
  kSheetWins,     // "sheet"
  kDatabaseWins,  // "database"
  kManual,        // "manual": neither side is touched until a person decides
};
std::string_view Name(ConflictPolicy policy);
std::optional<ConflictPolicy> ParseConflictPolicy(std::string_view name);

struct Column {
  std::string name;    // in SQLite
  std::string header;  // in the sheet's header row
  ColumnType type = ColumnType::kText;
  bool required = false;  // an empty cell does not fit; NOT NULL in a table we create
  ConflictPolicy policy = ConflictPolicy::kSheetWins;
};

// REQUIRES of every user: columns is not empty, key < columns.size(), names and headers differ.
struct TableSchema {
  std::string name;
  std::vector<Column> columns;
  size_t key = 0;  // index of the key column

  const Column& key_column() const { return columns[key]; }
};

// Above these a plan is improbable and held until a person looks (docs/OPERATIONS.md).
struct Limits {
  int max_delete_rows = 500;     // more deletions than this in one cycle and side
  int max_delete_percent = 30;   // or more than this share of the table's rows...
  int delete_percent_from = 4;   // ...once at least this many rows would go
  int max_change_percent = 80;   // rows edited by the sheet, share of all...
  int change_percent_from = 50;  // ...once at least this many rows would change
};

// A table and the sheet (tab) it is bound to.
struct TableBinding {
  TableSchema schema;
  std::string sheet_title;  // as configured; the tab is then followed by its id through renames
  int header_row = 1;       // 1-based
  bool give_keys = false;   // a row of the sheet without a key is given one
  Limits limits;
};

}  // namespace sheetkeeper
