#include "model/plan.h"

#include <algorithm>

#include "base/check.h"

namespace sheetkeeper {

std::string_view Name(SideAction action) {
  switch (action) {
    case SideAction::kNone:
      return "none";
    case SideAction::kInsert:
      return "insert";
    case SideAction::kUpdate:
      return "update";
    case SideAction::kDelete:
      return "delete";
  }
  return "";
}

std::string_view Name(Winner winner) {
  switch (winner) {
    case Winner::kSheet:
      return "sheet";
    case Winner::kDatabase:
      return "database";
    case Winner::kNobody:
      return "nobody";
  }
  return "";
}

std::string_view Name(SheetOp::Kind kind) {
  switch (kind) {
    case SheetOp::Kind::kUpdate:
      return "update";
    case SheetOp::Kind::kInsert:
      return "insert";
    case SheetOp::Kind::kDelete:
      return "delete";
    case SheetOp::Kind::kRepair:
      return "repair";
    case SheetOp::Kind::kRemoveRow:
      return "remove-row";
    case SheetOp::Kind::kRestoreRow:
      return "restore-row";
    case SheetOp::Kind::kGiveKey:
      return "give-key";
  }
  return "";
}

bool TakesRowAway(SheetOp::Kind kind) {
  return kind == SheetOp::Kind::kDelete || kind == SheetOp::Kind::kRemoveRow;
}

bool Mends(SheetOp::Kind kind) {
  return kind == SheetOp::Kind::kRepair || kind == SheetOp::Kind::kRemoveRow ||
         kind == SheetOp::Kind::kRestoreRow;
}

bool CarriesRow(SheetOp::Kind kind) {
  return kind == SheetOp::Kind::kUpdate || kind == SheetOp::Kind::kInsert ||
         kind == SheetOp::Kind::kDelete;
}

void Mending::Add(const Mending& more) {
  repairs.insert(repairs.end(), more.repairs.begin(), more.repairs.end());
  removals.insert(removals.end(), more.removals.begin(), more.removals.end());
  restores.insert(restores.end(), more.restores.begin(), more.restores.end());
}

int SheetLayout::first_column() const {
  CHECK(!columns.empty());
  return *std::min_element(columns.begin(), columns.end());
}

int SheetLayout::last_column() const {
  CHECK(!columns.empty());
  return *std::max_element(columns.begin(), columns.end());
}

std::set<RowKey> Mending::KeysBeingRestored(const std::string& table) const {
  std::set<RowKey> keys;
  for (const RowRestore& restore : restores) {
    if (restore.table == table) keys.insert(restore.key);
  }
  return keys;
}

}  // namespace sheetkeeper
