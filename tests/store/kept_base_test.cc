// The digests of a base that are kept from one cycle to the next. What another hand has done to
// them without leaving a token shows whether they were read again.
#include "store/kept_base.h"

#include <sqlite3.h>

#include <gtest/gtest.h>

#include "store_fixture.h"

namespace sheetkeeper {
namespace {

class KeptBaseTest : public StoreTest {
 protected:
  KeptBaseTest() {
    Open();
    Commit({InsertOf(ann_), InsertOf(bob_)});
  }

  // A cycle takes the base, and gives it back when it is over.
  BaseIndex Load() { return Take(store->LoadBase("rates")); }
  void Keep() { store->KeepBase("rates", Load()); }

  uint64_t DigestOf(int64_t key) {
    BaseIndex index = Load();
    const BaseIndex::Entry* entry = index.Find(I(key));
    const uint64_t digest = entry == nullptr ? 0 : entry->row();
    store->KeepBase("rates", std::move(index));
    return digest;
  }
  bool IsReadAgain() {
    user().Run("UPDATE _base_rates SET digest = 7 WHERE key = 2");
    return DigestOf(2) == 7;
  }
  void Restore(const std::string& copy) {
    sqlite3* from = nullptr;
    sqlite3* to = nullptr;
    ASSERT_EQ(sqlite3_open(copy.c_str(), &from), SQLITE_OK);
    ASSERT_EQ(sqlite3_open(path.c_str(), &to), SQLITE_OK);
    sqlite3_backup* backup = sqlite3_backup_init(to, "main", from, "main");
    ASSERT_NE(backup, nullptr);
    EXPECT_EQ(sqlite3_backup_step(backup, -1), SQLITE_DONE);
    EXPECT_EQ(sqlite3_backup_finish(backup), SQLITE_OK);
    sqlite3_close(from);
    sqlite3_close(to);
  }

  const Row ann_{I(1), T("Ann"), R(15)};
  const Row bob_{I(2), T("Bob"), R(16)};
  const Row ann_raised_{I(1), T("Ann"), R(20)};
};

TEST_F(KeptBaseTest, IsNotReadAgain) {
  Keep();
  EXPECT_FALSE(IsReadAgain());
}

TEST_F(KeptBaseTest, IsReadAgainWhereItWasNotGivenBack) {
  Load();
  EXPECT_TRUE(IsReadAgain());
}

TEST_F(KeptBaseTest, FollowsWhatATransactionMoves) {
  BaseIndex index = Load();
  Commit({UpdateOf(ann_, {{2, R(15), R(18)}})});
  Commit({UpdateOf({I(1), T("Ann"), R(18)}, {{2, R(18), R(20)}})});
  store->KeepBase("rates", std::move(index));
  EXPECT_EQ(DigestOf(1), Digest(ann_raised_));
  EXPECT_FALSE(IsReadAgain());
}

TEST_F(KeptBaseTest, DoesNotFollowATransactionThatIsGivenUp) {
  BaseIndex index = Load();
  {
    const auto transaction = Begin();
    Take(transaction->CommitRow("rates", UpdateOf(ann_, {{2, R(15), R(20)}})));
  }
  store->KeepBase("rates", std::move(index));
  EXPECT_EQ(DigestOf(1), Digest(ann_));
  EXPECT_FALSE(IsReadAgain());
}

TEST_F(KeptBaseTest, IsReadAgainWhenRowsComeOrGo) {
  BaseIndex index = Load();
  const Row cid{I(3), T("Cid"), R(7)};
  Commit({InsertOf(cid)});
  store->KeepBase("rates", std::move(index));
  EXPECT_EQ(DigestOf(3), Digest(cid));
  index = Load();
  Commit({DeleteOf(cid)});
  store->KeepBase("rates", std::move(index));
  EXPECT_EQ(DigestOf(3), 0U);
}

TEST_F(KeptBaseTest, IsReadAgainAfterAChangeWhileNobodyHadIt) {
  Keep();
  Commit({UpdateOf(ann_, {{2, R(15), R(20)}})});
  EXPECT_EQ(DigestOf(1), Digest(ann_raised_));
}

TEST_F(KeptBaseTest, IsReadAgainWhereAnIndexOfAnotherSizeIsGivenBack) {
  Load();
  store->KeepBase("rates", BaseIndex());
  EXPECT_TRUE(IsReadAgain());
}

TEST_F(KeptBaseTest, ACopyThatIsRestoredIntoTheOpenDatabaseIsNoticed) {
  const std::string copy = folder + "/copy.db";
  user().Run("VACUUM INTO '" + copy + "'");
  BaseIndex index = Load();
  Commit({UpdateOf(ann_, {{2, R(15), R(20)}})});
  store->KeepBase("rates", std::move(index));
  ASSERT_EQ(DigestOf(1), Digest(ann_raised_));
  Restore(copy);
  EXPECT_EQ(DigestOf(1), Digest(ann_));
}

TEST_F(KeptBaseTest, ACopyThatIsRestoredBeforeAChangeOfOursIsNoticed) {
  const std::string copy = folder + "/copy.db";
  user().Run("VACUUM INTO '" + copy + "'");
  Commit({UpdateOf(ann_, {{2, R(15), R(20)}})});
  BaseIndex index = Load();
  Restore(copy);
  Commit({UpdateOf(bob_, {{2, R(16), R(17)}})});
  store->KeepBase("rates", std::move(index));
  EXPECT_EQ(DigestOf(1), Digest(ann_));
}

TEST_F(KeptBaseTest, ABaseThatNoTransactionOfOursHasMarkedIsNotKept) {
  user().Run("DELETE FROM _meta WHERE name = 'base.token'");
  Keep();
  EXPECT_TRUE(IsReadAgain());
}

// Room for them all would be more than reading the base again is worth.
TEST_F(KeptBaseTest, IsReadAgainAfterVeryManyChanges) {
  constexpr int64_t kRows = 25'000;
  user().Run(
      "INSERT INTO rates WITH RECURSIVE n (id) AS (SELECT 3 UNION ALL SELECT id + 1 FROM n WHERE "
      "id < 25000) "
      "SELECT id, 'x', 1.0 FROM n");
  std::vector<Row> rows;
  for (int64_t id = 3; id <= kRows; ++id) rows.push_back({I(id), T("x"), R(1)});
  Agree(rows);
  BaseIndex index = Load();
  user().Run("UPDATE rates SET wage = 2.0");
  for (Row& row : rows) row[2] = R(2);
  Agree(rows);
  store->KeepBase("rates", std::move(index));
  EXPECT_TRUE(IsReadAgain());
  EXPECT_EQ(DigestOf(kRows), Digest(rows.back()));
}

}  // namespace
}  // namespace sheetkeeper
