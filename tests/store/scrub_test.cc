// The scrub finds what went past the triggers.
#include <gtest/gtest.h>

#include "store_fixture.h"

namespace sheetkeeper {
namespace {

class ScrubTest : public StoreTest {
 protected:
  void OpenWithRows(const std::string& create_table = "") {
    if (!create_table.empty()) user().Run(create_table);
    Open();
    Commit({InsertOf({I(1), T("Ann"), R(15.5)}), InsertOf({I(2), T("Bob"), R(20)}),
            InsertOf({I(3), T("Cid"), R(7)})});
  }
  int64_t Scrub() { return Take(store->Scrub("rates")); }
};

TEST_F(ScrubTest, FindsNothingWhereNothingWentPast) {
  OpenWithRows();
  user().Run("UPDATE rates SET wage = 1 WHERE id = 1");
  EXPECT_EQ(Scrub(), 0);
  EXPECT_EQ(Changes(), "[1, Ann, 1] was [1, Ann, 15.5]");
}

TEST_F(ScrubTest, FindsWhatABulkLoadWithoutTriggersWroteAndPutsThemBack) {
  OpenWithRows();
  user().Run(
      "DROP TRIGGER _capture_rates_insert; DROP TRIGGER _capture_rates_replace; "
      "DROP TRIGGER _capture_rates_update; DROP TRIGGER _capture_rates_delete");
  user().Run(
      "INSERT INTO rates VALUES (4, 'Dan', 1); UPDATE rates SET wage = 16 WHERE id = 1; "
      "DELETE FROM rates WHERE id = 2");
  EXPECT_EQ(Changes(), "");
  EXPECT_EQ(Scrub(), 3);
  EXPECT_EQ(Changes(), "[1, Ann, 16] was lost; [4, Dan, 1] was absent; absent was lost");
  user().Run("UPDATE rates SET wage = 8 WHERE id = 3");
  EXPECT_EQ(Show(Take(store->ReadRows("rates", {I(3)}))), "[3, Cid, 8] was [3, Cid, 7]");
  EXPECT_EQ(Scrub(), 0);
}

TEST_F(ScrubTest, GivesTheDigestOfALostBase) {
  OpenWithRows();
  user().Run("DROP TRIGGER _capture_rates_update; UPDATE rates SET wage = 16 WHERE id = 1");
  Scrub();
  const auto rows = LocalChanges("rates");
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_FALSE(rows[0].base_known);
  EXPECT_EQ(rows[0].base_digest, Digest(Row{I(1), T("Ann"), R(15.5)}));
}

TEST_F(ScrubTest, FindsWhatARebuiltTableHoldsOtherwise) {
  OpenWithRows();
  user().Run(
      "CREATE TABLE fresh (id INTEGER PRIMARY KEY, name TEXT, wage REAL, note TEXT); "
      "INSERT INTO fresh SELECT *, '' FROM rates WHERE id <> 2; "
      "UPDATE fresh SET wage = 8 WHERE id = 3; "
      "DROP TABLE rates; ALTER TABLE fresh RENAME TO rates");
  EXPECT_EQ(Scrub(), 2);
  EXPECT_EQ(Changes(), "[3, Cid, 8] was lost; absent was lost");
  user().Run("UPDATE rates SET wage = 1 WHERE id = 1");
  EXPECT_EQ(RowsOf({I(1)}), "[1, Ann, 1] was [1, Ann, 15.5]");
}

TEST_F(ScrubTest, TakesTheTriggersBackFromATableThatWasRenamedAway) {
  OpenWithRows();
  user().Run(
      "ALTER TABLE rates RENAME TO old_rates; "
      "CREATE TABLE rates (id INTEGER PRIMARY KEY, name TEXT, wage REAL); "
      "INSERT INTO rates SELECT * FROM old_rates");
  EXPECT_EQ(Scrub(), 0);
  user().Run("UPDATE old_rates SET wage = 1; UPDATE rates SET wage = 2 WHERE id = 1");
  EXPECT_EQ(Changes(), "[1, Ann, 2] was [1, Ann, 15.5]");
}

TEST_F(ScrubTest, FindsARowThatWasEvictedThroughAPartialIndex) {
  OpenWithRows();
  user().Run(
      "CREATE UNIQUE INDEX one_name ON rates (name) WHERE wage > 0; "
      "INSERT OR REPLACE INTO rates VALUES (4, 'Bob', 1)");
  EXPECT_EQ(Changes(), "[4, Bob, 1] was absent");
  EXPECT_EQ(Scrub(), 1);
  EXPECT_EQ(Changes(), "[4, Bob, 1] was absent; absent was lost");
}

TEST_F(ScrubTest, LearnsOfUniqueIndexesThatWereAdded) {
  OpenWithRows();
  user().Run("CREATE UNIQUE INDEX one_name ON rates (name)");
  EXPECT_EQ(Scrub(), 0);
  user().Run("INSERT OR REPLACE INTO rates VALUES (4, 'Bob', 1)");
  EXPECT_EQ(Changes(), "absent was [2, Bob, 20]; [4, Bob, 1] was absent");
}

TEST_F(ScrubTest, SaysWhatToDoWhereTheTableIsGone) {
  OpenWithRows();
  user().Run("DROP TABLE rates");
  const auto scrubbed = store->Scrub("rates");
  ASSERT_FALSE(scrubbed.has_value());
  EXPECT_EQ(scrubbed.error().kind, ErrorKind::kInvalid);
  EXPECT_NE(scrubbed.error().message.find("table \"rates\" is not in"), std::string::npos)
      << scrubbed.error().message;
}

TEST_F(ScrubTest, OpeningFindsWhatWasWrittenWhileTheTriggersWereGone) {
  OpenWithRows();
  store.reset();
  user().Run("DROP TRIGGER _capture_rates_update; UPDATE rates SET wage = 16 WHERE id = 1");
  Open();
  EXPECT_EQ(Changes(), "[1, Ann, 16] was lost");
}

TEST_F(ScrubTest, ReadingByKeyKnowsOfAChangeThatWentPastBeforeAnyScrub) {
  OpenWithRows();
  user().Run("DROP TRIGGER _capture_rates_update; UPDATE rates SET wage = 16 WHERE id = 1");
  EXPECT_EQ(RowsOf({I(1), I(2), I(9)}), "[1, Ann, 16] was lost; [2, Bob, 20] was [2, Bob, 20]");
}

TEST_F(ScrubTest, ACommittedRowIsKnownAgain) {
  OpenWithRows();
  user().Run("DROP TRIGGER _capture_rates_update; UPDATE rates SET wage = 16 WHERE id = 1");
  Agree({{I(1), T("Ann"), R(15.5)}});
  EXPECT_EQ(Changes(), "[1, Ann, 16] was [1, Ann, 15.5]");
}

TEST_F(ScrubTest, ATableWithTextKeysOfAnotherCollationIsScrubbedByItsBytes) {
  user().Run("CREATE TABLE ranks (code TEXT PRIMARY KEY COLLATE NOCASE, bonus TEXT)");
  Open({{"ranks", {{"code", "Code"}, {"bonus", "Bonus"}}, 0}});
  Commit({InsertOf({T("a"), T("x")})}, "ranks");
  user().Run(
      "DROP TRIGGER _capture_ranks_update; DROP TRIGGER _capture_ranks_key; "
      "UPDATE ranks SET code = 'A'");
  EXPECT_EQ(Take(store->Scrub("ranks")), 2);
  EXPECT_EQ(Changes("ranks"), "[A, x] was absent; absent was lost");
}

}  // namespace
}  // namespace sheetkeeper
