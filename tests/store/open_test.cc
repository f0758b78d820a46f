// Opening: new databases, databases of the user's, and what is refused.
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/resync.h"
#include "store_fixture.h"

namespace sheetkeeper {
namespace {

using ::testing::HasSubstr;

class OpenTest : public StoreTest {
 protected:
  // Opening must fail so, and leave the file as it was.
  void ExpectRefused(ErrorKind kind, const std::string& words,
                     const std::vector<TableSchema>& tables = {RatesSchema()}) {
    const std::string before = user().Run("SELECT sql FROM sqlite_master");
    const auto opened = TryOpen(tables);
    ASSERT_FALSE(opened.has_value());
    EXPECT_EQ(opened.error().kind, kind) << Name(opened.error().kind);
    EXPECT_THAT(opened.error().message, HasSubstr(words));
    EXPECT_EQ(user().Run("SELECT sql FROM sqlite_master"), before);
  }
};

const TableSchema kEveryType{"things",
                             {{"code", "Code", ColumnType::kText},
                              {"n", "N", ColumnType::kInteger, true},
                              {"r", "R", ColumnType::kReal},
                              {"d", "D", ColumnType::kDecimal},
                              {"b", "B", ColumnType::kBoolean},
                              {"day", "Day", ColumnType::kDate},
                              {"at", "At", ColumnType::kDateTime},
                              {"x", "X", ColumnType::kAny}},
                             0};

TEST_F(OpenTest, CreatesStrictTablesFromTheDeclaration) {
  Open({kEveryType, RatesSchema()});
  EXPECT_EQ(user().Run("SELECT sql FROM sqlite_master WHERE name IN ('things', 'rates')"),
            "CREATE TABLE \"things\" (\"code\" TEXT PRIMARY KEY NOT NULL, \"n\" INTEGER NOT NULL, "
            "\"r\" REAL, \"d\" TEXT, \"b\" INTEGER CHECK (\"b\" IN (0, 1)), \"day\" TEXT, "
            "\"at\" TEXT, \"x\" ANY) STRICT;"
            "CREATE TABLE \"rates\" (\"id\" INTEGER PRIMARY KEY, \"name\" TEXT, \"wage\" REAL) "
            "STRICT");
}

TEST_F(OpenTest, CreatesTheFolder) {
  path = folder + "/a/b/data.db";
  Open();
  EXPECT_TRUE(std::filesystem::exists(path));
}

TEST_F(OpenTest, MarksADatabaseOfItsOwn) {
  Open();
  EXPECT_EQ(user().Run("PRAGMA user_version"), "4");
  EXPECT_EQ(user().Run("PRAGMA application_id"), std::to_string(0x73686b70));
}

TEST_F(OpenTest, LeavesTheMarksOfADatabaseOfSomebodyElse) {
  user().Run("PRAGMA user_version = 42; PRAGMA application_id = 7; CREATE TABLE other (a)");
  Open();
  EXPECT_EQ(user().Run("PRAGMA user_version"), "42");
  EXPECT_EQ(user().Run("PRAGMA application_id"), "7");
  Commit({InsertOf({I(1), T("Ann"), R(15.5)})});
  Open();
  EXPECT_EQ(RowsOf({I(1)}), "[1, Ann, 15.5] was [1, Ann, 15.5]");
}

TEST_F(OpenTest, UsesWalAndKeepsItsFilesForReadersOfOtherUsers) {
  Open();
  EXPECT_EQ(OtherProgram(path).Run("PRAGMA journal_mode"), "wal");
  store.reset();
  EXPECT_TRUE(std::filesystem::exists(path + "-wal"));
}

TEST_F(OpenTest, FindsEverythingAgain) {
  Open();
  Commit({InsertOf({I(1), T("Ann"), R(15.5)}), InsertOf({I(2), T("Bob"), R(20)})});
  user().Run("UPDATE rates SET wage = 1 WHERE id = 2");
  Open();
  EXPECT_EQ(Changes(), "[2, Bob, 1] was [2, Bob, 20]");
  EXPECT_EQ(Take(store->LoadBase("rates")).size(), 2U);
}

TEST_F(OpenTest, OpeningAgainWritesNothing) {
  Open();
  const std::string seen = user().Run("PRAGMA data_version");
  Open();
  EXPECT_EQ(user().Run("PRAGMA data_version"), seen);
}

TEST_F(OpenTest, RowsThatWereThereBeforeAreLocalInsertions) {
  user().Run(
      "CREATE TABLE rates (id INTEGER PRIMARY KEY, name TEXT, wage REAL); "
      "INSERT INTO rates VALUES (1, 'Ann', 15.5), (2, 'Bob', 20)");
  Open();
  EXPECT_EQ(Changes(), "[1, Ann, 15.5] was absent; [2, Bob, 20] was absent");
}

TEST_F(OpenTest, AdoptsAnyTableThatFits) {
  user().Run(
      "CREATE TABLE Rates (wage DOUBLE, note TEXT NOT NULL DEFAULT '', name VARCHAR(9), "
      "ID INT, made TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP); "
      "CREATE UNIQUE INDEX rates_id ON rates (id)");
  Open();
  EXPECT_EQ(Commit({InsertOf({I(1), T("Ann"), R(15.5)})}), "1");
  EXPECT_EQ(user().Run("SELECT id, name, wage, note FROM rates"), "1|Ann|15.5|");
}

TEST_F(OpenTest, AdoptsATableWithoutRowid) {
  user().Run("CREATE TABLE rates (id INTEGER PRIMARY KEY, name TEXT, wage REAL) WITHOUT ROWID");
  Open();
  EXPECT_EQ(Commit({InsertOf({I(1), T("Ann"), R(15.5)})}), "1");
  user().Run("INSERT OR REPLACE INTO rates VALUES (1, 'Ann', 16)");
  EXPECT_EQ(Changes(), "[1, Ann, 16] was [1, Ann, 15.5]");
}

TEST_F(OpenTest, RefusesATableWithoutADeclaredColumn) {
  user().Run("CREATE TABLE rates (id INTEGER PRIMARY KEY, name TEXT)");
  ExpectRefused(ErrorKind::kInvalid,
                "has no column \"wage\"; correct the name in the configuration, or add it: "
                "ALTER TABLE \"rates\" ADD COLUMN \"wage\" REAL");
}

TEST_F(OpenTest, RefusesATableInWhichNoRowCouldBeInserted) {
  user().Run(
      "CREATE TABLE rates (id INTEGER PRIMARY KEY, name TEXT, wage REAL, "
      "team TEXT NOT NULL)");
  ExpectRefused(ErrorKind::kInvalid, "requires a value in the column \"team\"");
}

TEST_F(OpenTest, RefusesATableThatMayHaveAKeyTwice) {
  user().Run(
      "CREATE TABLE rates (id INTEGER, name TEXT, wage REAL); "
      "CREATE UNIQUE INDEX some ON rates (id) WHERE wage > 0; "
      "CREATE UNIQUE INDEX both ON rates (id, name); "
      "CREATE UNIQUE INDEX computed ON rates (abs(id))");
  ExpectRefused(ErrorKind::kInvalid, "may hold two rows with the same key \"id\"");
}

TEST_F(OpenTest, RefusesAKeyWhoseTypeWouldChangeIt) {
  user().Run("CREATE TABLE ranks (code INTEGER PRIMARY KEY, bonus TEXT)");
  ExpectRefused(ErrorKind::kInvalid, "keeps its key \"code\" as INTEGER, but it is declared text",
                {{"ranks", {{"code", "Code"}, {"bonus", "Bonus"}}, 0}});
}

TEST_F(OpenTest, RefusesAView) {
  user().Run("CREATE VIEW rates AS SELECT 1 AS id, 2 AS name, 3 AS wage");
  ExpectRefused(ErrorKind::kInvalid, "is a view");
}

TEST_F(OpenTest, RefusesAComputedColumn) {
  user().Run("CREATE TABLE rates (id INTEGER PRIMARY KEY, name TEXT, wage REAL AS (id * 2))");
  ExpectRefused(ErrorKind::kInvalid, "computes the column \"wage\"");
}

TEST_F(OpenTest, RefusesNamesThatAreKeptForItsOwnTables) {
  ExpectRefused(ErrorKind::kInvalid, "cannot be called \"_history\"",
                {{"_history", {{"a", "A"}}, 0}});
}

TEST_F(OpenTest, RefusesADeclarationThatSaysAColumnTwice) {
  ExpectRefused(ErrorKind::kInvalid, "declares the column \"A\" twice",
                {{"ranks", {{"a", "A"}, {"A", "B"}}, 0}});
}

TEST_F(OpenTest, RefusesADatabaseThatUsesItsTableNames) {
  user().Run("CREATE TABLE _history_lines (mine)");
  ExpectRefused(ErrorKind::kInvalid, "table _history_lines already exists");
}

TEST_F(OpenTest, RefusesADatabaseOfANewerVersion) {
  Open();
  store.reset();
  user().Run("UPDATE _meta SET value = '99' WHERE name = 'format_version'");
  ExpectRefused(ErrorKind::kInvalid, "was written by a newer sheetkeeper (format 99");
}

TEST_F(OpenTest, ChangesNothingWhereOneTableDoesNotFit) {
  user().Run("CREATE TABLE rates (id INTEGER PRIMARY KEY)");
  ExpectRefused(ErrorKind::kInvalid, "has no column", {kEveryType, RatesSchema()});
}

TEST_F(OpenTest, SaysThatAFileIsNoDatabase) {
  std::ofstream(path) << std::string(4096, 'x');
  const auto opened = TryOpen({RatesSchema()});
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().kind, ErrorKind::kCorrupt);
  EXPECT_THAT(opened.error().message, HasSubstr(path + " is not an SQLite database"));
}

TEST_F(OpenTest, SaysThatAPathCannotBeOpened) {
  std::filesystem::create_directory(path);
  const auto opened = TryOpen({RatesSchema()});
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().kind, ErrorKind::kStorage);
}

