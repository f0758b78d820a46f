#include "store/history.h"

#include <gtest/gtest.h>

#include "store_fixture.h"

namespace sheetkeeper {
namespace {

class HistoryTest : public StoreTest {
 protected:
  HistoryTest() { Open(); }

  // A batch of one line for each of these keys.
  void Insert(const std::vector<int64_t>& keys) {
    std::vector<RowCommit> rows;
    for (const int64_t key : keys) {
      RowCommit commit;
      commit.key = I(key);
      commit.base = Row{I(key), T("Ann"), R(1)};
      commit.on_local = SideAction::kInsert;
      commit.local_cells = {{0, Null{}, I(key)}, {1, Null{}, T("Ann")}, {2, Null{}, R(1)}};
      rows.push_back(std::move(commit));
    }
    Commit(rows);
  }
  std::string Kept() { return user().Run("SELECT group_concat(row_key) FROM _history"); }
};

TEST_F(HistoryTest, WhatIsOlderIsForgottenWithItsBatch) {
  Insert({1, 2});
  clock.now += std::chrono::hours(48);
  Insert({3});
  clock.now += std::chrono::hours(1);
  Insert({4});
  EXPECT_EQ(Take(store->ForgetHistory(clock.Wall() - std::chrono::hours(24), 100)), 2);
  EXPECT_EQ(Kept(), "3,4");
  EXPECT_EQ(user().Run("SELECT count(*) FROM _batches"), "2");
  EXPECT_EQ(user().Run("SELECT count(*) FROM rates"), "4") << "the rows are nobody's history";
}

TEST_F(HistoryTest, ItIsForgottenInSmallSteps) {
  Insert({1, 2, 3});
  Insert({4});
  clock.now += std::chrono::hours(48);
  EXPECT_EQ(Take(store->ForgetHistory(clock.Wall(), 2)), 2);
  EXPECT_EQ(Kept(), "3,4");
  EXPECT_EQ(Take(store->ForgetHistory(clock.Wall(), 2)), 1);
  EXPECT_EQ(Take(store->ForgetHistory(clock.Wall(), 2)), 0);
}

TEST_F(HistoryTest, TheLastBatchStaysSoThatLinesAreNotNumberedAnew) {
  Insert({1});
  clock.now += std::chrono::hours(48);
  EXPECT_EQ(Take(store->ForgetHistory(clock.Wall(), 100)), 0);
  Insert({2});
  EXPECT_EQ(user().Run("SELECT line FROM _history"), "1;2");
}

}  // namespace
}  // namespace sheetkeeper
