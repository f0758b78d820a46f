#include "sync/tasks.h"

#include <algorithm>
#include <utility>

#include "sync/new_key.h"

namespace sheetkeeper {
namespace {

// Operations of one batch; the rest waits for the next cycle, which then comes at once.
constexpr size_t kMaxOperations = 5000;

SheetOp::Kind KindOf(SideAction action) {
  switch (action) {
    case SideAction::kInsert:
      return SheetOp::Kind::kInsert;
    case SideAction::kDelete:
      return SheetOp::Kind::kDelete;
    default:
      return SheetOp::Kind::kUpdate;
  }
}

SheetOp OpFor(const PlannedRow& row, const std::string& table) {
  SheetOp op;
  op.kind = KindOf(row.plan.on_sheet);
  op.table = table;
  op.key = row.plan.key;
  op.sheet_row = row.plan.sheet_row;
  op.cells = row.plan.sheet_cells;
  op.base_pushed = row.plan.base_pushed;
  return op;
}

SheetOp OpFor(const RowRestore& restore) {
  SheetOp op;
  op.kind = SheetOp::Kind::kRestoreRow;
  op.table = restore.table;
  op.key = restore.key;
  op.sheet_row = restore.sheet_row;
  op.evidence_row = restore.evidence_row;
  op.restored_headers = restore.headers;
  return op;
}

SheetOp OpFor(const FoundRepair& found) {
  SheetOp op;
  op.kind = SheetOp::Kind::kRepair;
  op.table = found.repair.table;
  op.key = found.repair.key;
  op.sheet_row = found.sheet_row;
  op.raw = {{found.sheet_column, found.repair.written, found.repair.restore}};
  return op;
}

SheetOp OpFor(const FoundRemoval& found) {
  SheetOp op;
  op.kind = SheetOp::Kind::kRemoveRow;
  op.table = found.removal.table;
  op.sheet_row = found.sheet_row;
  for (size_t i = 0; i < found.removal.cells.size(); ++i) {
    op.raw.push_back({found.sheet_columns[i], found.removal.cells[i].cell, Empty{}});
  }
  return op;
}

SheetOp GiveKey(const TableSchema& schema, int sheet_row, Rng& rng) {
  SheetOp op;
  op.kind = SheetOp::Kind::kGiveKey;
  op.table = schema.name;
  op.sheet_row = sheet_row;
  op.cells = {{schema.key, Null{}, NewKey(schema.key_column(), rng)}};
  return op;
}

void AddRepairsAndRemovals(const SheetView& view, std::vector<Task>& tasks) {
  for (const FoundRepair& found : view.repairs) tasks.push_back({OpFor(found), nullptr});
  for (const FoundRemoval& found : view.removals) {
    if (found.sheet_row >= 0) tasks.push_back({OpFor(found), nullptr});
  }
}

// Rows to be written, by where they stand; nullptr for a row that is given a key. They may be many
// more than one batch takes.
std::vector<std::pair<int, PlannedRow*>> RowsToWrite(TableState& table) {
  std::vector<std::pair<int, PlannedRow*>> rows;
  for (PlannedRow& row : table.rows) {
    if (row.plan.on_sheet != SideAction::kNone) rows.emplace_back(row.plan.sheet_row, &row);
  }
  for (const int row : table.view.keyless) rows.emplace_back(row, nullptr);
  std::stable_sort(rows.begin(), rows.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  return rows;
}

// False where not all of it has room.
bool AddPlanned(TableState& table, Rng& rng, std::vector<Task>& tasks) {
  for (const auto& [sheet_row, row] : RowsToWrite(table)) {
    if (tasks.size() == kMaxOperations) return false;
    if (row != nullptr) {
      tasks.push_back({OpFor(*row, table.schema().name), row});
    } else {
      tasks.push_back({GiveKey(table.schema(), sheet_row, rng), nullptr});
    }
  }
  return true;
}

}  // namespace

CollectedTasks CollectTasks(std::vector<TableState>& tables, const Mending& mending, Rng& rng) {
  CollectedTasks collected;
  for (const RowRestore& restore : mending.restores) {
    collected.tasks.push_back({OpFor(restore), nullptr});
  }
  if (collected.tasks.empty()) {
    for (const TableState& table : tables) AddRepairsAndRemovals(table.view, collected.tasks);
  }
  collected.mending_only = !collected.tasks.empty();
  if (collected.mending_only) return collected;
  for (TableState& table : tables) {
    if (!table.hold && !AddPlanned(table, rng, collected.tasks)) collected.more = true;
  }
  return collected;
}

void MarkMended(SheetView& view, const SheetOp& op) {
  for (FoundRepair& found : view.repairs) {
    if (op.kind == SheetOp::Kind::kRepair && found.sheet_row == op.sheet_row &&
        found.sheet_column == op.raw.at(0).sheet_column) {
      found.done = true;
    }
  }
  for (FoundRemoval& found : view.removals) {
    if (op.kind == SheetOp::Kind::kRemoveRow && found.sheet_row == op.sheet_row) {
      found.done = true;
    }
  }
}

}  // namespace sheetkeeper
