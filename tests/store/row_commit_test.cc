// CommitRow: writes, base and change log, with a user's program at work in between.
#include <gtest/gtest.h>

#include "store_fixture.h"

namespace sheetkeeper {
namespace {

class RowCommitTest : public StoreTest {
 protected:
  RowCommitTest() { Open(); }

  const Row ann{I(1), T("Ann"), R(15.5)};
  const Row bob{I(2), T("Bob"), R(20)};
};

TEST_F(RowCommitTest, AnInsertedRowStandsInTheTableAndIsItsOwnBase) {
  EXPECT_EQ(Commit({InsertOf(ann)}), "1");
  EXPECT_EQ(user().Run("SELECT * FROM rates"), "1|Ann|15.5");
  EXPECT_EQ(Changes(), "");
  EXPECT_EQ(RowsOf({I(1)}), "[1, Ann, 15.5] was [1, Ann, 15.5]");
}

TEST_F(RowCommitTest, AnInsertionThatMeetsARowIsNotMade) {
  user().Run("INSERT INTO rates VALUES (1, 'Anna', 1)");
  EXPECT_EQ(Commit({InsertOf(ann)}), "0");
  EXPECT_EQ(Changes(), "[1, Anna, 1] was absent");
}

TEST_F(RowCommitTest, AnInsertionThatMeetsTheSameRowIsAgreement) {
  user().Run("INSERT INTO rates VALUES (1, 'Ann', 15.5)");
  EXPECT_EQ(Commit({InsertOf(ann)}), "1");
  EXPECT_EQ(Changes(), "");
  EXPECT_EQ(user().Run("SELECT count(*) FROM _history"), "0");
}

TEST_F(RowCommitTest, AnUpdateWritesOnlyTheChangedCells) {
  Commit({InsertOf(ann)});
  EXPECT_EQ(Commit({UpdateOf(ann, {{2, R(15.5), R(16)}})}), "1");
  EXPECT_EQ(user().Run("SELECT * FROM rates"), "1|Ann|16.0");
  EXPECT_EQ(Changes(), "");
}

TEST_F(RowCommitTest, AnUpdateThatMeetsANewerEditOfItsCellLeavesThatCellPending) {
  Commit({InsertOf(ann)});
  user().Run("UPDATE rates SET wage = 17");
  EXPECT_EQ(Commit({UpdateOf(ann, {{1, T("Ann"), T("Anne")}, {2, R(15.5), R(16)}})}), "0");
  EXPECT_EQ(Changes(), "[1, Anne, 17] was [1, Anne, 15.5]");
}

TEST_F(RowCommitTest, AnUpdateOfARowThatIsGoneIsNotMade) {
  Commit({InsertOf(ann)});
  user().Run("DELETE FROM rates");
  EXPECT_EQ(Commit({UpdateOf(ann, {{2, R(15.5), R(16)}})}), "0");
  EXPECT_EQ(Changes(), "absent was [1, Ann, 15.5]");
}

TEST_F(RowCommitTest, ADeletionOfAnUneditedRowIsMade) {
  Commit({InsertOf(ann)});
  EXPECT_EQ(Commit({DeleteOf(ann)}), "1");
  EXPECT_EQ(user().Run("SELECT count(*) FROM rates"), "0");
  EXPECT_EQ(Changes(), "");
  EXPECT_EQ(RowsOf({I(1)}), "");
}

TEST_F(RowCommitTest, ADeletionThatMeetsAnEditIsNotMade) {
  Commit({InsertOf(ann)});
  user().Run("UPDATE rates SET wage = 17");
  EXPECT_EQ(Commit({DeleteOf(ann)}), "0");
  EXPECT_EQ(Changes(), "[1, Ann, 17] was [1, Ann, 15.5]");
}

TEST_F(RowCommitTest, AMovedBaseKeepsLaterLocalEditsPendingAgainstIt) {
  Commit({InsertOf(ann)});
  user().Run("UPDATE rates SET wage = 16");
  user().Run("UPDATE rates SET wage = 17");
  Agree({{I(1), T("Ann"), R(16)}});
  EXPECT_EQ(Changes(), "[1, Ann, 17] was [1, Ann, 16]");
}

TEST_F(RowCommitTest, ABaseThatReachesTheRowSettlesItsEntry) {
  user().Run("INSERT INTO rates VALUES (1, 'Ann', 15.5)");
  EXPECT_EQ(Changes(), "[1, Ann, 15.5] was absent");
  Agree({ann});
  EXPECT_EQ(Changes(), "");
  EXPECT_EQ(user().Run("SELECT count(*) FROM _changes_rates"), "0");
}

TEST_F(RowCommitTest, ADestroyedTransactionLeavesNothing) {
  {
    const auto transaction = Begin();
    Take(transaction->CommitRow("rates", InsertOf(ann)));
    Take(transaction->SetMeta("a", "b"));
  }
  EXPECT_EQ(user().Run("SELECT * FROM rates"), "");
  EXPECT_EQ(Changes(), "");
  EXPECT_EQ(Take(store->Meta("a")), std::nullopt);
  user().Run("INSERT INTO rates VALUES (1, 'Ann', 15.5)");
  EXPECT_EQ(Changes(), "[1, Ann, 15.5] was absent");
}

}  // namespace
}  // namespace sheetkeeper
