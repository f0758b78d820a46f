// Intents in the database.
//
// An Intent (model/plan.h) is a small tree, and must be read back exactly as it was written: after
// a crash it is all that tells what a write to the sheet meant.
//
//   _intents            one row each, seq in the order of writing
//   _intent_layouts     its layouts; sheet_columns is a list of numbers: "0,2,1", span_headers has
//                       one header a line
//   _intent_ops         its operations
//   _intent_cells       the cells of an operation by column name: part 'change' has before and
//                       after, part 'base' has the row of base_pushed as after_value
//   _intent_raw_cells   the raw cells of a repair; a truth value of the sheet stands as 0 or 1
//
// position keeps the order within the parent, from 0.
#include "store/intents.h"

#include <charconv>
#include <utility>

#include "base/time_text.h"
#include "store/lines.h"

namespace sheetkeeper {
namespace {

constexpr const char* kPartChange = "change";
constexpr const char* kPartBase = "base";

std::string ListText(const std::vector<int>& numbers) {
  std::string text;
  for (const int number : numbers) {
    if (!text.empty()) text += ',';
    text += std::to_string(number);
  }
  return text;
}

std::vector<int> ParseList(const std::string& text) {
  std::vector<int> numbers;
  const char* at = text.data();
  const char* end = at + text.size();
  while (at < end) {
    int number = 0;
    const auto [next, error] = std::from_chars(at, end, number);
    if (error != std::errc()) break;
    numbers.push_back(number);
    at = next < end ? next + 1 : end;
  }
  return numbers;
}

Result<size_t> FindColumn(const TableSchema& schema, const std::string& name) {
  for (size_t i = 0; i < schema.columns.size(); ++i) {
    if (schema.columns[i].name == name) return i;
  }
  return Fail(ErrorKind::kCorrupt,
              "an intent names the column " + QuoteName(name) + ", which its table never had");
}

Result<SheetOp::Kind> ParseKind(const std::string& name) {
  using Kind = SheetOp::Kind;
  for (const Kind kind : {Kind::kUpdate, Kind::kInsert, Kind::kDelete, Kind::kRepair,
                          Kind::kRemoveRow, Kind::kRestoreRow, Kind::kGiveKey}) {
    if (Name(kind) == name) return kind;
  }
  return Fail(ErrorKind::kCorrupt, "an intent has an operation of unknown kind '" + name + "'");
}

class IntentWriter {
 public:
  IntentWriter(Db& db, const UserTables& tables, int32_t token)
      : db_(db), tables_(tables), token_(token) {}

  Result<> Write(const Intent& intent) {
    const WallTime at{Millis(intent.at_ms)};
    TRY("writing it",
        Query(db_, "INSERT INTO _intents (token, at) VALUES (?1, ?2)", token_, FormatRfc3339(at))
            .Run());
    for (size_t i = 0; i < intent.layouts.size(); ++i) {
      TRY("writing a layout", WriteLayout(i, intent.layouts[i]));
    }
    for (size_t i = 0; i < intent.ops.size(); ++i) {
      TRY("writing an operation", WriteOp(i, intent.ops[i]));
    }
    return {};
  }

 private:
  Result<> WriteLayout(size_t position, const SheetLayout& layout) {
    return Query(db_,
                 "INSERT INTO _intent_layouts (token, position, table_name, sheet_id, header_row, "
                 "sheet_columns, end_row, row_count, column_count, evidence_header_row, "
                 "span_begin, span_end, span_headers) "
                 "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
                 token_, position, layout.table, layout.sheet_id, layout.header_row,
                 ListText(layout.columns), layout.end_row, layout.row_count, layout.column_count,
                 layout.evidence_header_row, layout.span_begin, layout.span_end,
                 LinesText(layout.span_headers))
        .Run();
  }

  Result<> WriteOp(size_t op, const SheetOp& it) {
    TRY("writing it", Query(db_,
                            "INSERT INTO _intent_ops (token, position, kind, table_name, row_key, "
                            "sheet_row, has_base, evidence_row) "
                            "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                            token_, op, Name(it.kind), it.table, it.key, it.sheet_row,
                            it.base_pushed.has_value(), it.evidence_row)
                          .Run());
    const TableSchema& schema = TableNamed(tables_, it.table).schema;
    for (size_t i = 0; i < it.cells.size(); ++i) {
      const CellChange& cell = it.cells[i];
      TRY("writing a cell",
          WriteCell(op, kPartChange, i, schema.columns[cell.column].name, cell.before, cell.after));
    }
    for (size_t i = 0; it.base_pushed && i < it.base_pushed->size(); ++i) {
      TRY("writing the base",
          WriteCell(op, kPartBase, i, schema.columns[i].name, Null{}, (*it.base_pushed)[i]));
    }
    for (size_t i = 0; i < it.raw.size(); ++i) {
      TRY("writing a raw cell", WriteRawCell(op, i, it.raw[i]));
    }
    return {};
  }

