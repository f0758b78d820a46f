// CommitRow: writes, base and change log, with a user's program at work in between.
#include <algorithm>

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

TEST_F(RowCommitTest, ReadersSeeTheOldRowsUntilTheCommit) {
  Commit({InsertOf(ann)});
  const auto transaction = Begin();
  Take(transaction->CommitRow("rates", UpdateOf(ann, {{2, R(15.5), R(16)}})));
  Take(transaction->CommitRow("rates", InsertOf(bob)));
  EXPECT_EQ(user().Run("SELECT * FROM rates"), "1|Ann|15.5");
  EXPECT_EQ(user().Try("UPDATE rates SET wage = 1"), SQLITE_BUSY);
  Take(transaction->Commit());
  EXPECT_EQ(user().Run("SELECT * FROM rates"), "1|Ann|16.0;2|Bob|20.0");
}

TEST_F(RowCommitTest, BeginningIsBusyWhileAnotherProgramWrites) {
  user().Run("BEGIN IMMEDIATE");
  const auto transaction = store->Begin();
  ASSERT_FALSE(transaction.has_value());
  EXPECT_EQ(transaction.error().kind, ErrorKind::kBusy);
}

TEST_F(RowCommitTest, HistoryTellsWhatWasWrittenAndWhy) {
  Commit({InsertOf(ann), InsertOf(bob)});
  clock.now += std::chrono::minutes(5);
  Commit({UpdateOf(ann, {{1, T("Ann"), T("Anne")}, {2, R(15.5), R(16)}}), DeleteOf(bob)});
  EXPECT_EQ(user().Run("SELECT batch, at, table_name, row_key, column_name, side, action, "
                       "old_value, new_value, reason FROM _history ORDER BY line"),
            "1|2025-11-11T08:00:00.000Z|rates|1|NULL|database|insert|NULL|NULL|new in the sheet;"
            "1|2025-11-11T08:00:00.000Z|rates|2|NULL|database|insert|NULL|NULL|new in the sheet;"
            "2|2025-11-11T08:05:00.000Z|rates|1|name|database|update|Ann|Anne|changed in the sheet;"
            "2|2025-11-11T08:05:00.000Z|rates|1|wage|database|update|15.5|16.0|changed in the "
            "sheet;"
            "2|2025-11-11T08:05:00.000Z|rates|2|NULL|database|delete|NULL|NULL|deleted in the "
            "sheet;"
            "2|2025-11-11T08:05:00.000Z|rates|2|id|database|delete|2|NULL|deleted in the sheet;"
            "2|2025-11-11T08:05:00.000Z|rates|2|name|database|delete|Bob|NULL|deleted in the "
            "sheet;"
            "2|2025-11-11T08:05:00.000Z|rates|2|wage|database|delete|20.0|NULL|deleted in the "
            "sheet");
}

TEST_F(RowCommitTest, HistoryHasOnlyTheCellsThatWereWritten) {
  Commit({InsertOf(ann)});
  user().Run("UPDATE rates SET wage = 17");
  Commit({UpdateOf(ann, {{1, T("Ann"), T("Anne")}, {2, R(15.5), R(16)}})});
  EXPECT_EQ(user().Run("SELECT column_name, new_value FROM _history WHERE action = 'update'"),
            "name|Anne");
}

TEST_F(RowCommitTest, HistoryTakesWhatHappenedInTheSheet) {
  const auto transaction = Begin();
  Take(transaction->AddHistory(
      {"rates", I(1), "sheet", "repair", {{2, R(1), R(2)}}, "a row had moved"}));
  Take(transaction->Commit());
  EXPECT_EQ(user().Run("SELECT row_key, column_name, side, action, old_value, new_value, reason "
                       "FROM _history"),
            "1|wage|sheet|repair|1.0|2.0|a row had moved");
  EXPECT_EQ(user().Run("SELECT batch, first_line FROM _batches"), "1|1");
}

