#include "merge/revert.h"

#include <utility>

namespace sheetkeeper {
namespace {

constexpr char kReason[] = "taken back by a person";

std::vector<CellChange> Reversed(std::vector<CellChange> cells) {
  for (CellChange& cell : cells) std::swap(cell.before, cell.after);
  return cells;
}

Row RowOf(const std::vector<CellChange>& cells) {
  Row row(cells.size());
  for (const CellChange& cell : cells) row[cell.column] = cell.before;
  return row;
}

// Without a base the row counts as new where it still is.
void ReturnToSheet(RowPlan& plan) {
  plan.base_unpushed = std::nullopt;
  plan.base_pushed = RowOf(plan.local_cells);
  plan.on_local = SideAction::kNone;
  plan.on_sheet = SideAction::kInsert;
  plan.sheet_cells = Reversed(std::exchange(plan.local_cells, {}));
}

void ReturnToDatabase(RowPlan& plan) {
  plan.base_unpushed = plan.base_pushed = std::nullopt;
  plan.on_sheet = SideAction::kNone;
  plan.on_local = SideAction::kInsert;
  plan.local_cells = Reversed(std::exchange(plan.sheet_cells, {}));
}

void ReturnCells(RowPlan& plan) {
  for (const CellChange& cell : plan.local_cells) {
    std::erase_if(plan.conflicts, [&](const Conflict& conflict) {
      return conflict.column == static_cast<int>(cell.column);
    });
    plan.conflicts.push_back({.key = plan.key,
                              .column = static_cast<int>(cell.column),
                              .base = cell.before,
                              .remote = cell.after,
                              .local = cell.before,
                              .winner = Winner::kDatabase,
                              .reason = kReason});
    plan.sheet_cells.push_back({cell.column, cell.after, cell.before});
    if (plan.base_pushed) (*plan.base_pushed)[cell.column] = cell.before;
  }
  plan.local_cells.clear();
  plan.on_local = SideAction::kNone;
  plan.on_sheet = SideAction::kUpdate;
}

}  // namespace

RowPlan TakenBack(RowPlan plan, std::string_view guard) {
  if (guard == "mass-change" && plan.on_local == SideAction::kUpdate) {
    ReturnCells(plan);
  } else if (guard == "mass-delete-sheet" && plan.on_sheet == SideAction::kDelete) {
    ReturnToDatabase(plan);
  } else if (plan.on_local == SideAction::kDelete &&
             (guard == "mass-delete-database" || guard == "empty-sheet")) {
    ReturnToSheet(plan);
  } else {
    return plan;
  }
  plan.reason = kReason;
  return plan;
}

}  // namespace sheetkeeper
