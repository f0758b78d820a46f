// History.
//
// A line says that a cell had one value and then another. The view _history shows a line with all
// it belongs to; the tables below keep it small: table, side, action and reason, which are the same
// in most lines of a batch, stand in _history_kinds, the time stands in _batches. So the first pull
// of a million rows costs a few bytes a row.
//
//   update, repair, give-key   a line for each cell
//   delete                     a line for the row (column_name NULL) and one for each cell that had
//                              a value
//   insert                     one line for the row, without values. They stand in the row itself
//                              until a later line says what became of them, so nothing is lost by
//                              not keeping them twice.
//   restore-row                one line for the row, which is as it was before
//
// A batch is what one transaction did; its lines are first_line and the following ones.
#include "store/history.h"

#include "base/time_text.h"

namespace sheetkeeper {

Result<> HistoryWriter::Add(const UserTable& table, const HistoryEntry& entry) {
  TRY("writing the history", BeginBatch());
  TRY("writing the history", FindKind(entry));
  const bool inserted = entry.action == Name(SideAction::kInsert);
  const bool deleted = entry.action == Name(SideAction::kDelete);
  const bool restored = entry.action == Name(SheetOp::Kind::kRestoreRow);
  if (inserted || deleted || restored)
    TRY("writing the history", AddLine(entry.key, Null{}, Null{}, Null{}));
  if (inserted) return {};
  for (const CellChange& cell : entry.cells) {
    if (deleted && IsNull(cell.before)) continue;
    const Value column = table.schema.columns[cell.column].name;
    TRY("writing the history", AddLine(entry.key, column, cell.before, cell.after));
  }
  return {};
}

Result<> HistoryWriter::AddInsertedRows(const UserTable& table, const std::string& reason) {
  TRY("writing the history", BeginBatch());
  TRY("writing the history", FindKind({table.schema.name,
                                       Null{},
                                       "database",
                                       std::string(Name(SideAction::kInsert)),
                                       {},
                                       reason}));
  return Query(db_,
               "INSERT INTO _history_lines (batch, kind, row_key) SELECT ?1, ?2, " + table.key +
                   " FROM " + table.name,
               *batch_, *kind_)
      .Run();
}

Result<> HistoryWriter::BeginBatch() {
  if (batch_) return {};
  Query query(db_,
              "INSERT INTO _batches (at, first_line) "
              "SELECT ?1, coalesce(max(line), 0) + 1 FROM _history_lines RETURNING batch",
              FormatRfc3339(clock_.Wall()));
  TRY_ASSIGN(const bool found, "beginning a batch", query.Next());
  if (found) batch_ = query.Integer(0);
  return query.Run();
}

Result<> HistoryWriter::FindKind(const HistoryEntry& entry) {
  if (kind_ && entry.table == table_ && entry.side == side_ && entry.action == action_ &&
      entry.reason == reason_) {
    return {};
  }
  TRY("noting the kind of change",
      Query(db_,
            "INSERT INTO _history_kinds (table_name, side, action, reason) "
            "VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING",
            entry.table, entry.side, entry.action, entry.reason)
          .Run());
  TRY_ASSIGN(const int64_t kind, "noting the kind of change",
             QueryInteger(db_,
                          "SELECT kind FROM _history_kinds WHERE table_name = ?1 AND side = ?2 "
                          "AND action = ?3 AND reason = ?4",
                          entry.table, entry.side, entry.action, entry.reason));
  table_ = entry.table;
  side_ = entry.side;
  action_ = entry.action;
  reason_ = entry.reason;
  kind_ = kind;
  return {};
}

Result<> HistoryWriter::AddLine(const RowKey& key, const Value& column, const Value& old_value,
                                const Value& new_value) {
  return Query(db_,
               "INSERT INTO _history_lines (batch, kind, row_key, column_name, old_value, "
               "new_value) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
               *batch_, *kind_, key, column, old_value, new_value)
      .Run();
}

Result<int64_t> ForgetHistoryLines(Db& db, WallTime before, int64_t most) {
  // Batches and their lines are numbered in the order of time.
  TRY_ASSIGN(const int64_t first_kept, "looking for old history",
             QueryInteger(db,
                          "SELECT coalesce(min(batch), 0) FROM _batches WHERE at >= ?1 OR "
                          "batch = (SELECT max(batch) FROM _batches)",
                          FormatRfc3339(before)));
  Query lines(db,
              "DELETE FROM _history_lines WHERE line IN (SELECT line FROM _history_lines "
              "WHERE batch < ?1 ORDER BY line LIMIT ?2) RETURNING line",
              first_kept, most);
  int64_t forgotten = 0;
  while (true) {
    TRY_ASSIGN(const bool more, "forgetting lines", lines.Next());
    if (!more) break;
    ++forgotten;
  }
  if (forgotten == most) return forgotten;
  TRY("forgetting batches", Query(db, "DELETE FROM _batches WHERE batch < ?1", first_kept).Run());
  return forgotten;
}

}  // namespace sheetkeeper