TEST_F(OpenTest, SaysThatAFolderCannotBeCreated) {
  std::ofstream(folder + "/file") << "x";
  path = folder + "/file/data.db";
  const auto opened = TryOpen({RatesSchema()});
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().kind, ErrorKind::kStorage);
}

TEST_F(OpenTest, ALockedDatabaseIsBusy) {
  user().Run("CREATE TABLE t (a); BEGIN IMMEDIATE");
  const auto opened = TryOpen({RatesSchema()});
  ASSERT_FALSE(opened.has_value());
  EXPECT_EQ(opened.error().kind, ErrorKind::kBusy);
}

TEST_F(OpenTest, ATableThatLeavesTheConfigurationStaysAsItIs) {
  Open({RatesSchema(), kEveryType});
  Commit({InsertOf({I(1), T("Ann"), R(15.5)})});
  Open({kEveryType});
  user().Run("UPDATE rates SET wage = 16");
  Open({RatesSchema(), kEveryType});
  EXPECT_EQ(Changes(), "[1, Ann, 16] was [1, Ann, 15.5]");
}

TEST_F(OpenTest, ATableDeclaredOtherwiseBeginsAnew) {
  Open();
  Commit({InsertOf({I(1), T("Ann"), R(15.5)}), InsertOf({I(2), T("Bob"), R(20)})});
  user().Run("DELETE FROM rates WHERE id = 2");
  TableSchema fewer = RatesSchema();
  fewer.columns.pop_back();
  Open({fewer});
  EXPECT_EQ(Changes(), "[1, Ann] was absent");
  EXPECT_EQ(Take(store->LoadBase("rates")).size(), 0U);
}

