#include "merge/revert.h"

#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

const Row kRow{int64_t{1}, std::string("Oslo")};

RowPlan Deletion(SideAction RowPlan::*side, std::vector<CellChange> RowPlan::*cells) {
  RowPlan plan;
  plan.key = int64_t{1};
  plan.base_unpushed = kRow;
  plan.*side = SideAction::kDelete;
  plan.*cells = {{0, kRow[0], Null{}}, {1, kRow[1], Null{}}};
  return plan;
}

TEST(RevertTest, ARowThatWentFromTheSheetReturnsThere) {
  const RowPlan deletion = Deletion(&RowPlan::on_local, &RowPlan::local_cells);
  for (const char* guard : {"mass-delete-database", "empty-sheet"}) {
    const RowPlan plan = TakenBack(deletion, guard);
    EXPECT_EQ(plan.on_local, SideAction::kNone);
    EXPECT_EQ(plan.on_sheet, SideAction::kInsert);
    EXPECT_EQ(plan.sheet_cells,
              (std::vector<CellChange>{{0, Null{}, kRow[0]}, {1, Null{}, kRow[1]}}));
    EXPECT_EQ(plan.base_unpushed, std::nullopt);
    EXPECT_EQ(plan.base_pushed, kRow);
  }
}

TEST(RevertTest, ARowThatWentFromTheDatabaseReturnsThere) {
  const RowPlan plan =
      TakenBack(Deletion(&RowPlan::on_sheet, &RowPlan::sheet_cells), "mass-delete-sheet");
  EXPECT_EQ(plan.on_sheet, SideAction::kNone);
  EXPECT_EQ(plan.on_local, SideAction::kInsert);
  EXPECT_EQ(plan.local_cells[1].after, kRow[1]);
  EXPECT_EQ(plan.base_unpushed, std::nullopt);
}

TEST(RevertTest, ACellThatTheSheetChangedGetsTheOldValueAndTheNewOneIsKept) {
  RowPlan change;
  change.key = int64_t{1};
  change.base_unpushed = change.base_pushed = kRow;
  change.on_local = SideAction::kUpdate;
  change.local_cells = {{1, kRow[1], std::string("Rome")}};
  const RowPlan plan = TakenBack(change, "mass-change");
  EXPECT_EQ(plan.on_local, SideAction::kNone);
  EXPECT_EQ(plan.on_sheet, SideAction::kUpdate);
  EXPECT_EQ(plan.sheet_cells, (std::vector<CellChange>{{1, std::string("Rome"), kRow[1]}}));
  ASSERT_EQ(plan.conflicts.size(), 1U);
  EXPECT_EQ(plan.conflicts[0].remote, Value(std::string("Rome")));
  EXPECT_EQ(plan.conflicts[0].winner, Winner::kDatabase);
}

TEST(RevertTest, WhatDidNotSetTheGuardOffStays) {
  const RowPlan deletion = Deletion(&RowPlan::on_sheet, &RowPlan::sheet_cells);
  EXPECT_EQ(TakenBack(deletion, "mass-delete-database").on_sheet, SideAction::kDelete);
  EXPECT_EQ(TakenBack(deletion, "mass-change").on_sheet, SideAction::kDelete);
  RowPlan change;
  change.on_local = SideAction::kUpdate;
  EXPECT_EQ(TakenBack(change, "mass-delete-database").on_local, SideAction::kUpdate);
  const RowPlan local = Deletion(&RowPlan::on_local, &RowPlan::local_cells);
  EXPECT_EQ(TakenBack(local, "mass-delete-sheet").on_local, SideAction::kDelete);
  EXPECT_EQ(TakenBack(local, "header").on_local, SideAction::kDelete);
}

TEST(RevertTest, ACellOfARowWithoutABaseIsReturnedAsWell) {
  RowPlan change;
  change.key = int64_t{1};
  change.on_local = SideAction::kUpdate;
  change.local_cells = {{1, Null{}, std::string("Rome")}};
  const RowPlan plan = TakenBack(change, "mass-change");
  EXPECT_EQ(plan.on_sheet, SideAction::kUpdate);
  EXPECT_EQ(plan.base_pushed, std::nullopt);
}

}  // namespace
}  // namespace sheetkeeper
