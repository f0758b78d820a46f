// The merge looks at three rows under one key: the base (what both sides held when they last
// agreed), the sheet's and the database's. A dash is a row that is not there; "edited" is: not
// equal to the base.
//
//     base   sheet    database   what is done
//     -      row      -          insert into the database
//     -      -        row        insert into the sheet
//     base   -        -          nothing to write; the base forgets the row
//     base   -        base       delete from the database
//     base   -        edited     insert into the sheet again; conflict of the row
//     base   base     -          delete from the sheet
//     base   edited   -          insert into the database again; conflict of the row
//     any    row      row        cell by cell
//
//     base   sheet    database   a cell
//     any    v        v          agreed: the base becomes v
//     b      b        v          v goes to the sheet
//     b      v        b          v goes to the database
//     b      v        w          conflict: the column's policy decides what is written, if anything
//
// A person's decision about two values stands before the last three lines while the sides hold just
// these: it is the only way to write a value over the sheet's that equals the base.
//
// A row that both sides have and the base has not (new on both, or our own state was lost) is
// merged as if the base were a row of empty cells, which is what both sides held before there was
// a row. So a value goes where the other side has none, different values are a conflict, and
// nothing can be deleted.
//
// A write can fail, or stop half way. Therefore the base moves only with what is certain: with
// agreement at once, with a write to the sheet when it is proved (`base_pushed`), with a write to
// the database when the store makes it. Everything else keeps its base, also in a conflict, and an
// empty cell where there was none. A cycle that comes after a lost write then sees the same triple
// in what was not done, and decides the same; what did land without being proved looks like
// agreement. So a conflict is decided, and reported, again until its write is made. To take the
// loser as the base would spare that, but that base never stood on both sides, and a loser that is
// recorded with the write would then not be recorded at all.
#include "merge/merge.h"

#include <algorithm>
#include <utility>

#include "base/check.h"

namespace sheetkeeper {
namespace {

constexpr char kDecided[] = "decided by a person";

RowPlan Unmoved(const RowTriple& triple) {
  RowPlan plan;
  plan.key = triple.key;
  plan.sheet_row = triple.sheet_row;
  plan.base_unpushed = plan.base_pushed = triple.base;
  return plan;
}

std::vector<CellChange> EveryCellAppears(const Row& row) {
  std::vector<CellChange> cells;
  cells.reserve(row.size());
  for (size_t column = 0; column < row.size(); ++column) {
    cells.push_back({column, Null{}, row[column]});
  }
  return cells;
}

std::vector<CellChange> EveryCellGoes(const Row& row) {
  std::vector<CellChange> cells;
  cells.reserve(row.size());
  for (size_t column = 0; column < row.size(); ++column) {
    cells.push_back({column, row[column], Null{}});
  }
  return cells;
}

void InsertIntoSheet(const Row& row, RowPlan& plan) {
  plan.on_sheet = SideAction::kInsert;
  plan.sheet_cells = EveryCellAppears(row);
  plan.base_pushed = row;
}

void InsertIntoDatabase(const Row& row, RowPlan& plan) {
  plan.on_local = SideAction::kInsert;
  plan.local_cells = EveryCellAppears(row);
}

void DeleteFromSheet(const Row& row, RowPlan& plan) {
  plan.on_sheet = SideAction::kDelete;
  plan.sheet_cells = EveryCellGoes(row);
  plan.base_pushed = std::nullopt;
}

void DeleteFromDatabase(const Row& row, RowPlan& plan) {
  plan.on_local = SideAction::kDelete;
  plan.local_cells = EveryCellGoes(row);
}

void AddRowConflict(Winner winner, RowPlan& plan) {
  Conflict& conflict = plan.conflicts.emplace_back();
  conflict.key = plan.key;
  conflict.winner = winner;
  conflict.reason = std::string(plan.reason);
}

RowPlan OnlyInSheet(const RowTriple& triple, const Row& remote) {
  RowPlan plan = Unmoved(triple);
  if (!triple.base) {
    plan.reason = "new in the sheet";
    InsertIntoDatabase(remote, plan);
  } else if (remote == *triple.base) {
    plan.reason = "deleted in the database";
    DeleteFromSheet(remote, plan);
  } else {
    plan.reason = "deleted in the database, but edited in the sheet";
    InsertIntoDatabase(remote, plan);
    AddRowConflict(Winner::kSheet, plan);
  }
  return plan;
}

RowPlan OnlyInDatabase(const RowTriple& triple, const Row& local) {
  RowPlan plan = Unmoved(triple);
  if (!triple.base) {
    plan.reason = "new in the database";
    InsertIntoSheet(local, plan);
  } else if (local == *triple.base) {
    plan.reason = "deleted in the sheet";
    DeleteFromDatabase(local, plan);
  } else {
    plan.reason = "deleted in the sheet, but edited in the database";
    InsertIntoSheet(local, plan);
    AddRowConflict(Winner::kDatabase, plan);
  }
  return plan;
}

RowPlan InNeither(const RowTriple& triple) {
  RowPlan plan = Unmoved(triple);
  plan.base_unpushed = plan.base_pushed = std::nullopt;
  plan.reason = "deleted on both sides";
  return plan;
}

Winner WinnerUnder(ConflictPolicy policy) {
  if (policy == ConflictPolicy::kSheetWins) return Winner::kSheet;
  if (policy == ConflictPolicy::kDatabaseWins) return Winner::kDatabase;
  return Winner::kNobody;
}

// The merge of a row that both sides have.
class CellMerge {
 public:
  CellMerge(const RowTriple& triple, const Row& remote, const Row& local, const TableSchema& schema)
      : triple_(triple),
        remote_(remote),
        local_(local),
        schema_(schema),
        base_(triple.base ? *triple.base : Row(schema.columns.size())),
        plan_(Unmoved(triple)) {
    plan_.base_unpushed = plan_.base_pushed = base_;
  }

