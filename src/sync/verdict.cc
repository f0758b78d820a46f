#include "sync/verdict.h"

#include <algorithm>

#include "base/check.h"
#include "model/canonical.h"
#include "sync/batch.h"
#include "sync/header.h"
#include "sync/hit.h"

namespace sheetkeeper {
namespace {

constexpr char kOvertaken[] =
    "the cell was changed in the sheet while the database's value was on its way";

constexpr char kCovered[] =
    "a misplaced write covered this value, and it was written over before it could be put back";

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
  return {.key = op.key,
          .column = static_cast<int>(change.column),
          .base = change.before,
          .remote = FromCellOrText(found, column),
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
  if (!verdict.mending.empty()) SetKeys(verdict.mending.repairs, hit.KeyNow());
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
  if (!repairs.empty()) SetKeys(repairs, hit.KeyNow());
  if (!still_meant.empty()) SetKeys(still_meant, hit.KeyPutBack().value_or(op.key));
  repairs.insert(repairs.end(), still_meant.begin(), still_meant.end());
  return verdict;
}

// Whichever row got the key does not matter, as long as it has content and had no key.
Verdict JudgeGiveKey(const SheetOp& op, const Hit& hit, const SheetLayout& layout,
                     const TableSchema& schema) {
  Verdict verdict;
  const int column = layout.columns[schema.key];
  const bool had_no_key = hit.Stands(schema.key) && ToText(hit.At(column)).empty();
  if (had_no_key && hit.HasContent()) return verdict;
  verdict.kind = Verdict::Kind::kMisplaced;
  Cell written = Written(op.cells.at(0), schema);
  if (hit.At(column) == written) return verdict;
  verdict.mending.repairs.push_back(hit.PutBack(column, std::move(written)));
  SetKeys(verdict.mending.repairs, hit.KeyNow());
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
    case SheetOp::Kind::kGiveKey:
      return JudgeGiveKey(op, hit, LayoutOf(intent, op), schema);
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
    case SheetOp::Kind::kGiveKey:
      return base;
  }
  return base;
}

}  // namespace sheetkeeper
