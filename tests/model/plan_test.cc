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
  EXPECT_EQ(Name(SheetOp::Kind::kRemoveRow), "remove-row");
  EXPECT_EQ(Name(SheetOp::Kind::kRestoreRow), "restore-row");
  EXPECT_EQ(Name(SheetOp::Kind::kGiveKey), "give-key");
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

TEST(PlanTest, EachKindOfOperationTakesCarriesOrMends) {
  using Kind = SheetOp::Kind;
  struct Expected {
    Kind kind;
    bool takes_row_away, mends, carries_row;
  };
  for (const Expected& expected :
       {Expected{Kind::kUpdate, false, false, true}, Expected{Kind::kInsert, false, false, true},
        Expected{Kind::kDelete, true, false, true}, Expected{Kind::kRepair, false, true, false},
        Expected{Kind::kRemoveRow, true, true, false},
        Expected{Kind::kRestoreRow, false, true, false},
        Expected{Kind::kGiveKey, false, false, false}}) {
    EXPECT_EQ(TakesRowAway(expected.kind), expected.takes_row_away) << Name(expected.kind);
    EXPECT_EQ(Mends(expected.kind), expected.mends) << Name(expected.kind);
    EXPECT_EQ(CarriesRow(expected.kind), expected.carries_row) << Name(expected.kind);
  }
}

TEST(PlanTest, WhatIsToBeMendedAddsUp) {
  Mending mending;
  mending.Add({.repairs = {Repair{}}, .removals = {}, .restores = {RowRestore{"a", int64_t{1}}}});
  mending.Add({.repairs = {},
               .removals = {RowRemoval{}},
               .restores = {RowRestore{"b", int64_t{2}}, RowRestore{"a", int64_t{3}}}});
  EXPECT_EQ(mending.repairs.size(), 1U);
  EXPECT_EQ(mending.removals.size(), 1U);
  EXPECT_EQ(mending.KeysBeingRestored("a"), (std::set<RowKey>{int64_t{1}, int64_t{3}}));
  EXPECT_TRUE(mending.KeysBeingRestored("c").empty());
}

}  // namespace
}  // namespace sheetkeeper
