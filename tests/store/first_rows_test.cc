// The first rows of a table are entered in the base and the history all at once: what comes of it
// is what comes of rows that are committed one by one.
#include "store/first_rows.h"

#include <gtest/gtest.h>

#include "store_fixture.h"

namespace sheetkeeper {
namespace {

class FirstRowsTest : public StoreTest {
 protected:
  FirstRowsTest() { Open(); }

  uint64_t BaseOf(const RowKey& key, const std::string& table = "rates") {
    BaseIndex index = Take(store->LoadBase(table));
    const BaseIndex::Entry* entry = index.Find(key);
    return entry == nullptr ? 0 : entry->row();
  }
  // The table has these columns, as its owner made it.
  void OpenWith(const std::string& columns) {
    store.reset();
    user().Run("DROP TABLE rates");
    user().Run("CREATE TABLE rates (" + columns + ")");
    Open();
  }
  // A second table, with a trigger of its owner's, which notes in `seen` what is inserted.
  void OpenWithATriggerOnRanks() {
    TableSchema ranks = RatesSchema();
    ranks.name = "ranks";
    Open({RatesSchema(), ranks});
    user().Run(
        "CREATE TABLE seen (id); CREATE TRIGGER watch AFTER INSERT ON ranks BEGIN "
        "INSERT INTO seen VALUES (NEW.id); END");
  }
  std::string Lines() {
    return user().Run("SELECT batch, row_key, column_name, side, action, reason FROM _history");
  }