TEST_F(OpenTest, ColumnsAreNotDeclaredOtherwiseWhileAWriteIsOpen) {
  Open();
  Intent intent;
  intent.token = 7;
  intent.layouts.emplace_back().table = "rates";
  const auto transaction = Begin();
  Take(transaction->RecordIntent(intent));
  Take(transaction->Commit());
  TableSchema fewer = RatesSchema();
  fewer.columns.pop_back();
  ExpectRefused(ErrorKind::kInvalid, "a write to the sheet is unsettled", {fewer});
  Open();
  EXPECT_EQ(Take(store->OpenIntents()).size(), 1U);

  store.reset();
  Take(ForgetAgreement(path, {"rates"}));
  Open({fewer});
  EXPECT_EQ(Take(store->OpenIntents()).front().layouts.size(), 0U);
}

TEST_F(OpenTest, ATableDeclaredWithOtherHeadersAndRulesGoesOn) {
  Open();
  Commit({InsertOf({I(1), T("Ann"), R(15.5)})});
  TableSchema renamed = RatesSchema();
  renamed.columns[1].header = "Full name";
  renamed.columns[1].required = true;
  renamed.columns[2].policy = ConflictPolicy::kManual;
  Open({renamed});
  EXPECT_EQ(Changes(), "");
  EXPECT_EQ(Take(store->LoadBase("rates")).size(), 1U);
}

TEST_F(OpenTest, ATableThatIsGoneIsCreatedAndBeginsAnew) {
  Open();
  Commit({InsertOf({I(1), T("Ann"), R(15.5)})});
  store.reset();
  user().Run("DROP TABLE rates");
  Open();
  EXPECT_EQ(Changes(), "");
  EXPECT_EQ(Take(store->LoadBase("rates")).size(), 0U);
}

TEST_F(OpenTest, NamesMayHoldAnyCharacters) {
  const TableSchema odd{
      "my \"own\" table's", {{"the key", "K", ColumnType::kText}, {"select \"x\"", "X"}}, 0};
  Open({odd});
  EXPECT_EQ(Commit({InsertOf({T("a"), T("1")})}, odd.name), "1");
  user().Run("UPDATE \"my \"\"own\"\" table's\" SET \"select \"\"x\"\"\" = '2'");
  EXPECT_EQ(Changes(odd.name), "[a, 2] was [a, 1]");
  EXPECT_EQ(user().Run("SELECT table_name, row_key, state FROM _row_status"),
            "my \"own\" table's|a|pending");
}

TEST_F(OpenTest, CaptureThatWasLeftPausedIsResumed) {
  Open();
  store.reset();
  user().Run("UPDATE _capture SET paused = 1");
  Open();
  user().Run("INSERT INTO rates VALUES (1, 'Ann', 15.5)");
  EXPECT_EQ(Changes(), "[1, Ann, 15.5] was absent");
}

}  // namespace
}  // namespace sheetkeeper
