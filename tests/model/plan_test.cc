#include "model/plan.h"

#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

TEST(PlanTest, EveryWordThatIsKeptInTheDatabaseIsStable) {
  EXPECT_EQ(Name(SideAction::kNone), "none");
  EXPECT_EQ(Name(SideAction::kInsert), "insert");
  EXPECT_EQ(Name(SideAction::kUpdate), "update");
  EXPECT_EQ(Name(SideAction::kDelete), "delete");
  EXPECT_EQ(Name(Winner::kSheet), "sheet");
  EXPECT_EQ(Name(Winner::kDatabase), "database");
  EXPECT_EQ(Name(Winner::kNobody), "nobody");
  EXPECT_EQ(Name(SheetOp::Kind::kUpdate), "update");
  EXPECT_EQ(Name(SheetOp::Kind::kInsert), "insert");
  EXPECT_EQ(Name(SheetOp::Kind::kDelete), "delete");
  EXPECT_EQ(Name(SheetOp::Kind::kRepair), "repair");
  EXPECT_EQ(Name(SheetOp::Kind::kRestoreRow), "restore-row");
}

TEST(PlanTest, WhatIsNoWordHasNoName) {
  EXPECT_EQ(Name(static_cast<SideAction>(99)), "");
  EXPECT_EQ(Name(static_cast<Winner>(99)), "");
  EXPECT_EQ(Name(static_cast<SheetOp::Kind>(99)), "");
}

TEST(PlanTest, ALayoutSpansItsColumns) {
  SheetLayout layout;
  layout.columns = {4, 1, 7};
  EXPECT_EQ(layout.first_column(), 1);
  EXPECT_EQ(layout.last_column(), 7);
}

}  // namespace
}  // namespace sheetkeeper
