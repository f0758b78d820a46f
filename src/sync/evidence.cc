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
        cells_(RowAt(evidence, op.evidence_row)) {}

  // The old content of a column of the sheet.
  const Cell& At(int sheet_column) const {
    return CellAt(cells_, sheet_column - layout_.first_column());
  }
  const Cell& AtColumn(size_t column) const { return At(layout_.columns[column]); }

  std::string HeaderAt(int sheet_column) const {
    return ToText(CellAt(headers_, sheet_column - layout_.first_column()));
  }

  bool ColumnsStand() const {
    for (size_t i = 0; i < schema_.columns.size(); ++i) {
      const Cell& header = CellAt(headers_, layout_.columns[i] - layout_.first_column());
      if (!IsHeaderOf(header, schema_.columns[i])) return false;
    }
    return true;
  }

  // The key of the row that was hit, by the headers as they were: NULL where it has none, or where
  // the key's column had left the copied span.
  RowKey KeyHit() const {
    for (int i = 0; i < static_cast<int>(headers_.size()); ++i) {
      if (!IsHeaderOf(headers_[static_cast<size_t>(i)], schema_.key_column())) continue;
      const auto key = FromCell(CellAt(cells_, i), schema_.key_column());
      if (std::holds_alternative<Value>(key)) return std::get<Value>(key);
    }
    return Null{};
  }

  bool RightPlace() const { return ColumnsStand() && KeyHit() == op_.key; }

  Repair PutBack(int sheet_column, Cell written) const {
    return {op_.table,          KeyHit(),        op_.sheet_row, HeaderAt(sheet_column),
            std::move(written), At(sheet_column)};
  }

 private:
  static std::span<const Cell> RowAt(const Evidence& evidence, int row) {
    if (row < 0 || static_cast<size_t>(row) >= evidence.rows.size()) return {};
    return evidence.rows[static_cast<size_t>(row)];
  }

  const SheetOp& op_;
  const SheetLayout& layout_;
  const TableSchema& schema_;
  std::span<const Cell> headers_;
  std::span<const Cell> cells_;
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

Verdict JudgeUpdate(const SheetOp& op, const Hit& hit, const SheetLayout& layout,
                    const TableSchema& schema) {
  Verdict verdict;
  verdict.cell_done.assign(op.cells.size(), true);
  const bool right_place = hit.RightPlace();
  if (!right_place) verdict.kind = Verdict::Kind::kMisplaced;
  for (size_t i = 0; i < op.cells.size(); ++i) {
    const CellChange& change = op.cells[i];
    const Column& column = schema.columns[change.column];
    const Cell& found = hit.AtColumn(change.column);
    if (right_place &&
        (Holds(found, change.before, column) || Holds(found, change.after, column))) {
      continue;
    }
    if (right_place) verdict.kind = Verdict::Kind::kOvertaken;
    if (right_place && column.policy == ConflictPolicy::kDatabaseWins) {
      verdict.conflicts.push_back(OursWon(op, change, found, column));
      continue;
    }
    verdict.cell_done[i] = false;
    Cell written = Written(change, schema);
    if (found == written) continue;  // what stood there is what we wrote: nothing to put back
    verdict.repairs.push_back(hit.PutBack(layout.columns[change.column], std::move(written)));
  }
  return verdict;
}

Verdict JudgeDelete(const Intent& intent, const SheetOp& op, const Hit& hit,
                    const TableSchema& schema) {
  Verdict verdict;
  bool untouched = true;
  for (const CellChange& change : op.cells) {
    untouched = untouched &&
                Holds(hit.AtColumn(change.column), change.before, schema.columns[change.column]);
  }
  if (hit.RightPlace() && untouched) return verdict;
  verdict.kind = hit.RightPlace() ? Verdict::Kind::kOvertaken : Verdict::Kind::kMisplaced;
  verdict.restore =
      RowRestore{op.table, hit.KeyHit(), intent.token, op.evidence_row + 1, op.sheet_row};
  return verdict;
}

// The columns had moved: the new row, which is all ours, has its values under other headers. Each
// is taken away again; the row is then blank, and the next cycle inserts it anew.
Verdict JudgeInsert(const SheetOp& op, const Hit& hit, const SheetLayout& layout,
                    const TableSchema& schema) {
  Verdict verdict;
  if (hit.ColumnsStand()) return verdict;
  verdict.kind = Verdict::Kind::kMisplaced;
  RowKey key{Null{}};
  for (const CellChange& change : op.cells) {
    if (IsNull(change.after)) continue;
    const std::string header = hit.HeaderAt(layout.columns[change.column]);
    Cell written = Written(change, schema);
    if (IsHeaderOf(Cell(header), schema.key_column())) {
      const auto taken_for_key = FromCell(written, schema.key_column());
      if (const auto* value = std::get_if<Value>(&taken_for_key)) key = *value;
    }
    verdict.repairs.push_back({op.table, Null{}, -1, header, std::move(written), Empty{}});
  }
  for (Repair& repair : verdict.repairs) repair.key = key;
  return verdict;
}

// A person who wrote into the cell after the read that found the repair necessary has the last
// word. A repair that hit another row is still to be made, and what it covered is to be put back.
Verdict JudgeRepair(const SheetOp& op, const Hit& hit, const TableSchema& schema) {
  Verdict verdict;
  const bool right_row = hit.KeyHit() == op.key;
  for (const SheetOp::RawCell& cell : op.raw) {
    if (right_row && hit.At(cell.sheet_column) == cell.written) continue;
    verdict.kind = right_row ? Verdict::Kind::kOvertaken : Verdict::Kind::kMisplaced;
    verdict.repairs.push_back(hit.PutBack(cell.sheet_column, cell.restore));
    const Repair meant{op.table,     op.key,      op.sheet_row, hit.HeaderAt(cell.sheet_column),
                       cell.written, cell.restore};
    if (!right_row) {
      verdict.repairs.push_back(meant);
    } else if (auto covered = Covered(meant, schema)) {
      verdict.conflicts.push_back(std::move(*covered));
    }
  }
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
  Evidence evidence{std::nullopt, std::move(rows)};
  if (evidence.rows.empty() || evidence.rows[0].empty()) return evidence;
  if (const auto* number = std::get_if<double>(&evidence.rows[0][0])) {
    if (const auto token = ExactInteger(*number)) evidence.token = static_cast<int32_t>(*token);
  }
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
    case SheetOp::Kind::kRestoreRow:
      return {};
  }
  return {};
}

std::optional<Conflict> Covered(const Repair& repair, const TableSchema& schema) {
  for (size_t i = 0; i < schema.columns.size(); ++i) {
    const Column& column = schema.columns[i];
    if (!IsHeaderOf(Cell(repair.header), column) || IsNull(repair.key)) continue;
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
    case SheetOp::Kind::kInsert:
    case SheetOp::Kind::kDelete:
      return verdict.kind == Verdict::Kind::kDone ? op.base_pushed : base;
    case SheetOp::Kind::kUpdate:
      return UpdatedBase(base, op, verdict);
    case SheetOp::Kind::kRepair:
    case SheetOp::Kind::kRestoreRow:
      return base;
  }
  return base;
}

}  // namespace sheetkeeper
