// Does a table of the user's fit its declaration? What must hold, and why:
//
//   - every declared column is there and can be written;
//   - the key is unique, and its affinity leaves a canonical key as it is: a row must be found by
//     the key that the sheet has for it;
//   - other columns have a default or may be NULL, or no row could be inserted.
//
// Affinity of the other columns may change what is written (a NUMERIC column makes 7 of '007').
// That is no reason to refuse the table: such writes are read back (TableShape::exact).
#include <algorithm>
#include <array>
#include <cctype>

#include "store/declaration.h"
#include "store/user_table.h"

namespace sheetkeeper {
namespace {

enum class Affinity { kInteger, kText, kNone, kReal, kNumeric };

struct SeenColumn {
  std::string name;
  std::string type;
  bool not_null = false;
  bool has_default = false;
  int primary_key = 0;  // place in it, from 1; 0 where it is no part
  bool generated = false;
};

struct SeenTable {
  bool without_rowid = false;
  bool strict = false;
  std::vector<SeenColumn> columns;
};

std::string Upper(std::string text) {
  for (char& c : text) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  return text;
}

// SQLite's own rule.
Affinity AffinityOf(const std::string& declared_type, bool strict) {
  const std::string type = Upper(declared_type);
  const auto has = [&type](const char* part) { return type.find(part) != std::string::npos; };
  if (strict && type == "ANY") return Affinity::kNone;
  if (has("INT")) return Affinity::kInteger;
  if (has("CHAR") || has("CLOB") || has("TEXT")) return Affinity::kText;
  if (type.empty() || has("BLOB")) return Affinity::kNone;
  if (has("REAL") || has("FLOA") || has("DOUB")) return Affinity::kReal;
  return Affinity::kNumeric;
}

// A value of the type, put into a column of the affinity, is read back as the same canonical value.
bool Keeps(Affinity affinity, ColumnType type) {
  if (affinity == Affinity::kNone) return true;
  switch (type) {
    case ColumnType::kInteger:
    case ColumnType::kBoolean:
      return affinity != Affinity::kReal;
    case ColumnType::kReal:
      return affinity != Affinity::kText;
    case ColumnType::kDate:
    case ColumnType::kDateTime:
      return true;
    case ColumnType::kDecimal:
    case ColumnType::kText:
      return affinity == Affinity::kText;
    case ColumnType::kAny:
      return false;
  }
  return false;
}

// A canonical key of the type is the same value in a column of the affinity.
bool FitsKey(Affinity affinity, ColumnType type) {
  switch (type) {
    case ColumnType::kInteger:
    case ColumnType::kBoolean:
    case ColumnType::kReal:
      return affinity != Affinity::kText;
    case ColumnType::kText:
    case ColumnType::kDecimal:
      return affinity == Affinity::kText || affinity == Affinity::kNone;
    case ColumnType::kDate:
    case ColumnType::kDateTime:
    case ColumnType::kAny:
      return true;
  }
  return false;
}

Result<> Misfit(const Db& db, const TableSchema& schema, const std::string& what) {
  return Fail(ErrorKind::kInvalid,
              "table " + QuoteName(schema.name) + " in " + db.path() + " " + what);
}

Result<std::optional<SeenTable>> ReadTable(Db& db, const TableSchema& schema) {
  SeenTable table;
  {
    Query query(db,
                "SELECT type, wr, strict FROM pragma_table_list WHERE schema = 'main' AND "
                "name = ?1 COLLATE NOCASE",
                schema.name);
    TRY_ASSIGN(const bool found, "looking for the table", query.Next());
    if (!found) return std::nullopt;
    if (query.Text(0) != "table") {
      return Fail(
          Misfit(db, schema, "is a " + query.Text(0) + "; a plain table is needed").error());
    }
    table.without_rowid = query.Integer(1) != 0;
    table.strict = query.Integer(2) != 0;
  }
  Query query(db,
              "SELECT name, type, \"notnull\", dflt_value IS NOT NULL, pk, hidden IN (2, 3) "
              "FROM pragma_table_xinfo(?1)",
              schema.name);
  while (true) {
    TRY_ASSIGN(const bool more, "reading the columns", query.Next());
    if (!more) return table;
    table.columns.push_back({query.Text(0), query.Text(1), query.Integer(2) != 0,
                             query.Integer(3) != 0, static_cast<int>(query.Integer(4)),
                             query.Integer(5) != 0});
  }
}

const SeenColumn* FindColumn(const SeenTable& table, std::string_view name) {
  for (const SeenColumn& column : table.columns) {
    if (SameName(column.name, name)) return &column;
  }
  return nullptr;
}

bool IsDeclared(const TableSchema& schema, std::string_view name) {
  return std::any_of(schema.columns.begin(), schema.columns.end(),
                     [name](const Column& column) { return SameName(column.name, name); });
}

// The column that is another name of the rowid, or nullptr.
const SeenColumn* RowidColumn(const SeenTable& table) {
  const SeenColumn* found = nullptr;
  for (const SeenColumn& column : table.columns) {
    if (column.primary_key == 0) continue;
    if (found != nullptr || table.without_rowid || Upper(column.type) != "INTEGER") return nullptr;
    found = &column;
  }
  return found;
}

Result<> CheckColumns(const Db& db, const TableSchema& schema, const SeenTable& table) {
  for (const Column& column : schema.columns) {
    const SeenColumn* seen = FindColumn(table, column.name);
    const std::string name = QuoteName(column.name);
    if (seen == nullptr) {
      return Misfit(db, schema,
                    "has no column " + name +
                        "; correct the name in the configuration, or add it: " + "ALTER TABLE " +
                        QuoteName(schema.name) + " ADD COLUMN " + name + " " +
                        std::string(SqlType(column.type)));
    }
    if (seen->generated) {
      return Misfit(db, schema,
                    "computes the column " + name +
                        ", so it cannot be written; take it out of the configuration");
    }
  }
  const SeenColumn* rowid = RowidColumn(table);
  for (const SeenColumn& seen : table.columns) {
    if (!seen.not_null || seen.has_default || seen.generated || &seen == rowid) continue;
    if (IsDeclared(schema, seen.name)) continue;
    return Misfit(db, schema,
                  "requires a value in the column " + QuoteName(seen.name) +
                      ", which is not in the configuration: add it there, or give it a DEFAULT");
  }
  return {};
}

// One entry for each index that is unique over plain columns and all rows, and for the rowid.
Result<std::vector<UniqueSet>> ReadUniqueSets(Db& db, const TableSchema& schema,
                                              const SeenTable& table) {
  std::vector<UniqueSet> sets;
  if (const SeenColumn* rowid = RowidColumn(table)) sets.push_back({{rowid->name, ""}});
  Query query(db,
              "SELECT i.name, x.cid, x.name, x.coll FROM pragma_index_list(?1) AS i, "
              "pragma_index_xinfo(i.name) AS x WHERE i.\"unique\" AND NOT i.partial AND x.key "
              "ORDER BY i.name, x.seqno",
              schema.name);
  std::string index;
  bool plain = true;
  while (true) {
    TRY_ASSIGN(const bool more, "reading the indexes", query.Next());
    const bool next_index = !more || query.Text(0) != index;
    if (next_index && !plain) sets.pop_back();
    if (!more) return sets;
    if (next_index) {
      index = query.Text(0);
      plain = true;
      sets.emplace_back();
    }
    plain = plain && query.Integer(1) >= 0;
    sets.back().push_back({query.Text(2), query.Text(3)});
  }
}

// Whether the key is unique, and by which collation; a binary one is preferred.
Result<> CheckKey(const Db& db, const TableSchema& schema, const SeenTable& table,
                  TableShape& shape) {
  const Column& key = schema.key_column();
  const UniqueSet* chosen = nullptr;
  for (const UniqueSet& set : shape.unique_sets) {
    if (set.size() != 1 || !SameName(set[0].name, key.name)) continue;
    if (chosen == nullptr || set[0].collation.empty() || set[0].collation == "BINARY")
      chosen = &set;
  }
  const std::string name = QuoteName(key.name);
  if (chosen == nullptr) {
    return Misfit(db, schema,
                  "may hold two rows with the same key " + name +
                      "; make it unique: CREATE UNIQUE INDEX " + QuoteName(schema.name + "_key") +
                      " ON " + QuoteName(schema.name) + " (" + name + ")");
  }
  const SeenColumn& seen = *FindColumn(table, key.name);
  if (!FitsKey(AffinityOf(seen.type, table.strict), key.type)) {
    return Misfit(db, schema,
                  "keeps its key " + name + " as " + seen.type + ", but it is declared " +
                      std::string(Name(key.type)) +
                      "; declare the type it has, or rebuild the table with " +
                      std::string(SqlType(key.type)));
  }
  shape.key_collation = (*chosen)[0].collation;
  shape.key_nullable = !seen.not_null && &seen != RowidColumn(table);
  return {};
}

bool KeepsEveryColumn(const TableSchema& schema, const SeenTable& table) {
  return std::all_of(schema.columns.begin(), schema.columns.end(), [&table](const Column& column) {
    const SeenColumn& seen = *FindColumn(table, column.name);
    return Keeps(AffinityOf(seen.type, table.strict), column.type);
  });
}

}  // namespace

Result<std::optional<TableShape>> InspectTable(Db& db, const TableSchema& schema) {
  TRY_ASSIGN(const std::optional<SeenTable> table, "reading table " + QuoteName(schema.name),
             ReadTable(db, schema));
  if (!table) return std::nullopt;
  TRY("checking the columns", CheckColumns(db, schema, *table));
  TableShape shape;
  TRY_ASSIGN(shape.unique_sets, "reading table " + QuoteName(schema.name),
             ReadUniqueSets(db, schema, *table));
  TRY("checking the key", CheckKey(db, schema, *table, shape));
  shape.exact = KeepsEveryColumn(schema, *table);
  return shape;
}

}  // namespace sheetkeeper
