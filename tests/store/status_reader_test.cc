#include "store/status_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/store_fixture.h"

namespace sheetkeeper {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class StatusReaderTest : public StoreTest {
 protected:
  StatusReaderTest() { Open(); }

  template <typename Write>
  void In(const Write& write) {
    const auto transaction = Begin();
    write(*transaction);
    Take(transaction->Commit());
  }
  StoredStatus Read() { return Take(Take(StatusReader::Open(path)).Read(true)); }
  void RecordCycle(CycleRecord record) {
    record.finished_ms = clock.now.time_since_epoch().count();
    In([&](StoreTransaction& it) { Take(it.RecordCycle(record)); });
  }
};

TEST_F(StatusReaderTest, TellsRowsAndWhatWaitsToReachTheSheet) {
  Commit({InsertOf({I(1), T("Ann"), R(15.5)})});
  user().Run("UPDATE rates SET wage = 1 WHERE id = 1; INSERT INTO rates VALUES (2, 'Bob', 3)");
  const StoredStatus status = Read();
  ASSERT_EQ(status.tables.size(), 1U);
  EXPECT_EQ(status.tables[0].name, "rates");
  EXPECT_EQ(status.tables[0].rows, 2);
  EXPECT_EQ(status.tables[0].queued, 2);
  EXPECT_EQ(status.format_version, 4);
}

TEST_F(StatusReaderTest, WhatWaitsForAPersonIsNotInTheQueue) {
  user().Run("INSERT INTO rates VALUES (1, 'Ann', 1), (2, 'Bob', 2), (3, 'Eve', 3)");
  In([](StoreTransaction& it) {
    Conflict conflict;
    conflict.key = I(1);
    conflict.column = 2;
    conflict.winner = Winner::kNobody;
    Take(it.AddConflict("rates", conflict));
    Take(it.SetRejectedRows("rates", {{I(2), "wage", "too long"}}));
    Take(it.SetHeldRows("rates", {{I(9), "Rates!B4", "wage", "not a number"}}));
    Take(it.SetHold(
        {.table = "rates", .guard = "mass-change", .reason = "all changed", .fingerprint = ""}));
  });
  const StoredTable table = Read().tables.at(0);
  EXPECT_EQ(table.queued, 1);
  EXPECT_EQ(table.conflicts, 1);
  EXPECT_EQ(table.rejected, 1);
  EXPECT_EQ(table.held, 1);
  ASSERT_TRUE(table.hold.has_value());
  EXPECT_EQ(table.hold->guard, "mass-change");
}

TEST_F(StatusReaderTest, TheLastGoodCycleIsToldBesideALaterFailedOne) {
  RecordCycle({.number = 1, .duration_ms = 5});
  RecordCycle({.number = 2, .good = false, .error = "HTTP 503"});
  const StoredStatus status = Read();
  EXPECT_EQ(status.last_cycle.value().error, "HTTP 503");
  EXPECT_EQ(status.last_good_cycle.value().number, 1);
  EXPECT_EQ(status.last_good_cycle->duration_ms, 5);
}

TEST_F(StatusReaderTest, ActivityIsThatSinceAMoment) {
  RecordCycle({.number = 1, .cycles = 1, .durations_ms = {900}, .requests = 7});
  Commit({InsertOf({I(1), T("Ann"), R(15.5)})});
  clock.now += std::chrono::hours(1);
  RecordCycle({.number = 5, .cycles = 4, .failed = 1, .durations_ms = {1, 2, 3}, .requests = 6});
  Commit({UpdateOf({I(1), T("Ann"), R(15.5)}, {{1, T("Ann"), T("Anna")}, {2, R(15.5), R(16)}})});

  const Activity activity = Take(Take(StatusReader::Open(path)).ReadActivity(clock.now));
  EXPECT_EQ(activity.cycles, 4);
  EXPECT_EQ(activity.failed, 1);
  EXPECT_EQ(activity.requests, 6);
  EXPECT_THAT(activity.durations_ms, ElementsAre(1, 2, 3));
  ASSERT_EQ(activity.moved.size(), 1U);
  EXPECT_EQ(activity.moved[0].side, "database");
  EXPECT_EQ(activity.moved[0].rows, 1);
  EXPECT_EQ(activity.moved[0].cells, 2);
  EXPECT_EQ(Take(Take(StatusReader::Open(path)).RequestsSince(clock.now)), 6);
  EXPECT_EQ(Take(Take(StatusReader::Open(path)).RequestsSince(WallTime())), 13);
}

TEST_F(StatusReaderTest, ARowThatIsInsertedMovesAllItsCells) {
  Commit({InsertOf({I(1), T("Ann"), R(15.5)})});
  const Activity activity = Take(Take(StatusReader::Open(path)).ReadActivity(WallTime()));
  EXPECT_EQ(activity.moved.at(0).rows, 1);
  EXPECT_EQ(activity.moved.at(0).cells, 3);
}

TEST_F(StatusReaderTest, ADatabaseThatIsNotThereIsNotMade) {
  const auto opened = StatusReader::Open(folder + "/other.db");
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().kind, ErrorKind::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(folder + "/other.db"));
}

TEST_F(StatusReaderTest, ADatabaseOfSomebodyElseIsNamedAsSuch) {
  { OtherProgram(folder + "/other.db").Run("CREATE TABLE t (a)"); }
  const auto opened = StatusReader::Open(folder + "/other.db");
  ASSERT_FALSE(opened.has_value());
  EXPECT_THAT(opened.error().message, HasSubstr("is not kept by sheetkeeper yet"));
}

// What version 1 had, made from what there is.
TEST_F(StatusReaderTest, AnOlderDatabaseIsBroughtUpToDateWithItsCycles) {
  store.reset();
  user().Run(
      "DROP TABLE _row_removals; ALTER TABLE _repairs DROP COLUMN made; ALTER TABLE _cycles DROP "
      "COLUMN cycles; ALTER TABLE _cycles DROP "
      "COLUMN failed;"
      "ALTER TABLE _conflicts DROP COLUMN decision; ALTER TABLE _conflicts DROP COLUMN "
      "decided_value; ALTER TABLE _conflicts DROP COLUMN decided_at;"
      "INSERT INTO _conflicts (table_name, row_key, had_base, winner, reason, state, at) VALUES "
      "('rates', 1, 0, 'nobody', 'changed on both sides', 'open', '2025-11-11T08:00:00.000Z');"
      "ALTER TABLE _cycles DROP COLUMN durations; ALTER TABLE _cycles DROP COLUMN requests;"
      "UPDATE _meta SET value = '1' WHERE name = 'format_version'; PRAGMA user_version = 1;"
      "INSERT INTO _cycles VALUES (1, '2025-11-11T08:00:00.000Z', 12, 1, ''),"
      "(2, '2025-11-11T08:05:00.000Z', 13, 0, 'HTTP 503')");
  const auto old = StatusReader::Open(path);
  ASSERT_FALSE(old.has_value());
  EXPECT_THAT(old.error().message, HasSubstr("an older sheetkeeper"));
  Open();
  EXPECT_EQ(user().Run("SELECT number, failed, durations FROM _cycles"), "1|0|12;2|1|");
  EXPECT_EQ(user().Run("SELECT state, decision FROM _conflicts"), "open|");
  EXPECT_EQ(user().Run("PRAGMA user_version"), "4");
}

}  // namespace
}  // namespace sheetkeeper
