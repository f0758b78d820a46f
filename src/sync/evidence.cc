#include "sync/evidence.h"

#include <algorithm>

#include "base/check.h"
#include "base/number_text.h"
#include "model/canonical.h"
#include "sync/header.h"
#include "sync/sheet_scan.h"

namespace sheetkeeper {
namespace {

constexpr char kOvertaken[] =
    "the cell was changed in the sheet while the database's value was on its way";

constexpr char kCovered[] =
    "a misplaced write covered this value, and it was written over before it could be put back";

const SheetLayout& LayoutOf(const Intent& intent, const SheetOp& op) {
  const auto found =
      std::find_if(intent.layouts.begin(), intent.layouts.end(),
                   [&](const SheetLayout& layout) { return layout.table == op.table; });
  CHECK(found != intent.layouts.end());
  return *found;
}

// One operation beside what the evidence sheet kept of the row it hit.
class Hit {
 public:
  Hit(const Intent& intent, const SheetOp& op, const Evidence& evidence, const TableSchema& schema)
      : op_(op),
        layout_(LayoutOf(intent, op)),
        schema_(schema),
        headers_(RowAt(evidence, layout_.evidence_header_row)),
        cells_(RowAt(evidence, op.evidence_row)),
        only_renamed_(OnlyRenamed()) {}

  // The old content of a column of the sheet.
  const Cell& At(int sheet_column) const {
    return CellAt(cells_, sheet_column - layout_.span_begin);
  }
  const Cell& AtColumn(size_t column) const { return At(layout_.columns[column]); }

  std::string HeaderAt(int sheet_column) const {
    return ToText(CellAt(headers_, sheet_column - layout_.span_begin));
  }

  // Normalized, at the time of the read.
  std::string HeaderAsRead(int sheet_column) const {
    const auto at = static_cast<size_t>(sheet_column - layout_.span_begin);
    return at < layout_.span_headers.size() ? layout_.span_headers[at] : "";
  }

  bool ColumnStands(int sheet_column) const {
    return only_renamed_ || NormalizedHeader(HeaderAt(sheet_column)) == HeaderAsRead(sheet_column);
  }

  // The column was where we wrote.
  bool Stands(size_t column) const {
    return only_renamed_ ||
           IsHeaderOf(Cell(HeaderAt(layout_.columns[column])), schema_.columns[column]);
  }

  bool ColumnsStand() const {
    for (size_t i = 0; i < schema_.columns.size(); ++i) {
      if (!Stands(i)) return false;
    }
    return true;
  }

  // The old content of a column of the table, wherever it stood then; nullptr where it was gone.
  const Cell* FindColumn(size_t column) const {
    if (Stands(column)) return &AtColumn(column);
    for (int i = 0; i < static_cast<int>(headers_.size()); ++i) {
      if (IsHeaderOf(headers_[static_cast<size_t>(i)], schema_.columns[column])) {
        return &CellAt(cells_, i);
      }
    }
    return nullptr;
  }

  // The key of the row that was hit: NULL where it has none, or where the key's column had left the
  // copied span.
  RowKey KeyHit() const {
    const Cell* cell = FindColumn(schema_.key);
    return cell != nullptr ? KeyIn(*cell) : RowKey(Null{});
  }

  // One for each column of the copied span, as they were when the batch landed.
  std::vector<std::string> Headers() const {
    std::vector<std::string> headers;
    for (int column = layout_.span_begin; column < layout_.span_end; ++column) {
      headers.push_back(NormalizedHeader(HeaderAt(column)));
    }
    return headers;
  }

  // The row had just these cells, under the headers they were read under.
  bool ShowsOnly(const std::vector<SheetOp::RawCell>& raw) const {
    const auto filled = std::count_if(cells_.begin(), cells_.end(),
                                      [](const Cell& cell) { return !ToText(cell).empty(); });
    return filled == static_cast<std::ptrdiff_t>(raw.size()) &&
           std::all_of(raw.begin(), raw.end(), [&](const SheetOp::RawCell& cell) {
             return AtHeaderOf(cell.sheet_column) == cell.written;
           });
  }