  const Row ann{I(1), T("Ann"), R(15.5)};
  const Row bob{I(2), T("Bob"), R(20)};
};

TEST_F(FirstRowsTest, HaveABaseAndALineEachAndNoEntry) {
  EXPECT_EQ(Commit({InsertOf(bob), InsertOf(ann)}), "11");
  EXPECT_EQ(BaseOf(I(1)), Digest(ann));
  EXPECT_EQ(BaseOf(I(2)), Digest(bob));
  EXPECT_EQ(Lines(),
            "1|1|NULL|database|insert|new in the sheet;1|2|NULL|database|insert|new in the sheet");
  EXPECT_EQ(user().Run("SELECT count(*) FROM _changes_rates"), "0");
  user().Run("UPDATE rates SET wage = 99 WHERE id = 1");
  EXPECT_EQ(Changes(), "[1, Ann, 99] was [1, Ann, 15.5]");
}

TEST_F(FirstRowsTest, HaveTheBaseThatTheyWouldHaveOneByOne) {
  const std::vector<std::pair<ColumnType, std::vector<Value>>> types{
      {ColumnType::kInteger, {I(0), I(INT64_MIN), I(INT64_MAX), Null{}}},
      {ColumnType::kReal, {R(0), R(-0.5), R(5), R(1e300), R(5e-324), Null{}}},
      {ColumnType::kDecimal, {T("0.1"), T("12345678901234567890.5")}},
      {ColumnType::kText, {T("007"), T("1e5"), T("\xC3\xA9"), T(std::string(50'000, 'x'))}},
      {ColumnType::kBoolean, {I(0), I(1)}},
      {ColumnType::kDate, {T("2025-11-11")}},
      {ColumnType::kDateTime, {T("2025-11-11T08:00:00")}},
      {ColumnType::kAny, {I(7), R(7.5), T("7"), Null{}}}};
  for (const auto& [type, values] : types) {
    store.reset();
    user().Run("DROP TABLE IF EXISTS things");
    Open({{"things", {{"key", "Key", ColumnType::kInteger}, {"a", "A", type}}, 0}});
    std::vector<Row> rows;
    for (const Value& value : values) rows.push_back({I(static_cast<int64_t>(rows.size())), value});
    std::vector<RowCommit> commits;
    for (const Row& row : rows) commits.push_back(InsertOf(row));
    Commit(commits, "things");
    for (const Row& row : rows) EXPECT_EQ(BaseOf(row[0], "things"), Digest(row)) << Show(row);
    EXPECT_EQ(Take(store->Scrub("things")), 0);
  }
}

TEST_F(FirstRowsTest, AreEnteredBeforeAnythingElseIsDoneToThem) {
  EXPECT_EQ(Commit({InsertOf(ann), InsertOf(bob), UpdateOf(ann, {{2, R(15.5), R(16)}}),
                    DeleteOf(bob), InsertOf({I(3), T("Cid"), R(7)})}),
            "11111");
  EXPECT_EQ(user().Run("SELECT * FROM rates"), "1|Ann|16.0;3|Cid|7.0");
  EXPECT_EQ(BaseOf(I(1)), Digest(Row{I(1), T("Ann"), R(16)}));
  EXPECT_EQ(BaseOf(I(2)), 0U);
  EXPECT_EQ(BaseOf(I(3)), Digest(Row{I(3), T("Cid"), R(7)}));
  EXPECT_EQ(Changes(), "");
  EXPECT_EQ(user().Run("SELECT row_key, action FROM _history WHERE action = 'insert'"),
            "1|insert;2|insert;3|insert");
}

TEST_F(FirstRowsTest, KeepTheirReasons) {
  RowCommit other = InsertOf(bob);
  other.reason = "another reason";
  Commit({InsertOf(ann), other});
  EXPECT_EQ(user().Run("SELECT row_key, reason FROM _history"),
            "1|new in the sheet;2|another reason");
}

TEST_F(FirstRowsTest, AreNotWhatComesLaterToATableThatHasRows) {
  Commit({InsertOf(ann)});
  Commit({InsertOf(bob)});
  EXPECT_EQ(user().Run("SELECT batch, row_key FROM _history"), "1|1;2|2");
}

TEST_F(FirstRowsTest, AreNotWhatMeetsAnEntryInTheLog) {
  user().Run("INSERT INTO rates VALUES (1, 'Ann', 15.5); DELETE FROM rates");
  EXPECT_EQ(Commit({InsertOf(ann)}), "1");
  EXPECT_EQ(user().Run("SELECT count(*) FROM _changes_rates"), "0");
  EXPECT_EQ(Changes(), "");
}

TEST_F(FirstRowsTest, OneThatIsRefusedLeavesTheOthers) {
  OpenWith("id INTEGER PRIMARY KEY, name TEXT UNIQUE, wage REAL");
  {
    const auto transaction = Begin();
    Take(transaction->CommitRow("rates", InsertOf(ann)));
    const auto refused = transaction->CommitRow("rates", InsertOf({I(2), T("Ann"), R(1)}));
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().kind, ErrorKind::kInvalid);
    Take(transaction->CommitRow("rates", InsertOf({I(3), T("Cid"), R(7)})));
    Take(transaction->Commit());
  }
  EXPECT_EQ(user().Run("SELECT id FROM rates"), "1;3");
  EXPECT_EQ(user().Run("SELECT key FROM _base_rates"), "1;3");
  EXPECT_EQ(user().Run("SELECT row_key FROM _history"), "1;3");
}

TEST_F(FirstRowsTest, OneThatIsRefusedLeavesThoseBesideIt) {
  OpenWith("id INTEGER PRIMARY KEY, name TEXT, wage REAL CHECK (wage > 0)");
  std::vector<RowCommit> rows;
  for (size_t i = 1; i <= StoreTransaction::kRowsAtOnce; ++i) {
    rows.push_back(InsertOf({I(static_cast<int64_t>(i)), T("a"), R(i == 5 ? -1 : 1)}));
  }
  {
    const auto transaction = Begin();
    const auto results = Take(transaction->CommitRows("rates", rows));
    ASSERT_EQ(results.size(), rows.size());
    for (size_t i = 0; i < rows.size(); ++i) EXPECT_EQ(results[i].has_value(), i != 4) << i;
    EXPECT_NE(results[4].error().message.find("CHECK constraint failed"), std::string::npos);
    for (RowCommit& row : rows) {
      row = InsertOf({I(std::get<int64_t>(row.key) + 100), T("b"), R(2)});
    }
    for (const auto& result : Take(transaction->CommitRows("rates", rows))) {
      EXPECT_TRUE(result.has_value());
    }
    Take(transaction->Commit());
  }
  EXPECT_EQ(user().Run("SELECT count(*), sum(id = 5), sum(name = 'b') FROM rates"), "63|0|32");
  EXPECT_EQ(user().Run("SELECT count(*), sum(key = 5) FROM _base_rates"), "63|0");
  EXPECT_EQ(user().Run("SELECT count(*) FROM _history"), "63");
  EXPECT_EQ(BaseOf(I(132)), Digest(Row{I(132), T("b"), R(2)}));
}

TEST_F(FirstRowsTest, WhereAllAreRefusedThereIsNoBatch) {
  OpenWith("id INTEGER PRIMARY KEY, name TEXT, wage REAL CHECK (wage > 0)");
  {
    const auto transaction = Begin();
    EXPECT_FALSE(transaction->CommitRow("rates", InsertOf({I(1), T("a"), R(-1)})).has_value());
    Take(transaction->Commit());
  }
  EXPECT_EQ(user().Run("SELECT count(*) FROM _batches"), "0");
}

TEST_F(FirstRowsTest, TriggersFireAgainWhereTheyAreThrownAway) {
  OpenWithATriggerOnRanks();
  {
    const auto transaction = Begin();
    Take(transaction->CommitRow("rates", InsertOf(ann)));
  }
  EXPECT_EQ(user().Run("SELECT count(*) FROM rates"), "0");
  Commit({InsertOf(bob)}, "ranks");
  EXPECT_EQ(user().Run("SELECT * FROM seen"), "2");
}

TEST_F(FirstRowsTest, TriggersOfAnotherTableFireInTheSameTransaction) {
  OpenWithATriggerOnRanks();
  {
    const auto transaction = Begin();
    Take(transaction->CommitRow("rates", InsertOf(ann)));
    Take(transaction->CommitRow("ranks", InsertOf(bob)));
    Take(transaction->CommitRow("rates", InsertOf(bob)));
    Take(transaction->Commit());
  }
  EXPECT_EQ(user().Run("SELECT * FROM seen"), "2");
  EXPECT_EQ(user().Run("SELECT id FROM rates"), "1;2");
  EXPECT_EQ(BaseOf(I(2)), Digest(bob));
  EXPECT_EQ(BaseOf(I(2), "ranks"), Digest(bob));
  EXPECT_EQ(user().Run("SELECT count(*) FROM _history"), "3");
}

TEST_F(FirstRowsTest, MayHaveMoreColumnsThanAFunctionTakes) {
  TableSchema wide{"wide", {{"id", "Id", ColumnType::kInteger}}, 0};
  for (int i = 0; i < 140; ++i) wide.columns.push_back({"c" + std::to_string(i), "C"});
  Open({wide});
  Row row{I(1)};
  row.resize(wide.columns.size(), T("x"));
  EXPECT_EQ(Commit({InsertOf(row)}, "wide"), "1");
  EXPECT_EQ(BaseOf(I(1), "wide"), Digest(row));
}

}  // namespace
}  // namespace sheetkeeper