  Result<> WriteCell(size_t op, const char* part, size_t position, const std::string& column,
                     const Value& before, const Value& after) {
    return Query(db_,
                 "INSERT INTO _intent_cells (token, op, part, position, column_name, "
                 "before_value, after_value) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                 token_, op, part, position, column, before, after)
        .Run();
  }

  Result<> WriteRawCell(size_t op, size_t position, const SheetOp::RawCell& cell) {
    return Query(db_,
                 "INSERT INTO _intent_raw_cells (token, op, position, sheet_column, written, "
                 "restore) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                 token_, op, position, cell.sheet_column, cell.written, cell.restore)
        .Run();
  }

  Db& db_;
  const UserTables& tables_;
  const int32_t token_;
};

class IntentReader {
 public:
  IntentReader(Db& db, const UserTables& tables, int32_t token)
      : db_(db), tables_(tables), token_(token) {}

  Result<> Read(Intent& intent) {
    TRY("reading its layouts", ReadLayouts(intent.layouts));
    return ReadOps(intent.ops);
  }

 private:
  Result<> ReadLayouts(std::vector<SheetLayout>& layouts) {
    Query query(db_,
                "SELECT table_name, sheet_id, header_row, sheet_columns, end_row, row_count, "
                "column_count, evidence_header_row, span_begin, span_end, span_headers "
                "FROM _intent_layouts WHERE token = ?1 "
                "ORDER BY position",
                token_);
    const auto number = [&query](int column) { return static_cast<int>(query.Integer(column)); };
    while (true) {
      TRY_ASSIGN(const bool more, "reading a layout", query.Next());
      if (!more) return {};
      if (!tables_.contains(query.Text(0))) continue;
      layouts.push_back({query.Text(0), number(1), number(2), ParseList(query.Text(3)), number(4),
                         number(5), number(6), number(7), number(8), number(9),
                         ParseLines(query.Text(10))});
    }
  }

  Result<> ReadOps(std::vector<SheetOp>& ops) {
    Query query(db_,
                "SELECT position, kind, table_name, row_key, sheet_row, has_base, evidence_row "
                "FROM _intent_ops WHERE token = ?1 ORDER BY position",
                token_);
    while (true) {
      TRY_ASSIGN(const bool more, "reading an operation", query.Next());
      if (!more) return {};
      const auto table = tables_.find(query.Text(2));
      if (table == tables_.end()) continue;
      SheetOp op;
      TRY_ASSIGN(op.kind, "reading an operation", ParseKind(query.Text(1)));
      op.table = query.Text(2);
      op.key = query.ValueAt(3).value_or(Value());
      op.sheet_row = static_cast<int>(query.Integer(4));
      if (query.Integer(5) != 0) op.base_pushed.emplace(table->second.schema.columns.size());
      op.evidence_row = static_cast<int>(query.Integer(6));
      TRY("reading cells", ReadCells(query.Integer(0), table->second.schema, op));
      TRY("reading raw cells", ReadRawCells(query.Integer(0), op.raw));
      ops.push_back(std::move(op));
    }
  }

  Result<> ReadCells(int64_t position, const TableSchema& schema, SheetOp& op) {
    Query query(db_,
                "SELECT part, column_name, before_value, after_value FROM _intent_cells "
                "WHERE token = ?1 AND op = ?2 ORDER BY part, position",
                token_, position);
    while (true) {
      TRY_ASSIGN(const bool more, "reading a cell", query.Next());
      if (!more) return {};
      TRY_ASSIGN(const size_t column, "reading a cell", FindColumn(schema, query.Text(1)));
      Value after = query.ValueAt(3).value_or(Value());
      if (query.Text(0) == kPartChange) {
        op.cells.push_back({column, query.ValueAt(2).value_or(Value()), std::move(after)});
      } else if (op.base_pushed) {
        (*op.base_pushed)[column] = std::move(after);
      }
    }
  }

  Result<> ReadRawCells(int64_t position, std::vector<SheetOp::RawCell>& raw) {
    Query query(db_,
                "SELECT sheet_column, written, restore FROM _intent_raw_cells "
                "WHERE token = ?1 AND op = ?2 ORDER BY position",
                token_, position);
    while (true) {
      TRY_ASSIGN(const bool more, "reading a raw cell", query.Next());
      if (!more) return {};
      raw.push_back({static_cast<int>(query.Integer(0)), query.CellAt(1), query.CellAt(2)});
    }
  }

  Db& db_;
  const UserTables& tables_;
  const int32_t token_;
};

}  // namespace

Result<> WriteIntent(Db& db, const UserTables& tables, const Intent& intent) {
  return IntentWriter(db, tables, intent.token).Write(intent);
}

Result<std::vector<Intent>> ReadIntents(Db& db, const UserTables& tables) {
  std::vector<Intent> intents;
  Query query(db, "SELECT token, at FROM _intents ORDER BY seq");
  while (true) {
    TRY_ASSIGN(const bool more, "reading the intents", query.Next());
    if (!more) return intents;
    Intent& intent = intents.emplace_back();
    intent.token = static_cast<int32_t>(query.Integer(0));
    const auto at = ParseRfc3339(query.Text(1));
    intent.at_ms = at ? at->time_since_epoch().count() : 0;
    TRY("reading an intent", IntentReader(db, tables, intent.token).Read(intent));
  }
}

Result<> DeleteIntent(Db& db, int32_t token) {
  for (const char* table :
       {"_intents", "_intent_layouts", "_intent_ops", "_intent_cells", "_intent_raw_cells"}) {
    TRY("forgetting an intent",
        Query(db, "DELETE FROM " + std::string(table) + " WHERE token = ?1", token).Run());
  }
  return {};
}

Result<> ForgetIntentsOfTable(Db& db, const std::string& table) {
  const std::string is_op =
      " WHERE (token, op) IN (SELECT token, position FROM _intent_ops "
      "WHERE table_name = ?1)";
  for (const std::string& sql :
       {"DELETE FROM _intent_cells" + is_op, "DELETE FROM _intent_raw_cells" + is_op,
        std::string("DELETE FROM _intent_ops WHERE table_name = ?1"),
        std::string("DELETE FROM _intent_layouts WHERE table_name = ?1")}) {
    TRY("forgetting intents of table " + QuoteName(table), Query(db, sql, table).Run());
  }
  return {};
}

}  // namespace sheetkeeper
