#include "store/undo.h"

#include <gtest/gtest.h>

#include "store_fixture.h"

namespace sheetkeeper {
namespace {

class UndoTest : public StoreTest {
 protected:
  UndoTest() { Open(); }
  int64_t LastBatch() { return std::stoll(user().Run("SELECT max(batch) FROM _batches")); }
  std::vector<UndoStep> TakeBack(const UndoScope& scope, bool apply = true) {
    return Take(Undo(path, {RatesSchema()}, scope, apply));
  }
  std::string Rows() { return user().Run("SELECT id, name, wage FROM rates ORDER BY id"); }
  void PullWage(int64_t key, Value before, Value after) {
    RowCommit commit;
    commit.key = I(key);
    const auto rows = Take(store->ReadRows("rates", {I(key)}));
    commit.base = std::get<Row>(rows.at(0).now);
    commit.on_local = SideAction::kUpdate;
    commit.local_cells = {{2, std::move(before), std::move(after)}};
    commit.reason = "changed in the sheet";
    Commit({commit});
  }
};

TEST_F(UndoTest, AnUpdateIsTakenBackAndWaitsForTheSheet) {
  Commit({InsertOf({I(1), T("Ann"), R(15.5)})});
  PullWage(1, R(15.5), R(20));
  const auto steps = TakeBack({.batch = LastBatch()});
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps[0].action, SideAction::kUpdate);
  EXPECT_EQ(Rows(), "1|Ann|15.5");
  EXPECT_EQ(LocalChanges("rates").size(), 1U) << "the next cycle pushes it";
}

TEST_F(UndoTest, ADryRunWritesNothing) {
  Commit({InsertOf({I(1), T("Ann"), R(15.5)})});
  PullWage(1, R(15.5), R(20));
  EXPECT_EQ(TakeBack({.batch = LastBatch()}, false).size(), 1U);
  EXPECT_EQ(Rows(), "1|Ann|20.0");
}

TEST_F(UndoTest, WhatWasChangedSinceIsKeptAndReported) {
  Commit({InsertOf({I(1), T("Ann"), R(15.5)})});
  PullWage(1, R(15.5), R(20));
  const int64_t batch = LastBatch();
  user().Run("UPDATE rates SET wage = 30");
  const auto steps = TakeBack({.batch = batch});
  ASSERT_EQ(steps.size(), 1U);
  EXPECT_EQ(steps[0].action, SideAction::kNone);
  ASSERT_EQ(steps[0].kept.size(), 1U);
  EXPECT_EQ(Rows(), "1|Ann|30.0");
}

TEST_F(UndoTest, ADeletedRowComesBackWithItsValues) {
  Commit({InsertOf({I(1), T("Ann"), R(15.5)})});
  RowCommit gone;
  gone.key = I(1);
  gone.on_local = SideAction::kDelete;
  gone.local_cells = {{0, I(1), Null{}}, {1, T("Ann"), Null{}}, {2, R(15.5), Null{}}};
  Commit({gone});
  EXPECT_EQ(Rows(), "");
  TakeBack({.batch = LastBatch()});
  EXPECT_EQ(Rows(), "1|Ann|15.5");
}

TEST_F(UndoTest, AnInsertedRowGoesUnlessSomebodyChangedIt) {
  Commit({InsertOf({I(1), T("Ann"), R(15.5)}), InsertOf({I(2), T("Bob"), R(1)})});
  const int64_t batch = LastBatch();
  user().Run("UPDATE rates SET wage = 2 WHERE id = 2");
  const auto steps = TakeBack({.batch = batch});
  EXPECT_EQ(steps.size(), 2U);
  EXPECT_EQ(Rows(), "2|Bob|2.0");
}

TEST_F(UndoTest, AnInsertedRowStaysWhereALaterBatchChangedIt) {
  Commit({InsertOf({I(1), T("Ann"), R(15.5)}), InsertOf({I(2), T("Bob"), R(1)})});
  const int64_t batch = LastBatch();
  PullWage(1, R(15.5), R(20));
  const auto steps = TakeBack({.batch = batch});
  ASSERT_EQ(steps.size(), 2U);
  EXPECT_EQ(steps[0].kept.size(), 1U);
  EXPECT_EQ(Rows(), "1|Ann|20.0");
}

TEST_F(UndoTest, BackToAMomentTakesEveryLaterChangeBackAtOnce) {
  Commit({InsertOf({I(1), T("Ann"), R(15.5)})});
  clock.now += std::chrono::hours(1);
  const WallTime moment = clock.now;
  PullWage(1, R(15.5), R(20));
  clock.now += std::chrono::hours(1);
  PullWage(1, R(20), R(25));
  TakeBack({.since = moment});
  EXPECT_EQ(Rows(), "1|Ann|15.5");
}

TEST_F(UndoTest, OneCellOfOneRow) {
  Commit({InsertOf({I(1), T("Ann"), R(15.5)}), InsertOf({I(2), T("Bob"), R(1)})});
  PullWage(1, R(15.5), R(20));
  PullWage(2, R(1), R(2));
  TakeBack({.table = "rates", .key = I(2), .column = "wage"});
  EXPECT_EQ(Rows(), "1|Ann|20.0;2|Bob|1.0");
}

TEST_F(UndoTest, WhatIsNotKnownIsRefused) {
  EXPECT_FALSE(Undo(path, {RatesSchema()}, {.batch = 99}, true));
  EXPECT_FALSE(Undo(path, {RatesSchema()}, {.table = "rate"}, true));
  EXPECT_FALSE(Undo(path, {RatesSchema()}, {.table = "rates", .column = "wages"}, true));
}

}  // namespace
}  // namespace sheetkeeper
