#include "config/table_config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/config_fixture.h"

namespace sheetkeeper {
namespace {

class TableConfigTest : public ConfigFixture {
 protected:
  TableConfigTest() { environment_ = {{"SHEETKEEPER_SPREADSHEET", "abc"}}; }
};

TEST_F(TableConfigTest, ATableIsReadWhole) {
  const Config config = Load(
      "[[table]]\nname = 'orders'\nsheet = 'Orders 2025'\nkey = 'id'\nheader_row = 3\n"
      "policy = 'database'\nlimits = { max_delete_percent = 50, max_delete_rows = 9 }\n"
      "[[table.column]]\nname = 'note'\nheader = 'A note'\ntype = 'text'\npolicy = 'manual'\n"
      "[[table.column]]\nname = 'id'\ntype = 'integer'\n"
      "[[table.column]]\nname = 'sum'\ntype = 'decimal'\nrequired = true\n");
  const TableBinding& table = config.tables.at(0);
  EXPECT_EQ(table.schema.name, "orders");
  EXPECT_EQ(table.sheet_title, "Orders 2025");
  EXPECT_EQ(table.header_row, 3);
  EXPECT_EQ(table.limits.max_delete_percent, 50);
  EXPECT_EQ(table.limits.max_delete_rows, 9);
  EXPECT_EQ(table.limits.max_change_percent, Limits{}.max_change_percent);
  EXPECT_EQ(table.schema.key, 1U);
  const auto& [note, id, sum] =
      std::tie(table.schema.columns[0], table.schema.columns[1], table.schema.columns[2]);
  EXPECT_EQ(note.header, "A note");
  EXPECT_EQ(note.policy, ConflictPolicy::kManual);
  EXPECT_EQ(id.header, "id");
  EXPECT_EQ(id.policy, ConflictPolicy::kDatabaseWins);
  EXPECT_TRUE(sum.required);
  EXPECT_FALSE(note.required);
}

TEST_F(TableConfigTest, TheKeyIsRequiredWithoutBeingToldSo) {
  EXPECT_TRUE(Load(kTable).tables.at(0).schema.key_column().required);
  EXPECT_EQ(Mistakes(std::string(kTable) + "required = false"),
            "c.toml:8:12: 'id' is the key, so it is always required; leave 'required' out");
}

TEST_F(TableConfigTest, TheKeyIsOneOfTheColumns) {
  EXPECT_EQ(Mistakes("[[table]]\nname = 't'\nsheet = 'T'\nkey = 'order_idd'\n"
                     "[[table.column]]\nname = 'order_id'\ntype = 'text'\n"),
            "c.toml:4:7: the key 'order_idd' is no column; did you mean 'order_id'?");
}

TEST_F(TableConfigTest, KeysAreGivenWhereTheyCanBe) {
  const std::string table =
      "[[table]]\nname = 't'\nsheet = 'T'\nkey = 'id'\ngive_keys = true\n"
      "[[table.column]]\nname = 'id'\ntype = ";
  EXPECT_FALSE(Load(kTable).tables.at(0).give_keys);
  EXPECT_TRUE(Load(table + "'text'\n").tables.at(0).give_keys);
  EXPECT_EQ(Mistakes(table + "'date'\n"),
            "c.toml:5:13: 'give_keys' makes keys of type text or integer; the key 'id' is date");
}

TEST_F(TableConfigTest, MissingPartsAreNamedWithAnExample) {
  EXPECT_EQ(Mistakes("[[table]]\nname = ''\n"),
            "c.toml:1:1: [[table]] needs 'sheet', for example: sheet = \"EmployeeSettings\"\n"
            "c.toml:1:1: [[table]] needs 'key', for example: key = \"employee_id\"\n"
            "c.toml:1:1: [[table]] has no columns; add one [[table.column]] for each\n"
            "c.toml:2:8: 'name' is empty; for example: name = \"employee_settings\"");
  EXPECT_EQ(Mistakes(std::string(kTable) + "[[table.column]]\n"),
            "c.toml:8:1: [[table.column]] needs 'name', for example: name = \"hourly_wage\"\n"
            "c.toml:8:1: [[table.column]] needs 'type', for example: type = \"text\"");
}

TEST_F(TableConfigTest, UnknownWordsNameTheNearestOnes) {
  const auto column = [](const std::string& line) {
    return std::string(kTable) + "[[table.column]]\nname = 'x'\n" + line;
  };
  EXPECT_EQ(Mistakes(column("type = 'interger'")),
            "c.toml:10:8: unknown type 'interger'; did you mean 'integer'?");
  EXPECT_EQ(Mistakes(column("type = 'float'")),
            "c.toml:10:8: unknown type 'float'; did you mean 'real'?");
  EXPECT_EQ(Mistakes(column("type = 'text'\npolicy = 'databse'")),
            "c.toml:11:10: unknown policy 'databse'; did you mean 'database'?");
  EXPECT_EQ(Mistakes(column("type = 'text'\nheadr = 'X'")),
            "c.toml:11:1: unknown key 'headr' in [[table.column]]; did you mean 'header'?");
  EXPECT_EQ(Mistakes(With("[[tabel]]\nname = 'x'")),
            "c.toml:1:3: unknown key 'tabel' in the file; did you mean 'table'?");
}

TEST_F(TableConfigTest, NamesFitForSqlAreAskedFor) {
  const auto named = [](const std::string& name) {
    return std::string(kTable) + "[[table.column]]\ntype = 'text'\nname = '" + name + "'\n";
  };
  EXPECT_EQ(Mistakes(named("Hourly wage")),
            "c.toml:10:8: 'Hourly wage' is not a name for SQL: it takes letters a-z, digits and "
            "'_', and begins with a letter; did you mean 'hourly_wage'?");
  EXPECT_EQ(Mistakes(named("_id")),
            "c.toml:10:8: '_id' is not a name for SQL: names that begin with '_' are kept for "
            "sheetkeeper's own tables; did you mean 'id'?");
  EXPECT_EQ(Mistakes(named("sqlite_x")),
            "c.toml:10:8: 'sqlite_x' is not a name for SQL: names that begin with 'sqlite_' are "
            "SQLite's own");
  EXPECT_EQ(Mistakes(named("2nd")),
            "c.toml:10:8: '2nd' is not a name for SQL: it takes letters a-z, digits and '_', and "
            "begins with a letter");
}

TEST_F(TableConfigTest, DoubledNamesAreFoundWithoutRegardToCase) {
  EXPECT_EQ(Mistakes(std::string(kTable) + "[[table.column]]\nname = 'ID'\nheader = 'id'\n"
                                           "type = 'text'\n"),
            "c.toml:9:8: the column name 'ID' is there twice (see line 6)\n"
            "c.toml:10:10: the header 'id' is there twice (see line 6)");
  EXPECT_EQ(Mistakes(std::string(kTable) + kTable),
            "c.toml:9:8: the table name 't' is there twice (see line 2)\n"
            "c.toml:10:9: the sheet 'T' is there twice (see line 3)");
}

TEST_F(TableConfigTest, LimitsHaveRangesAndNames) {
  EXPECT_EQ(Mistakes("[[table]]\nname = 't'\nsheet = 'T'\nkey = 'id'\n"
                     "limits = { max_delete_percent = 101, max_delete_row = 1 }\n"
                     "[[table.column]]\nname = 'id'\ntype = 'integer'\n"),
            "c.toml:5:33: 'max_delete_percent' is 101; it must be between 0 and 100\n"
            "c.toml:5:38: unknown key 'max_delete_row' in [table.limits]; did you mean "
            "'max_delete_rows'?");
}

TEST_F(TableConfigTest, AListWhereTablesBelongIsRefused) {
  EXPECT_EQ(Mistakes("table = ['t']"),
            "c.toml:1:10: 'table' must be a list of tables; this is text");
  EXPECT_EQ(Mistakes("[table]\nname = 't'\n"),
            "c.toml:1:1: 'table' must be a list of tables, not a table");
}

}  // namespace
}  // namespace sheetkeeper
