#include "config/table_config.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "config/nearest_word.h"
#include "config/sql_name.h"

namespace sheetkeeper {
namespace {

constexpr int kMaxRows = 10'000'000;  // more cells than a spreadsheet can have

char Lower(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

std::string LowerCase(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), Lower);
  return text;
}

bool IsWordCharacter(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

// Why `name` cannot name a table or a column, or "".
std::string NameTrouble(const std::string& name) {
  const bool plain = std::isalpha(static_cast<unsigned char>(name.front())) != 0 &&
                     std::all_of(name.begin(), name.end(), IsWordCharacter);
  if (plain && !LowerCase(name).starts_with("sqlite_")) return "";
  std::string trouble = fmt::format("'{}' is not a name for SQL: ", name);
  if (name.starts_with('_')) {
    trouble += "names that begin with '_' are kept for sheetkeeper's own tables";
  } else if (plain) {
    trouble += "names that begin with 'sqlite_' are SQLite's own";
  } else {
    trouble += "it takes letters a-z, digits and '_', and begins with a letter";
  }
  const std::string better = SnakeCase(name);
  const bool usable = !plain && !better.empty() && std::isdigit(better.front()) == 0;
  return usable ? fmt::format("{}; did you mean '{}'?", trouble, better) : trouble;
}

// Notes words that were there before.
class Differing {
 public:
  Differing(std::string what, Problems& problems) : what_(std::move(what)), problems_(problems) {}

  void Add(const std::string& word, const std::string& compared, Position at) {
    for (const auto& [other, other_at] : seen_) {
      if (other != compared) continue;
      problems_.Add(
          at, fmt::format("{} '{}' is there twice (see line {})", what_, word, other_at.line));
    }
    if (!compared.empty()) seen_.emplace_back(compared, at);
  }

 private:
  std::string what_;
  Problems& problems_;
  std::vector<std::pair<std::string, Position>> seen_;
};

std::string ReadName(TableReader& in, std::string_view example, Problems& problems) {
  std::string name = in.RequiredText("name", example);
  if (name.empty()) return name;
  std::string trouble = NameTrouble(name);
  if (!trouble.empty()) problems.Add(in.At("name"), std::move(trouble));
  return name;
}

// What other systems call a type.
std::string TypeSuggestion(const std::string& word) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 13> kElsewhere{{
      {"int", "integer"},
      {"bigint", "integer"},
      {"long", "integer"},
      {"float", "real"},
      {"double", "real"},
      {"number", "real"},
      {"numeric", "decimal"},
      {"money", "decimal"},
      {"string", "text"},
      {"str", "text"},
      {"varchar", "text"},
      {"bool", "boolean"},
      {"timestamp", "datetime"},
  }};
  for (const auto& [elsewhere, ours] : kElsewhere) {
    if (LowerCase(word) == elsewhere) return fmt::format("; did you mean '{}'?", ours);
  }
  return Suggestion(word,
                    {"integer", "real", "decimal", "text", "boolean", "date", "datetime", "any"});
}

ColumnType ReadType(TableReader& in, Problems& problems) {
  const std::string word = in.RequiredText("type", "text");
  const std::optional<ColumnType> type = ParseColumnType(word);
  if (!type && !word.empty()) {
    problems.Add(in.At("type"), fmt::format("unknown type '{}'{}", word, TypeSuggestion(word)));
  }
  return type.value_or(ColumnType::kText);
}

ConflictPolicy ReadPolicy(TableReader& in, ConflictPolicy inherited, Problems& problems) {
  const std::optional<std::string> word = in.Text("policy");
  if (!word) return inherited;
  const std::optional<ConflictPolicy> policy = ParseConflictPolicy(*word);
  if (!policy) {
    problems.Add(in.At("policy"), fmt::format("unknown policy '{}'{}", *word,
                                              Suggestion(*word, {"sheet", "database", "manual"})));
  }
  return policy.value_or(inherited);
}

Limits ReadLimits(TableReader& table, Problems& problems) {
  Limits limits;
  const TomlNode* node = table.Table("limits");
  if (node == nullptr) return limits;
  TableReader in(std::get<TomlTable>(node->value), node->at, "[table.limits]", problems);
  const auto read = [&](std::string_view key, int& limit, int max) {
    limit = in.Whole(key, 0, max).value_or(limit);
  };
  read("max_delete_rows", limits.max_delete_rows, kMaxRows);
  read("max_delete_percent", limits.max_delete_percent, 100);
  read("delete_percent_from", limits.delete_percent_from, kMaxRows);
  read("max_change_percent", limits.max_change_percent, 100);
  read("change_percent_from", limits.change_percent_from, kMaxRows);
  return limits;
}

// A column, and whether the file says that it may be empty.
struct ReadColumn {
  Column column;
  Position at;
  bool optional_said = false;
};

ReadColumn ReadOneColumn(const TomlNode& node, ConflictPolicy policy, Differing& names,
                         Differing& headers, Problems& problems) {
  TableReader in(std::get<TomlTable>(node.value), node.at, "[[table.column]]", problems);
  ReadColumn read;
  Column& column = read.column;
  read.at = node.at;
  column.name = ReadName(in, "hourly_wage", problems);
  column.header = in.Text("header").value_or(column.name);
  column.type = ReadType(in, problems);
  column.required = in.Truth("required").value_or(false);
  column.policy = ReadPolicy(in, policy, problems);
  read.optional_said = in.Has("required") && !column.required;
  if (in.Has("required")) read.at = in.At("required");
  names.Add(column.name, LowerCase(column.name), in.At("name"));
  headers.Add(column.header, column.header, in.At(in.Has("header") ? "header" : "name"));
  return read;
}

size_t FindKey(const std::string& key, const std::vector<ReadColumn>& columns, TableReader& in,
               Problems& problems) {
  std::vector<std::string_view> names;
  for (size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].column.name == key) return i;
    names.push_back(columns[i].column.name);
  }
  if (!key.empty() && !names.empty()) {
    problems.Add(in.At("key"),
                 fmt::format("the key '{}' is no column{}", key, Suggestion(key, names)));
  }
  return 0;
}

