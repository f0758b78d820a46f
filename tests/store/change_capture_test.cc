// Change capture: whatever plain SQL a program writes, the local changes are what differs from the
// base, with the base's values.
#include <gtest/gtest.h>

#include "store_fixture.h"

namespace sheetkeeper {
namespace {

class ChangeCaptureTest : public StoreTest {
 protected:
  // Two rows that both sides agree on.
  void OpenWithRows(const std::string& create_table = "") {
    if (!create_table.empty()) user().Run(create_table);
    Open();
    Commit({InsertOf({I(1), T("Ann"), R(15.5)}), InsertOf({I(2), T("Bob"), R(20)})});
    ASSERT_EQ(Changes(), "");
  }
  std::string EntryCount() { return user().Run("SELECT count(*) FROM _changes_rates"); }
};

TEST_F(ChangeCaptureTest, InsertionsUpdatesAndDeletionsAreNotedWithTheRowAsItWas) {
  OpenWithRows();
  user().Run("INSERT INTO rates VALUES (3, 'Cid', 1)");
  user().Run("UPDATE rates SET wage = 16 WHERE id = 1");
  user().Run("DELETE FROM rates WHERE id = 2");
  EXPECT_EQ(Changes(),
            "[3, Cid, 1] was absent; [1, Ann, 16] was [1, Ann, 15.5]; "
            "absent was [2, Bob, 20]");
}

TEST_F(ChangeCaptureTest, ManyChangesOfARowAreOneEntryThatKeepsItsPlace) {
  OpenWithRows();
  user().Run("UPDATE rates SET wage = 1 WHERE id = 2");
  const std::string seq = user().Run("SELECT seq FROM _changes_rates");
  user().Run("UPDATE rates SET wage = 2; DELETE FROM rates WHERE id = 2");
  user().Run("INSERT INTO rates VALUES (2, 'Bo', 3)");
  EXPECT_EQ(Changes(), "[2, Bo, 3] was [2, Bob, 20]; [1, Ann, 2] was [1, Ann, 15.5]");
  EXPECT_EQ(user().Run("SELECT seq FROM _changes_rates WHERE row_key = 2"), seq);
}

TEST_F(ChangeCaptureTest, AChangeThatIsTakenBackIsNone) {
  OpenWithRows();
  user().Run("UPDATE rates SET wage = 1; UPDATE rates SET wage = 15.5 WHERE id = 1");
  user().Run("INSERT INTO rates VALUES (3, 'Cid', 1); DELETE FROM rates WHERE id = 3");
  EXPECT_EQ(Changes(), "[2, Bob, 1] was [2, Bob, 20]");
  EXPECT_EQ(EntryCount(), "1");
}

TEST_F(ChangeCaptureTest, AChangeThatIsTakenBackWhileAnotherProgramWritesIsForgottenLater) {
  OpenWithRows();
  user().Run("UPDATE rates SET wage = 1 WHERE id = 1; UPDATE rates SET wage = 15.5 WHERE id = 1");
  user().Run("BEGIN IMMEDIATE");
  EXPECT_EQ(Changes(), "");
  user().Run("COMMIT");
  EXPECT_EQ(EntryCount(), "1");
  EXPECT_EQ(Changes(), "");
  EXPECT_EQ(EntryCount(), "0");
}

TEST_F(ChangeCaptureTest, AnUpdateThatChangesNothingIsNoChange) {
  OpenWithRows();
  user().Run("UPDATE rates SET wage = wage, name = name");
  EXPECT_EQ(EntryCount(), "0");
}

TEST_F(ChangeCaptureTest, AChangedKeyIsADeletionAndAnInsertion) {
  OpenWithRows();
  user().Run("UPDATE rates SET id = 7 WHERE id = 1");
  EXPECT_EQ(Changes(), "absent was [1, Ann, 15.5]; [7, Ann, 15.5] was absent");
}

TEST_F(ChangeCaptureTest, KeysThatChangePlacesKeepTheirBases) {
  OpenWithRows();
  user().Run("UPDATE rates SET id = 9 WHERE id = 1; UPDATE rates SET id = 1 WHERE id = 2");
  user().Run("UPDATE rates SET id = 2 WHERE id = 9");
  EXPECT_EQ(Changes(), "[1, Bob, 20] was [1, Ann, 15.5]; [2, Ann, 15.5] was [2, Bob, 20]");
}

TEST_F(ChangeCaptureTest, InsertOrReplaceOfAKeyIsAnUpdate) {
  OpenWithRows();
  user().Run("INSERT OR REPLACE INTO rates VALUES (1, 'Ann', 16)");
  EXPECT_EQ(Changes(), "[1, Ann, 16] was [1, Ann, 15.5]");
}

TEST_F(ChangeCaptureTest, ReplacingAgainKeepsTheFirstRowAsTheBase) {
  OpenWithRows();
  user().Run("INSERT OR REPLACE INTO rates VALUES (1, 'Ann', 16)");
  user().Run("INSERT OR REPLACE INTO rates VALUES (1, 'Ann', 17)");
  user().Run("UPDATE OR REPLACE rates SET wage = 18 WHERE id = 1");
  EXPECT_EQ(Changes(), "[1, Ann, 18] was [1, Ann, 15.5]");
}

TEST_F(ChangeCaptureTest, ReplacingARowByItsLikeIsNoChange) {
  OpenWithRows();
  user().Run("INSERT OR REPLACE INTO rates VALUES (1, 'Ann', 15.5)");
  EXPECT_EQ(Changes(), "");
  EXPECT_EQ(EntryCount(), "0");
}

TEST_F(ChangeCaptureTest, AnUpsertIsAnUpdate) {
  OpenWithRows();
  user().Run(
      "INSERT INTO rates VALUES (1, 'x', 16), (3, 'Cid', 1) "
      "ON CONFLICT (id) DO UPDATE SET wage = excluded.wage");
  EXPECT_EQ(Changes(), "[1, Ann, 16] was [1, Ann, 15.5]; [3, Cid, 1] was absent");
}

TEST_F(ChangeCaptureTest, AnInsertionThatIsIgnoredIsNoChange) {
  OpenWithRows();
  user().Run("INSERT OR IGNORE INTO rates VALUES (1, 'x', 16)");
  EXPECT_EQ(Changes(), "");
}

TEST_F(ChangeCaptureTest, ARefusedStatementIsNoChange) {
  OpenWithRows();
  EXPECT_EQ(user().Try("INSERT INTO rates VALUES (5, 'x', 1), (1, 'x', 16)"), SQLITE_CONSTRAINT);
  EXPECT_EQ(EntryCount(), "0");
}

constexpr const char* kUniqueName =
    "CREATE TABLE rates (id INTEGER PRIMARY KEY, name TEXT UNIQUE, wage REAL)";

TEST_F(ChangeCaptureTest, ARowEvictedByInsertOrReplaceIsADeletion) {
  OpenWithRows(kUniqueName);
  user().Run("INSERT OR REPLACE INTO rates VALUES (3, 'Bob', 1)");
  EXPECT_EQ(Changes(), "absent was [2, Bob, 20]; [3, Bob, 1] was absent");
}

TEST_F(ChangeCaptureTest, ARowEvictedByUpdateOrReplaceIsADeletion) {
  OpenWithRows(kUniqueName);
  user().Run("UPDATE OR REPLACE rates SET name = 'Bob' WHERE id = 1");
  EXPECT_EQ(Changes(), "[1, Bob, 15.5] was [1, Ann, 15.5]; absent was [2, Bob, 20]");
}

TEST_F(ChangeCaptureTest, AChangeOfCaseIsAChange) {
  user().Run(
      "CREATE TABLE ranks (code TEXT PRIMARY KEY COLLATE NOCASE, bonus TEXT COLLATE NOCASE)");
  Open({{"ranks", {{"code", "Code"}, {"bonus", "Bonus"}}, 0}});
  Commit({InsertOf({T("a"), T("x")}), InsertOf({T("b"), T("y")})}, "ranks");
  user().Run(
      "UPDATE ranks SET bonus = 'X' WHERE code = 'a'; UPDATE ranks SET code = 'B' "
      "WHERE code = 'b'");
  EXPECT_EQ(Changes("ranks"), "[a, X] was [a, x]; absent was [b, y]; [B, y] was absent");
}

TEST_F(ChangeCaptureTest, AReplacementUnderAnotherCaseIsADeletionAndAnInsertion) {
  user().Run("CREATE TABLE ranks (code TEXT PRIMARY KEY COLLATE NOCASE, bonus TEXT)");
  Open({{"ranks", {{"code", "Code"}, {"bonus", "Bonus"}}, 0}});
  Commit({InsertOf({T("a"), T("x")})}, "ranks");
  user().Run("INSERT OR REPLACE INTO ranks VALUES ('A', 'z')");
  EXPECT_EQ(Changes("ranks"), "absent was [a, x]; [A, z] was absent");
}

TEST_F(ChangeCaptureTest, OwnWritesAreNotCaptured) {
  OpenWithRows();
  Commit({UpdateOf({I(1), T("Ann"), R(15.5)}, {{2, R(15.5), R(16)}}),
          DeleteOf({I(2), T("Bob"), R(20)})});
  EXPECT_EQ(EntryCount(), "0");
  user().Run("UPDATE rates SET wage = 17");
  EXPECT_EQ(Changes(), "[1, Ann, 17] was [1, Ann, 16]");
}

constexpr const char* kStampedTable =
    "CREATE TABLE rates (id INTEGER PRIMARY KEY, name TEXT, wage REAL)";
// Rounds wages up, as a program's own trigger might.
constexpr const char* kRoundingTriggers =
    "CREATE TRIGGER round_new AFTER INSERT ON rates BEGIN "
    "UPDATE rates SET wage = round(NEW.wage) WHERE id = NEW.id; END; "
    "CREATE TRIGGER round_changed AFTER UPDATE ON rates WHEN NEW.wage <> round(NEW.wage) BEGIN "
    "UPDATE rates SET wage = round(NEW.wage) WHERE id = NEW.id; END";

TEST_F(ChangeCaptureTest, OtherTriggersThatChangeTheSameRowDoNotHideItsBase) {
  for (const bool theirs_first : {true, false}) {
    user().Run("DROP TABLE IF EXISTS rates; " + std::string(kStampedTable));
    if (theirs_first) user().Run(kRoundingTriggers);
    Open();
    if (!theirs_first) user().Run(kRoundingTriggers);
    Commit({InsertOf({I(1), T("Ann"), R(15)})});
    user().Run("UPDATE rates SET wage = 16.2; INSERT INTO rates VALUES (2, 'Bob', 3.3)");
    EXPECT_EQ(Changes(), "[1, Ann, 16] was [1, Ann, 15]; [2, Bob, 3] was absent");
    store.reset();
    user().Run("DROP TABLE _changes_rates");
  }
}

TEST_F(ChangeCaptureTest, WhatAnotherTriggerMakesOfOurWriteIsALocalEdit) {
  user().Run(std::string(kStampedTable) + ";" + kRoundingTriggers);
  Open();
  EXPECT_EQ(Commit({InsertOf({I(1), T("Ann"), R(15.5)})}), "1");
  EXPECT_EQ(Changes(), "[1, Ann, 16] was [1, Ann, 15.5]");
}

TEST_F(ChangeCaptureTest, WhatAnotherTriggerWritesElsewhereWhenWeWriteIsALocalEdit) {
  user().Run(kStampedTable);
  user().Run("CREATE TABLE ranks (code TEXT PRIMARY KEY, bonus TEXT)");
  user().Run(
      "CREATE TRIGGER ranked AFTER INSERT ON rates BEGIN "
      "INSERT INTO ranks VALUES (NEW.name, 'new'); END");
  Open({RatesSchema(), {"ranks", {{"code", "Code"}, {"bonus", "Bonus"}}, 0}});
  Commit({InsertOf({I(1), T("Ann"), R(15.5)})});
  EXPECT_EQ(Changes("rates"), "");
  EXPECT_EQ(Changes("ranks"), "[Ann, new] was absent");
}

TEST_F(ChangeCaptureTest, DeletionsByAForeignKeyAreCaptured) {
  user().Run(
      "CREATE TABLE people (name TEXT PRIMARY KEY); INSERT INTO people VALUES ('Ann'), "
      "('Bob'); CREATE TABLE rates (id INTEGER PRIMARY KEY, name TEXT REFERENCES people "
      "ON DELETE CASCADE ON UPDATE CASCADE, wage REAL)");
  OpenWithRows();
  user().Run(
      "PRAGMA foreign_keys = ON; DELETE FROM people WHERE name = 'Bob'; "
      "UPDATE people SET name = 'Anne'");
  EXPECT_EQ(Changes(), "absent was [2, Bob, 20]; [1, Anne, 15.5] was [1, Ann, 15.5]");
}

TEST_F(ChangeCaptureTest, WritesThroughAnAttachedDatabaseAreCaptured) {
  OpenWithRows();
  OtherProgram other(folder + "/other.db");
  other.Run("ATTACH '" + path + "' AS shared; UPDATE shared.rates SET wage = 1 WHERE id = 1");
  EXPECT_EQ(Changes(), "[1, Ann, 1] was [1, Ann, 15.5]");
}

TEST_F(ChangeCaptureTest, ChangesOfColumnsThatAreNotDeclaredAreNone) {
  OpenWithRows("CREATE TABLE rates (id INTEGER PRIMARY KEY, name TEXT, wage REAL, note TEXT)");
  user().Run("UPDATE rates SET note = 'seen'");
  EXPECT_EQ(EntryCount(), "0");
}

TEST_F(ChangeCaptureTest, DeletingEverythingIsNotedRowByRow) {
  OpenWithRows();
  user().Run("DELETE FROM rates");
  EXPECT_EQ(Changes(), "absent was [1, Ann, 15.5]; absent was [2, Bob, 20]");
}

TEST_F(ChangeCaptureTest, AKeyThatSqliteChoosesIsNoted) {
  OpenWithRows();
  user().Run("INSERT INTO rates (name) VALUES ('Cid')");
  EXPECT_EQ(Changes(), "[3, Cid, NULL] was absent");
}

TEST_F(ChangeCaptureTest, VacuumChangesNothing) {
  OpenWithRows();
  user().Run("UPDATE rates SET wage = 1 WHERE id = 2; VACUUM");
  EXPECT_EQ(Changes(), "[2, Bob, 1] was [2, Bob, 20]");
}

TEST_F(ChangeCaptureTest, ValuesThatDoNotFitAreHeldWithTheirBase) {
  OpenWithRows("CREATE TABLE rates (id INTEGER PRIMARY KEY, name, wage)");
  user().Run(
      "UPDATE rates SET wage = 'much' WHERE id = 1; UPDATE rates SET name = x'00' "
      "WHERE id = 2");
  EXPECT_EQ(Changes(),
            "held: 'much' is not a number was [1, Ann, 15.5]; "
            "held: it is a BLOB was [2, Bob, 20]");
}

TEST_F(ChangeCaptureTest, RowsWhoseKeyTheSheetCouldNotHaveAreHeld) {
  user().Run("CREATE TABLE ranks (code PRIMARY KEY, bonus)");
  Open({{"ranks", {{"code", "Code", ColumnType::kDecimal}, {"bonus", "Bonus"}}, 0}});
  user().Run(
      "INSERT INTO ranks VALUES ('7.50', 'a'), (x'0aff', 'b'), ('seven', 'c'), "
      "(NULL, 'd'), ('7.5', 'e')");
  EXPECT_EQ(
      Changes("ranks"),
      "held: the key is stored as '7.50', which is to be written as the text '7.5' was absent; "
      "held: the key is a BLOB was absent; "
      "held: 'seven' is not a decimal number was absent; "
      "[7.5, e] was absent; held: a row has no key was absent");
  user().Run("DELETE FROM ranks WHERE bonus <> 'e'");
  EXPECT_EQ(Changes("ranks"), "[7.5, e] was absent");
}

TEST_F(ChangeCaptureTest, NothingOfARolledBackTransactionIsNoted) {
  OpenWithRows();
  user().Run("BEGIN; UPDATE rates SET wage = 1; ROLLBACK");
  EXPECT_EQ(EntryCount(), "0");
}

}  // namespace
}  // namespace sheetkeeper