TEST_F(RowCommitTest, ValuesSurviveExactly) {
  const std::vector<Value> texts{T("007"),         T("1e5"),      T("=1+1"),
                                 T("it's \"so\""), T("\xC3\xA9"), T(" a\n"),
                                 T("1.0e+15"),     T("NULL"),     T(std::string(50'000, 'x'))};
  const std::vector<Value> reals{R(1e15), R(0.1), R(-0.5), R(1e300), R(5e-324), R(7)};
  const std::vector<Value> ids{I(INT64_MAX), I(INT64_MIN), I(0), I(-1)};
  std::vector<Row> rows;
  for (size_t i = 0; i < texts.size(); ++i) {
    rows.push_back(
        {i < ids.size() ? ids[i] : I(static_cast<int64_t>(i)), texts[i], reals[i % reals.size()]});
  }
  for (const Row& row : rows) Commit({InsertOf(row)});
  Open();
  for (const Row& row : rows) {
    const auto read = Take(store->ReadRows("rates", {row[0]}));
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(read[0].base, row);
    EXPECT_EQ(std::get<Row>(read[0].now), row);
  }
  // The change log keeps them as well.
  user().Run("UPDATE rates SET name = 'x', wage = 1");
  for (const StoredRow& row : LocalChanges("rates")) {
    EXPECT_NE(std::find(rows.begin(), rows.end(), row.base), rows.end()) << Show(row);
  }
}

TEST_F(RowCommitTest, TheBaseIsKnownByDigestAndUnseenKeysAreTold) {
  Commit({InsertOf(ann), InsertOf(bob), InsertOf({I(3), T("Cid"), R(7)})});
  BaseIndex index = Take(store->LoadBase("rates"));
  ASSERT_EQ(index.size(), 3U);
  ASSERT_NE(index.Find(I(2)), nullptr);
  EXPECT_EQ(index.Find(I(2))->row(), Digest(bob));
  index.Meet(*index.Find(I(2)), 0);
  EXPECT_EQ(Take(store->UnseenKeys("rates", index)), (std::vector<RowKey>{I(1), I(3)}));
}

TEST_F(RowCommitTest, KeysOfEachTypeAreFoundAgain) {
  for (const auto& [type, key] :
       std::vector<std::pair<ColumnType, Value>>{{ColumnType::kInteger, I(7)},
                                                 {ColumnType::kReal, R(7)},
                                                 {ColumnType::kReal, R(0.1)},
                                                 {ColumnType::kDecimal, T("7.5")},
                                                 {ColumnType::kText, T("007")},
                                                 {ColumnType::kBoolean, I(1)},
                                                 {ColumnType::kDate, T("2025-11-11")},
                                                 {ColumnType::kDateTime, T("2025-11-11T08:00:00")},
                                                 {ColumnType::kAny, I(7)},
                                                 {ColumnType::kAny, R(7.5)},
                                                 {ColumnType::kAny, T("7")}}) {
    store.reset();
    user().Run("DROP TABLE IF EXISTS things");
    Open({{"things", {{"key", "Key", type}, {"a", "A"}}, 0}});
    Commit({InsertOf({key, T("x")})}, "things");
    const std::string shown = ToText(key);
    EXPECT_EQ(RowsOf({key}, "things"), "[" + shown + ", x] was [" + shown + ", x]");
    user().Run("UPDATE things SET a = 'y'");
    EXPECT_EQ(Changes("things"), "[" + shown + ", y] was [" + shown + ", x]");
    BaseIndex index = Take(store->LoadBase("things"));
    EXPECT_NE(index.Find(key), nullptr);
    EXPECT_EQ(Take(store->UnseenKeys("things", index)), std::vector<RowKey>{key});
    Agree({{key, T("y")}}, "things");
    EXPECT_EQ(Changes("things"), "");
    EXPECT_EQ(Take(store->Scrub("things")), 0);
  }
}

TEST_F(RowCommitTest, TheKeyMayStandInAnyColumn) {
  Open({{"ranks", {{"bonus", "Bonus"}, {"code", "Code"}}, 1}});
  EXPECT_EQ(Commit({InsertOf({T("x"), T("a")}, 1)}, "ranks"), "1");
  user().Run("UPDATE ranks SET bonus = 'y'");
  EXPECT_EQ(Changes("ranks"), "[y, a] was [x, a]");
  EXPECT_EQ(Commit({DeleteOf({T("y"), T("a")}, 1)}, "ranks"), "1");
  EXPECT_EQ(Changes("ranks"), "");
}

// A table of the user's with rules of its own.
class RefusingTableTest : public StoreTest {
 protected:
  void OpenWith(const std::string& sql) {
    user().Run(sql);
    Open();
  }
  // Commits `bad`, which must be refused with these words, and then a good row.
  void ExpectRefused(const RowCommit& bad, const std::string& words,
                     const Row& good = {I(9), T("Zoe"), R(1)}) {
    const auto transaction = Begin();
    const auto refused = transaction->CommitRow("rates", bad);
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().kind, ErrorKind::kInvalid);
    EXPECT_NE(refused.error().message.find(words), std::string::npos) << refused.error().message;
    EXPECT_TRUE(Take(transaction->CommitRow("rates", InsertOf(good))));
    Take(transaction->Commit());
  }
};

TEST_F(RefusingTableTest, AViolatedConstraintRefusesTheRowOnly) {
  OpenWith(
      "CREATE TABLE rates (id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, "
      "wage REAL CHECK (wage < 100))");
  Commit({InsertOf({I(1), T("Ann"), R(15.5)})});
  ExpectRefused(InsertOf({I(2), T("Ann"), R(1)}), "UNIQUE constraint failed: rates.name",
                {I(4), T("a"), R(1)});
  ExpectRefused(InsertOf({I(2), Null{}, R(1)}), "NOT NULL constraint failed: rates.name",
                {I(5), T("b"), R(1)});
  ExpectRefused(UpdateOf({I(1), T("Ann"), R(15.5)}, {{2, R(15.5), R(100)}}),
                "CHECK constraint failed: wage < 100", {I(6), T("c"), R(1)});
  EXPECT_EQ(user().Run("SELECT * FROM rates"), "1|Ann|15.5;4|a|1.0;5|b|1.0;6|c|1.0");
  EXPECT_EQ(RowsOf({I(1), I(2)}), "[1, Ann, 15.5] was [1, Ann, 15.5]");
}

TEST_F(RefusingTableTest, AConstraintThatReplacesDoesNotTakeAnotherRowAway) {
  OpenWith(
      "CREATE TABLE rates (id INTEGER PRIMARY KEY, name TEXT UNIQUE ON CONFLICT REPLACE, "
      "wage REAL)");
  Commit({InsertOf({I(1), T("Ann"), R(15.5)})});
  ExpectRefused(InsertOf({I(2), T("Ann"), R(1)}), "UNIQUE constraint failed");
  EXPECT_EQ(user().Run("SELECT id FROM rates"), "1;9");
}

TEST_F(RefusingTableTest, AValueThatTheColumnWouldChangeIsNotPutIn) {
  OpenWith("CREATE TABLE rates (id INTEGER PRIMARY KEY, name NUMERIC, wage REAL)");
  Commit({InsertOf({I(1), T("Ann"), R(15.5)})});
  ExpectRefused(InsertOf({I(2), T("007"), R(1)}), "turns '007' into '7'");
  ExpectRefused(UpdateOf({I(1), T("Ann"), R(15.5)}, {{1, T("Ann"), T("1e5")}}),
                "turns '1e5' into '100000'", {I(8), T("Yan"), R(1)});
  EXPECT_EQ(user().Run("SELECT * FROM rates"), "1|Ann|15.5;8|Yan|1.0;9|Zoe|1.0");
  EXPECT_EQ(Changes(), "");
}

TEST_F(RefusingTableTest, ATriggerThatIgnoresTheWriteRefusesTheRow) {
  OpenWith(
      "CREATE TABLE rates (id INTEGER PRIMARY KEY, name TEXT, wage REAL); "
      "CREATE TRIGGER frozen BEFORE INSERT ON rates WHEN NEW.wage > 100 BEGIN "
      "SELECT RAISE(IGNORE); END");
  ExpectRefused(InsertOf({I(1), T("Ann"), R(101)}), "ignored the write");
  EXPECT_EQ(user().Run("SELECT id FROM rates"), "9");
}

TEST_F(RefusingTableTest, ATriggerThatRollsBackEndsTheTransaction) {
  OpenWith(
      "CREATE TABLE rates (id INTEGER PRIMARY KEY, name TEXT, wage REAL); "
      "CREATE TRIGGER strict BEFORE INSERT ON rates WHEN NEW.wage > 100 BEGIN "
      "SELECT RAISE(ROLLBACK, 'no'); END");
  {
    const auto transaction = Begin();
    Take(transaction->CommitRow("rates", InsertOf({I(1), T("Ann"), R(1)})));
    const auto refused = transaction->CommitRow("rates", InsertOf({I(2), T("Bob"), R(101)}));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().kind, ErrorKind::kPreconditionFailed);
  }
  EXPECT_EQ(user().Run("SELECT id FROM rates"), "");
  Commit({InsertOf({I(3), T("Cid"), R(1)})});
  EXPECT_EQ(Changes(), "");
}

}  // namespace
}  // namespace sheetkeeper
