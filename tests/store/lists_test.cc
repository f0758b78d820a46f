// Conflicts, held and rejected rows, holds, repairs, settings, cycles and counts.
#include <gtest/gtest.h>

#include "store_fixture.h"

namespace sheetkeeper {
namespace {

class ListsTest : public StoreTest {
 protected:
  ListsTest() { Open(); }

  // Runs `write` in a transaction of its own. Gives whether the database was written.
  template <typename Write>
  bool In(const Write& write) {
    OtherProgram watcher(path);
    const std::string before = watcher.Run("PRAGMA data_version");
    const auto transaction = Begin();
    write(*transaction);
    Take(transaction->Commit());
    return watcher.Run("PRAGMA data_version") != before;
  }
  bool Add(const Conflict& conflict) {
    return In([&](StoreTransaction& it) { Take(it.AddConflict("rates", conflict)); });
  }
  std::string Conflicts() {
    return user().Run(
        "SELECT row_key, column_name, base_value, sheet_value, database_value, winner, state "
        "FROM _conflicts ORDER BY id");
  }
};

Conflict WageConflict(double remote, double local) {
  return {I(1), 2, R(15), R(remote), R(local), Winner::kNobody, "changed on both sides"};
}

TEST_F(ListsTest, AnOpenConflictIsNotRepeated) {
  EXPECT_TRUE(Add(WageConflict(16, 17)));
  EXPECT_FALSE(Add(WageConflict(16, 17)));
  EXPECT_EQ(Conflicts(), "1|wage|15.0|16.0|17.0|nobody|open");
  EXPECT_EQ(Take(store->Counts("rates")).conflicts, 1);
}

TEST_F(ListsTest, AnOpenConflictWithOtherValuesTakesItsPlaceAndTheFormerIsKept) {
  Add(WageConflict(16, 17));
  Add(WageConflict(18, 17));
  EXPECT_EQ(Conflicts(), "1|wage|15.0|16.0|17.0|nobody|replaced;1|wage|15.0|18.0|17.0|nobody|open");
}

TEST_F(ListsTest, ADecidedConflictIsKeptAndClosesTheOpenOne) {
  Add(WageConflict(16, 17));
  Conflict decided = WageConflict(16, 17);
  decided.winner = Winner::kSheet;
  Add(decided);
  EXPECT_EQ(Conflicts(),
            "1|wage|15.0|16.0|17.0|nobody|replaced;1|wage|15.0|16.0|17.0|sheet|decided");
  EXPECT_EQ(Take(store->Counts("rates")).conflicts, 0);
}

TEST_F(ListsTest, AValueThatWasCoveredIsKeptAndClosesNothing) {
  Add(WageConflict(16, 17));
  Conflict covered = WageConflict(0, 14);
  covered.winner = Winner::kSheet;
  In([&](StoreTransaction& it) { Take(it.AddCovered("rates", covered)); });
  EXPECT_EQ(Conflicts(), "1|wage|15.0|16.0|17.0|nobody|open;1|wage|15.0|0.0|14.0|sheet|decided");
}

TEST_F(ListsTest, ConflictsAreClosedByColumnOrByRow) {
  Conflict name{I(1), 1, std::nullopt, T("Ann"), T("Anne"), Winner::kNobody, "r"};
  Conflict row{I(1), -1, std::nullopt, Null{}, Null{}, Winner::kNobody, "deleted and edited"};
  Conflict other{I(2), 1, std::nullopt, T("Bo"), T("Bob"), Winner::kNobody, "r"};
  for (const Conflict& conflict : {WageConflict(16, 17), name, row, other}) Add(conflict);
  In([](StoreTransaction& it) { Take(it.CloseConflicts("rates", I(1), 2)); });
  EXPECT_EQ(Take(store->Counts("rates")).conflicts, 3);
  In([](StoreTransaction& it) { Take(it.CloseConflicts("rates", I(1), std::nullopt)); });
  EXPECT_EQ(user().Run("SELECT row_key, column_name FROM _conflicts WHERE state = 'open'"),
            "2|name");
  EXPECT_FALSE(
      In([](StoreTransaction& it) { Take(it.CloseConflicts("rates", I(1), std::nullopt)); }));
}

TEST_F(ListsTest, OpenConflictsAreReadBackWithoutTheirReason) {
  const Conflict row{I(2), -1, std::nullopt, Null{}, T("Bob"), Winner::kNobody, "deleted"};
  Add(WageConflict(16, 17));
  Add(row);
  std::vector<Conflict> expected{WageConflict(16, 17), row};
  for (Conflict& conflict : expected) conflict.reason = "";
  EXPECT_EQ(Take(store->OpenConflicts("rates")), expected);
}

TEST_F(ListsTest, ATableThatBeginsAnewHasNoOpenConflicts) {
  Add(WageConflict(16, 17));
  TableSchema fewer = RatesSchema();
  fewer.columns.pop_back();
  Open({fewer});
  EXPECT_TRUE(Take(store->OpenConflicts("rates")).empty());
  EXPECT_EQ(Take(store->Counts("rates")).conflicts, 0);
  EXPECT_EQ(Conflicts(), "1|wage|15.0|16.0|17.0|nobody|replaced");
}

TEST_F(ListsTest, HeldRowsAreReplacedAsAList) {
  const std::vector<HeldRow> first{{I(7), "Rates!B4", "wage", "'x' is not a number"},
                                   {Null{}, "Rates!A5", "id", "the key is empty"}};
  const auto set = [](const std::vector<HeldRow>& rows) {
    return [rows](StoreTransaction& it) { Take(it.SetHeldRows("rates", rows)); };
  };
  EXPECT_TRUE(In(set(first)));
  EXPECT_EQ(Take(store->HeldRows("rates")), first);
  EXPECT_FALSE(In(set(first)));
  EXPECT_EQ(Take(store->Counts("rates")).held, 2);
  EXPECT_TRUE(In(set({first[1]})));
  EXPECT_EQ(Take(store->HeldRows("rates")), std::vector<HeldRow>{first[1]});
}

TEST_F(ListsTest, RejectedRowsAreReplacedAsAList) {
  const std::vector<RejectedRow> rows{{T("7"), "name", "too long"}, {I(7), "", "protected"}};
  const auto set = [&rows](StoreTransaction& it) { Take(it.SetRejectedRows("rates", rows)); };
  EXPECT_TRUE(In(set));
  EXPECT_FALSE(In(set));
  EXPECT_EQ(Take(store->RejectedRows("rates")), rows);
  EXPECT_EQ(Take(store->Counts("rates")).rejected, 2);
  In([](StoreTransaction& it) { Take(it.SetRejectedRows("rates", {})); });
  EXPECT_EQ(Take(store->RejectedRows("rates")).size(), 0U);
}

TEST_F(ListsTest, AHoldIsKeptUntilItIsCleared) {
  Hold hold{"rates",           "mass-delete",       "600 of 700 rows would go",
            1'762'848'000'123, HoldDecision::kNone, "f1"};
  In([&](StoreTransaction& it) { Take(it.SetHold(hold)); });
  hold.decision = HoldDecision::kRevert;
  In([&](StoreTransaction& it) { Take(it.SetHold(hold)); });
  Open();
  const auto holds = Take(store->Holds());
  ASSERT_EQ(holds.size(), 1U);
  EXPECT_EQ(holds[0].table, "rates");
  EXPECT_EQ(holds[0].guard, "mass-delete");
  EXPECT_EQ(holds[0].reason, "600 of 700 rows would go");
  EXPECT_EQ(holds[0].since_ms, 1'762'848'000'123);
  EXPECT_EQ(holds[0].decision, HoldDecision::kRevert);
  EXPECT_EQ(holds[0].fingerprint, "f1");
  EXPECT_EQ(user().Run("SELECT since FROM _holds"), "2025-11-11T08:00:00.123Z");
  In([](StoreTransaction& it) { Take(it.ClearHold("rates")); });
  EXPECT_EQ(Take(store->Holds()).size(), 0U);
}

TEST_F(ListsTest, AHoldKeepsTheTimeItBeganWhileItsGuardIsTheSame) {
  const auto since_after = [&](const std::string& guard, Millis passes) {
    clock.now += passes;
    Hold hold;
    hold.table = "rates";
    hold.guard = guard;
    hold.reason = "so many rows at " + std::to_string(passes.count());
    In([&](StoreTransaction& it) { Take(it.SetHold(hold)); });
    return user().Run("SELECT since FROM _holds");
  };
  const std::string first = since_after("mass-delete", Millis(1000));
  EXPECT_EQ(first.substr(0, 10), "2025-11-11");
  EXPECT_EQ(since_after("mass-delete", Millis(5000)), first);
  EXPECT_NE(since_after("header", Millis(5000)), first);
}

TEST_F(ListsTest, WhatIsToBeMendedReadsBackAsItWasSet) {
  const Mending mending{{{"rates", I(1), 5, "Wage", Cell(1.0), Cell(true)},
                         {"rates", Null{}, 6, "Name", Cell(std::string("1")), Cell(Empty{}), true}},
                        {{"rates", {{"wage", Cell(std::string("x"))}, {"", Cell(true)}}},
                         {"rates", {{"name", Cell(2.0)}}}},
                        {{"rates", T("a"), 77, 3, 9, {"id", ""}}}};
  const auto set = [&](StoreTransaction& it) { Take(it.SetMending(mending)); };
  EXPECT_TRUE(In(set));
  EXPECT_FALSE(In(set));
  const Mending read = Take(store->ToMend());
  ASSERT_EQ(read.repairs.size(), 2U);
  EXPECT_EQ(read.repairs[0].key, I(1));
  EXPECT_EQ(read.repairs[0].sheet_row, 5);
  EXPECT_EQ(read.repairs[0].header, "Wage");
  EXPECT_EQ(read.repairs[0].written, Cell(1.0));
  EXPECT_EQ(read.repairs[0].restore, Cell(true));
  EXPECT_EQ(read.repairs[1].key, RowKey(Null{}));
  EXPECT_EQ(read.repairs[1].written, Cell(std::string("1")));
  EXPECT_EQ(read.repairs[1].restore, Cell(Empty{}));
  EXPECT_FALSE(read.repairs[0].made);
  EXPECT_TRUE(read.repairs[1].made);
  ASSERT_EQ(read.removals.size(), 2U);
  EXPECT_EQ(read.removals[0].table, "rates");
  ASSERT_EQ(read.removals[0].cells.size(), 2U);
  EXPECT_EQ(read.removals[0].cells[0].header, "wage");
  EXPECT_EQ(read.removals[0].cells[0].cell, Cell(std::string("x")));
  EXPECT_EQ(read.removals[0].cells[1].cell, Cell(true));
  EXPECT_EQ(read.removals[1].cells.size(), 1U);
  ASSERT_EQ(read.restores.size(), 1U);
  EXPECT_EQ(read.restores[0].key, T("a"));
  EXPECT_EQ(read.restores[0].token, 77);
  EXPECT_EQ(read.restores[0].evidence_row, 3);
  EXPECT_EQ(read.restores[0].sheet_row, 9);
  EXPECT_EQ(read.restores[0].headers, (std::vector<std::string>{"id", ""}));
}

TEST_F(ListsTest, SettingsAreReadBack) {
  EXPECT_EQ(Take(store->Meta("spreadsheet")), std::nullopt);
  const auto set = [](StoreTransaction& it) { Take(it.SetMeta("spreadsheet", "abc")); };
  EXPECT_TRUE(In(set));
  EXPECT_FALSE(In(set));
  EXPECT_EQ(Take(store->Meta("spreadsheet")), "abc");
}

TEST_F(ListsTest, TheLastTenThousandCycleRecordsAreKept) {
  In([](StoreTransaction& it) {
    for (int64_t number = 1; number <= 10'005; ++number) {
      Take(it.RecordCycle({.number = number, .finished_ms = 1'762'848'000'000}));
    }
  });
  EXPECT_EQ(user().Run("SELECT count(*), min(number), max(number) FROM _cycles"), "10000|6|10005");
}

TEST_F(ListsTest, ACycleRecordIsReadBack) {
  In([](StoreTransaction& it) {
    Take(it.RecordCycle({.number = 7,
                         .finished_ms = 1'762'848'000'000,
                         .duration_ms = 12,
                         .good = false,
                         .error = "e",
                         .cycles = 3,
                         .failed = 1,
                         .durations_ms = {11, 12},
                         .requests = 5}));
  });
  EXPECT_EQ(user().Run("SELECT * FROM _cycles"), "7|2025-11-11T08:00:00.000Z|12|0|e|3|1|11 12|5");
}

TEST_F(ListsTest, CountsTellWhatIsPending) {
  Commit({InsertOf({I(1), T("Ann"), R(15.5)}), InsertOf({I(2), T("Bob"), R(20)})});
  user().Run("UPDATE rates SET wage = 1 WHERE id = 1");
  const TableCounts counts = Take(store->Counts("rates"));
  EXPECT_EQ(counts.pending, 1);
}

TEST_F(ListsTest, AnEmptyTransactionWritesNothing) {
  EXPECT_FALSE(In([](StoreTransaction&) {}));
}

TEST_F(ListsTest, CheckpointMovesTheLogWithoutWaitingForReaders) {
  Commit({InsertOf({I(1), T("Ann"), R(15.5)})});
  user().Run("BEGIN; SELECT * FROM rates");
  Commit({InsertOf({I(2), T("Bob"), R(20)})});
  Take(store->Checkpoint());
  user().Run("COMMIT");
  Take(store->Checkpoint());
  EXPECT_GT(std::filesystem::file_size(path), 4096U);
}

class StatusViewTest : public ListsTest {};

TEST_F(StatusViewTest, TellsTheStateOfEachRow) {
  for (int64_t id = 1; id <= 5; ++id) Commit({InsertOf({I(id), T("x"), R(1)})});
  user().Run("UPDATE rates SET wage = 2 WHERE id IN (2, 3, 4)");
  user().Run("INSERT INTO rates VALUES (6, 'y', 1)");
  In([](StoreTransaction& it) {
    Take(it.AddConflict("rates", {I(3), 2, R(1), R(3), R(2), Winner::kNobody, "both changed"}));
    Take(it.SetRejectedRows("rates", {{I(4), "name", "too long"}}));
    Take(it.SetHeldRows("rates", {{I(5), "Rates!C9", "wage", "'x' is not a number"},
                                  {I(9), "Rates!C12", "wage", "it is empty"},
                                  {Null{}, "Rates!A3", "id", "the key is empty"}}));
  });
  EXPECT_EQ(user().Run("SELECT * FROM _status_rates ORDER BY id"),
            "1|synced|;"
            "2|pending|changed or deleted since both sides agreed;"
            "3|conflict|wage: both changed;"
            "4|rejected|too long;"
            "5|held|Rates!C9: 'x' is not a number;"
            "6|pending|not yet in the sheet;"
            "9|held|Rates!C12: it is empty");
}

TEST_F(StatusViewTest, CanBeJoinedWithTheTable) {
  Commit({InsertOf({I(1), T("Ann"), R(15.5)})});
  EXPECT_EQ(user().Run("SELECT name, state FROM rates JOIN _status_rates USING (id)"),
            "Ann|synced");
}

TEST_F(StatusViewTest, RowStatusShowsAllTables) {
  Open({RatesSchema(), {"ranks", {{"code", "Code"}, {"bonus", "Bonus"}}, 0}});
  Commit({InsertOf({I(1), T("Ann"), R(15.5)})});
  Commit({InsertOf({T("a"), T("x")})}, "ranks");
  user().Run("DELETE FROM ranks");
  EXPECT_EQ(user().Run("SELECT table_name, row_key, state FROM _row_status ORDER BY 1"),
            "ranks|a|pending;rates|1|synced");
}

TEST_F(StatusViewTest, DoesNotStandInTheWayOfProgramsThatRebuildATable) {
  user().Run(
      "CREATE TABLE fresh (id INTEGER PRIMARY KEY, name TEXT, wage REAL); "
      "DROP TABLE rates; ALTER TABLE fresh RENAME TO rates; "
      "ALTER TABLE rates ADD COLUMN note TEXT; ALTER TABLE rates DROP COLUMN note");
}

}  // namespace
}  // namespace sheetkeeper