void ReadColumns(TableReader& in, const std::string& key, ConflictPolicy policy,
                 TableSchema& schema, Problems& problems) {
  Differing names("the column name", problems);
  Differing headers("the header", problems);
  std::vector<ReadColumn> read;
  for (const TomlNode* node : in.Tables("column")) {
    read.push_back(ReadOneColumn(*node, policy, names, headers, problems));
  }
  if (!in.Has("column")) {
    problems.Add(in.At("column"), "[[table]] has no columns; add one [[table.column]] for each");
  }
  schema.key = FindKey(key, read, in, problems);
  for (const ReadColumn& column : read) schema.columns.push_back(column.column);
  if (read.empty()) return;
  if (read[schema.key].optional_said && schema.key_column().name == key) {
    problems.Add(
        read[schema.key].at,
        fmt::format("'{}' is the key, so it is always required; leave 'required' out", key));
  }
  schema.columns[schema.key].required = true;
}

bool ReadGiveKeys(TableReader& in, const TableSchema& schema, Problems& problems) {
  const bool give_keys = in.Truth("give_keys").value_or(false);
  if (!give_keys || schema.columns.empty()) return give_keys;
  const ColumnType type = schema.key_column().type;
  if (type != ColumnType::kText && type != ColumnType::kInteger) {
    problems.Add(in.At("give_keys"),
                 fmt::format("'give_keys' makes keys of type text or integer; the key '{}' is {}",
                             schema.key_column().name, Name(type)));
  }
  return give_keys;
}

TableBinding ReadTable(TableReader& in, Problems& problems) {
  TableBinding table;
  table.schema.name = ReadName(in, "employee_settings", problems);
  table.sheet_title = in.RequiredText("sheet", "EmployeeSettings");
  const std::string key = in.RequiredText("key", "employee_id");
  table.header_row = in.Whole("header_row", 1, kMaxRows).value_or(1);
  const ConflictPolicy policy = ReadPolicy(in, ConflictPolicy::kSheetWins, problems);
  table.limits = ReadLimits(in, problems);
  ReadColumns(in, key, policy, table.schema, problems);
  table.give_keys = ReadGiveKeys(in, table.schema, problems);
  return table;
}

}  // namespace

std::vector<TableBinding> ReadTables(TableReader& file, Problems& problems) {
  Differing names("the table name", problems);
  Differing sheets("the sheet", problems);  // Google tells tabs apart without regard to case
  std::vector<TableBinding> tables;
  for (const TomlNode* node : file.Tables("table")) {
    TableReader in(std::get<TomlTable>(node->value), node->at, "[[table]]", problems);
    TableBinding table = ReadTable(in, problems);
    names.Add(table.schema.name, LowerCase(table.schema.name), in.At("name"));
    sheets.Add(table.sheet_title, LowerCase(table.sheet_title), in.At("sheet"));
    tables.push_back(std::move(table));
  }
  return tables;
}

}  // namespace sheetkeeper