  // The old content under the header that was read there, wherever its column stood then.
  const Cell& AtHeaderOf(int sheet_column) const {
    static const Cell gone;
    if (ColumnStands(sheet_column)) return At(sheet_column);
    const std::string header = HeaderAsRead(sheet_column);
    for (size_t i = 0; !header.empty() && i < headers_.size(); ++i) {
      if (NormalizedHeader(ToText(headers_[i])) == header) {
        return CellAt(cells_, static_cast<int>(i));
      }
    }
    return gone;
  }

  bool RightPlace() const { return ColumnsStand() && KeyHit() == op_.key; }

  // The key that the row shows once `repairs` have become necessary: one of them may be of the
  // key's own cell.
  RowKey KeyShown(const std::vector<Repair>& repairs, RowKey before) const {
    for (const Repair& repair : repairs) {
      if (IsHeaderOf(Cell(repair.header), schema_.key_column())) return KeyIn(repair.written);
    }
    return before;
  }

  Repair PutBack(int sheet_column, Cell written) const {
    return {op_.table,          KeyHit(),        op_.sheet_row, NameOf(sheet_column),
            std::move(written), At(sheet_column)};
  }

  // The whole row, which stands below its own evidence.
  RowRestore PutRowBack(int32_t token) const {
    return {op_.table, KeyHit(), token, op_.evidence_row + 1, op_.sheet_row, Headers()};
  }

 private:
  // What the column will be found by. One that has another name in place has to get its name back,
  // or the declaration the new one, before the table is touched again.
  std::string NameOf(int sheet_column) const {
    return only_renamed_ ? HeaderAsRead(sheet_column) : HeaderAt(sheet_column);
  }

  RowKey KeyIn(const Cell& cell) const {
    const auto key = FromCell(cell, schema_.key_column());
    return std::holds_alternative<Value>(key) ? std::get<Value>(key) : RowKey(Null{});
  }

  // No column moved: every header stands as it was read, but for mapped ones that have another name
  // now. So it is, too, where somebody cleared the whole tab.
  bool OnlyRenamed() const {
    const auto width = static_cast<int>(layout_.span_headers.size());
    if (width > 0 && std::all_of(headers_.begin(), headers_.end(),
                                 [](const Cell& header) { return ToText(header).empty(); })) {
      return true;
    }
    for (int i = 0; i < width; ++i) {
      const Cell& header = CellAt(headers_, i);
      if (NormalizedHeader(ToText(header)) == layout_.span_headers[static_cast<size_t>(i)])
        continue;
      const bool mapped = std::find(layout_.columns.begin(), layout_.columns.end(),
                                    layout_.span_begin + i) != layout_.columns.end();
      if (!mapped || ToText(header).empty() || IsAnyHeader(header)) return false;
    }
    return width > 0;
  }

  bool IsAnyHeader(const Cell& header) const {
    return std::any_of(schema_.columns.begin(), schema_.columns.end(),
                       [&](const Column& column) { return IsHeaderOf(header, column); });
  }

  static std::span<const Cell> RowAt(const Evidence& evidence, int row) {
    if (row < 0 || static_cast<size_t>(row) >= evidence.rows.size()) return {};
    return evidence.rows[static_cast<size_t>(row)];
  }