  RowPlan Plan() {
    for (size_t column = 0; column < schema_.columns.size(); ++column) MergeCell(column);
    if (!plan_.sheet_cells.empty()) plan_.on_sheet = SideAction::kUpdate;
    if (!plan_.local_cells.empty()) plan_.on_local = SideAction::kUpdate;
    plan_.reason = Reason();
    return std::move(plan_);
  }

 private:
  void MergeCell(size_t column) {
    if (remote_[column] == local_[column]) {
      (*plan_.base_unpushed)[column] = (*plan_.base_pushed)[column] = local_[column];
    } else if (const Resolution* resolution = ResolutionOf(column)) {
      Settle(column, resolution->winner, kDecided);
    } else if (remote_[column] == base_[column]) {
      ToSheet(column);
    } else if (local_[column] == base_[column]) {
      ToDatabase(column);
    } else {
      Settle(column, WinnerUnder(schema_.columns[column].policy), BothChanged());
    }
  }

  void ToSheet(size_t column) {
    plan_.sheet_cells.push_back({column, remote_[column], local_[column]});
    (*plan_.base_pushed)[column] = local_[column];
  }

  void ToDatabase(size_t column) {
    plan_.local_cells.push_back({column, local_[column], remote_[column]});
  }

  const Resolution* ResolutionOf(size_t column) const {
    for (const Resolution& it : triple_.resolutions) {
      const bool holds = it.remote == remote_[column] && it.local == local_[column];
      if (it.column == column && holds) return &it;
    }
    return nullptr;
  }

  void Settle(size_t column, Winner winner, const char* reason) {
    if (winner == Winner::kDatabase) ToSheet(column);
    if (winner == Winner::kSheet) ToDatabase(column);
    Conflict& conflict = plan_.conflicts.emplace_back();
    conflict.key = plan_.key;
    conflict.column = static_cast<int>(column);
    if (triple_.base) conflict.base = base_[column];
    conflict.remote = remote_[column];
    conflict.local = local_[column];
    conflict.winner = winner;
    conflict.reason = reason;
  }

  const char* BothChanged() const {
    return triple_.base ? "changed on both sides" : "new on both sides, with different values";
  }

  const char* Reason() const {
    if (AnyDecided()) return kDecided;
    if (!triple_.base) return "new on both sides";
    const bool to_sheet = !plan_.sheet_cells.empty();
    const bool to_local = !plan_.local_cells.empty();
    if (to_sheet == to_local || !plan_.conflicts.empty()) return "changed on both sides";
    return to_sheet ? "changed in the database" : "changed in the sheet";
  }

  bool AnyDecided() const {
    return std::any_of(plan_.conflicts.begin(), plan_.conflicts.end(),
                       [](const Conflict& conflict) { return conflict.reason == kDecided; });
  }

  const RowTriple& triple_;
  const Row& remote_;
  const Row& local_;
  const TableSchema& schema_;
  const Row base_;
  RowPlan plan_;
};

std::optional<RowPlan> InBoth(const RowTriple& triple, const Row& remote, const Row& local,
                              const TableSchema& schema) {
  if (remote == local && triple.base == local) return std::nullopt;
  return CellMerge(triple, remote, local, schema).Plan();
}

void CheckFits(const Row* row, const RowTriple& triple, const TableSchema& schema) {
  if (row == nullptr) return;
  CHECK(row->size() == schema.columns.size());
  CHECK((*row)[schema.key] == triple.key);
}

}  // namespace

std::optional<RowPlan> MergeRow(const RowTriple& triple, const TableSchema& schema) {
  if (IsHeld(triple.remote) || IsHeld(triple.local)) return std::nullopt;
  const Row* base = triple.base ? &*triple.base : nullptr;
  const Row* remote = std::get_if<Row>(&triple.remote);
  const Row* local = std::get_if<Row>(&triple.local);
  for (const Row* row : {base, remote, local}) CheckFits(row, triple, schema);

  if (remote != nullptr && local != nullptr) return InBoth(triple, *remote, *local, schema);
  if (remote != nullptr) return OnlyInSheet(triple, *remote);
  if (local != nullptr) return OnlyInDatabase(triple, *local);
  if (base != nullptr) return InNeither(triple);
  return std::nullopt;
}

}  // namespace sheetkeeper