  const SheetOp& op_;
  const SheetLayout& layout_;
  const TableSchema& schema_;
  std::span<const Cell> headers_;
  std::span<const Cell> cells_;
  bool only_renamed_;
};

Cell Written(const CellChange& change, const TableSchema& schema) {
  auto cell = ToCell(change.after, schema.columns[change.column]);
  CHECK(std::holds_alternative<Cell>(cell));
  return std::get<Cell>(std::move(cell));
}

bool Holds(const Cell& cell, const Value& value, const Column& column) {
  const auto found = FromCell(cell, column, &value);
  return std::holds_alternative<Value>(found) && std::get<Value>(found) == value;
}

Conflict OursWon(const SheetOp& op, const CellChange& change, const Cell& found,
                 const Column& column) {
  const auto value = FromCell(found, column);
  return {.key = op.key,
          .column = static_cast<int>(change.column),
          .base = change.before,
          .remote =
              std::holds_alternative<Value>(value) ? std::get<Value>(value) : Value(ToText(found)),
          .local = change.after,
          .winner = Winner::kDatabase,
          .reason = kOvertaken};
}

void SetKeys(std::vector<Repair>& repairs, const RowKey& key) {
  for (Repair& repair : repairs) repair.key = key;
}

Verdict JudgeUpdate(const SheetOp& op, const Hit& hit, const SheetLayout& layout,
                    const TableSchema& schema) {
  Verdict verdict;
  verdict.cell_done.assign(op.cells.size(), true);
  const bool right_row = hit.KeyHit() == op.key;
  bool any_right = false;
  for (size_t i = 0; i < op.cells.size(); ++i) {
    const CellChange& change = op.cells[i];
    const Column& column = schema.columns[change.column];
    const Cell& found = hit.AtColumn(change.column);
    const bool right_place = right_row && hit.Stands(change.column);
    any_right = any_right || right_place;
    if (right_place &&
        (Holds(found, change.before, column) || Holds(found, change.after, column))) {
      continue;
    }
    verdict.kind = Verdict::Kind::kOvertaken;
    if (right_place && column.policy == ConflictPolicy::kDatabaseWins) {
      verdict.conflicts.push_back(OursWon(op, change, found, column));
      continue;
    }
    verdict.cell_done[i] = false;
    Cell written = Written(change, schema);
    if (found == written) continue;  // what stood there is what we wrote: nothing to put back
    verdict.mending.repairs.push_back(
        hit.PutBack(layout.columns[change.column], std::move(written)));
  }
  if (!any_right) verdict.kind = Verdict::Kind::kMisplaced;
  SetKeys(verdict.mending.repairs, hit.KeyShown(verdict.mending.repairs, hit.KeyHit()));
  return verdict;
}

// A row is deleted whichever way its columns stand: what counts is the row. A column that is gone
// has nothing to say.
Verdict JudgeDelete(const Intent& intent, const SheetOp& op, const Hit& hit,
                    const TableSchema& schema) {
  Verdict verdict;
  const bool untouched =
      std::all_of(op.cells.begin(), op.cells.end(), [&](const CellChange& change) {
        const Cell* found = hit.FindColumn(change.column);
        return found == nullptr || Holds(*found, change.before, schema.columns[change.column]);
      });
  const bool right_row = hit.KeyHit() == op.key;
  if (right_row && untouched) return verdict;
  verdict.kind = right_row ? Verdict::Kind::kOvertaken : Verdict::Kind::kMisplaced;
  verdict.mending.restores.push_back(hit.PutRowBack(intent.token));
  return verdict;
}

// Where columns had moved, values of the new row, which is all ours, stand under other headers.
// Under its own key the row stays: what is misplaced is taken away again, and the next cycle
// completes it. Else the row goes, and the next cycle inserts it anew.
Verdict JudgeInsert(const SheetOp& op, const Hit& hit, const SheetLayout& layout,
                    const TableSchema& schema) {
  Verdict verdict;
  verdict.cell_done.assign(op.cells.size(), true);
  if (hit.ColumnsStand()) return verdict;
  const bool keyed = hit.Stands(schema.key);
  verdict.kind = keyed ? Verdict::Kind::kOvertaken : Verdict::Kind::kMisplaced;
  RowRemoval removal{op.table, {}};
  for (size_t i = 0; i < op.cells.size(); ++i) {
    const CellChange& change = op.cells[i];
    if (keyed && hit.Stands(change.column)) continue;
    verdict.cell_done[i] = false;
    if (IsNull(change.after)) continue;
    const std::string header = hit.HeaderAt(layout.columns[change.column]);
    if (keyed) {
      verdict.mending.repairs.push_back(
          {op.table, op.key, -1, header, Written(change, schema), Empty{}});
    } else {
      removal.cells.push_back({NormalizedHeader(header), Written(change, schema)});
    }
  }
  if (!keyed) verdict.mending.removals.push_back(std::move(removal));
  return verdict;
}

// A row that is not, or no longer, the one we had inserted is put back whole; whether ours still
// stands somewhere, the next read tells.
Verdict JudgeRemoval(const Intent& intent, const SheetOp& op, const Hit& hit) {
  Verdict verdict;
  if (hit.ShowsOnly(op.raw)) return verdict;
  verdict.kind = Verdict::Kind::kMisplaced;
  verdict.mending.restores.push_back(hit.PutRowBack(intent.token));
  RowRemoval still_meant{op.table, {}};
  for (const SheetOp::RawCell& cell : op.raw) {
    still_meant.cells.push_back({hit.HeaderAsRead(cell.sheet_column), cell.written});
  }
  verdict.mending.removals.push_back(std::move(still_meant));
  return verdict;
}

// Where columns had moved, the row stands under other headers. It is put back once more from the
// evidence, which still has it, and what was put there goes.
Verdict JudgeRestore(const Intent& intent, const SheetOp& op, const Hit& hit) {
  Verdict verdict;
  RowRemoval removal{op.table, {}};
  bool all_stand = true;
  for (const ColumnRun& run : WhereColumnsWent(op.restored_headers, LayoutOf(intent, op))) {
    for (int i = 0; i < run.width; ++i) {
      all_stand = all_stand && hit.ColumnStands(run.to + i);
      const Cell& cell = hit.At(run.from + i);
      if (ToText(cell).empty()) continue;
      removal.cells.push_back({NormalizedHeader(hit.HeaderAt(run.to + i)), cell});
    }
  }
  if (all_stand) return verdict;
  verdict.kind = Verdict::Kind::kMisplaced;
  if (!removal.cells.empty()) verdict.mending.removals.push_back(std::move(removal));
  verdict.mending.restores.push_back(
      {op.table, op.key, intent.token, op.evidence_row, op.sheet_row, op.restored_headers});
  return verdict;
}

// A person who wrote into the cell after the read that found the repair necessary has the last
// word. A repair that hit another row or column is still to be made, and what it covered is to be
// put back. Rows without a key and columns without a header cannot be told apart: there a repair is
// made until it is found done.
Verdict JudgeRepair(const SheetOp& op, const Hit& hit, const TableSchema& schema) {
  Verdict verdict;
  const bool may_be_the_row = hit.KeyHit() == op.key;
  std::vector<Repair> still_meant;
  for (const SheetOp::RawCell& cell : op.raw) {
    const bool column_stands = hit.ColumnStands(cell.sheet_column);
    if (may_be_the_row && column_stands && hit.At(cell.sheet_column) == cell.written) continue;
    const bool right_place = may_be_the_row && column_stands && !IsNull(op.key) &&
                             !hit.HeaderAsRead(cell.sheet_column).empty();
    verdict.kind = right_place ? Verdict::Kind::kOvertaken : Verdict::Kind::kMisplaced;
    if (hit.At(cell.sheet_column) != cell.restore) {
      verdict.mending.repairs.push_back(hit.PutBack(cell.sheet_column, cell.restore));
    }
    const Repair meant{op.table,     op.key,      op.sheet_row, hit.HeaderAsRead(cell.sheet_column),
                       cell.written, cell.restore};
    if (!right_place) {
      still_meant.push_back(meant);
    } else if (auto covered = Covered(meant, schema)) {
      verdict.conflicts.push_back(std::move(*covered));
    }
  }
  std::vector<Repair>& repairs = verdict.mending.repairs;
  SetKeys(repairs, hit.KeyShown(repairs, hit.KeyHit()));
  repairs.insert(repairs.end(), still_meant.begin(), still_meant.end());
  return verdict;
}

// A row without a base is merged as one of empty cells (merge.cc), so that is what a cell keeps
// whose write is not done.
std::optional<Row> UpdatedBase(const std::optional<Row>& base, const SheetOp& op,
                               const Verdict& verdict) {
  const auto& done = verdict.cell_done;
  if (!base && std::find(done.begin(), done.end(), true) == done.end()) return std::nullopt;
  std::optional<Row> after = base ? base : op.base_pushed;
  for (size_t i = 0; after && i < op.cells.size(); ++i) {
    const CellChange& change = op.cells[i];
    if (done[i]) {
      (*after)[change.column] = change.after;
    } else if (!base) {
      (*after)[change.column] = Null{};
    }
  }
  return after;
}

}  // namespace

Evidence ReadEvidence(std::vector<std::vector<Cell>> rows) {
  Evidence evidence;
  evidence.rows = std::move(rows);
  if (evidence.rows.empty()) return evidence;
  const auto integer = [&](int column) -> std::optional<int64_t> {
    const auto* number = std::get_if<double>(&CellAt(evidence.rows[0], column));
    return number != nullptr ? ExactInteger(*number) : std::nullopt;
  };
  if (const auto token = integer(0)) evidence.token = static_cast<int32_t>(*token);
  evidence.writer = ToText(CellAt(evidence.rows[0], 1));
  evidence.at_ms = integer(2).value_or(0);
  evidence.leased_until_ms = integer(3).value_or(0);
  return evidence;
}

Evidence ReadEvidence(const GridBlock& block) {
  std::vector<std::vector<Cell>> rows(static_cast<size_t>(block.start_row));
  for (const auto& row : block.rows) {
    std::vector<Cell>& cells = rows.emplace_back(static_cast<size_t>(block.start_column));
    for (const GridCell& cell : row) cells.push_back(cell.value);
  }
  return ReadEvidence(std::move(rows));
}

Verdict Judge(const Intent& intent, const SheetOp& op, const Evidence& evidence,
              const TableSchema& schema) {
  const Hit hit(intent, op, evidence, schema);
  switch (op.kind) {
    case SheetOp::Kind::kUpdate:
      return JudgeUpdate(op, hit, LayoutOf(intent, op), schema);
    case SheetOp::Kind::kDelete:
      return JudgeDelete(intent, op, hit, schema);
    case SheetOp::Kind::kRepair:
      return JudgeRepair(op, hit, schema);
    case SheetOp::Kind::kInsert:
      return JudgeInsert(op, hit, LayoutOf(intent, op), schema);
    case SheetOp::Kind::kRemoveRow:
      return JudgeRemoval(intent, op, hit);
    case SheetOp::Kind::kRestoreRow:
      return JudgeRestore(intent, op, hit);
  }
  return {};
}

std::optional<Conflict> Covered(const Repair& repair, const TableSchema& schema) {
  for (size_t i = 0; i < schema.columns.size(); ++i) {
    const Column& column = schema.columns[i];
    if (!IsHeaderOf(Cell(repair.header), column)) continue;
    const auto value = FromCell(repair.restore, column);
    if (std::holds_alternative<Misfit>(value) || IsNull(std::get<Value>(value))) continue;
    return Conflict{.key = repair.key,
                    .column = static_cast<int>(i),
                    .base = std::nullopt,
                    .remote = Null{},
                    .local = std::get<Value>(value),
                    .winner = Winner::kSheet,
                    .reason = kCovered};
  }
  return std::nullopt;
}

std::optional<Row> BaseAfter(const std::optional<Row>& base, const SheetOp& op,
                             const Verdict& verdict) {
  switch (op.kind) {
    case SheetOp::Kind::kDelete:
      return verdict.kind == Verdict::Kind::kDone ? op.base_pushed : base;
    case SheetOp::Kind::kInsert:
      return verdict.kind == Verdict::Kind::kMisplaced ? base
                                                       : UpdatedBase(std::nullopt, op, verdict);
    case SheetOp::Kind::kUpdate:
      return UpdatedBase(base, op, verdict);
    case SheetOp::Kind::kRepair:
    case SheetOp::Kind::kRemoveRow:
    case SheetOp::Kind::kRestoreRow:
      return base;
  }
  return base;
}

}  // namespace sheetkeeper
