#include "config/proposal.h"

#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/config.h"

namespace sheetkeeper {
namespace {

using ::testing::TempDir;

SeenCell Number(double number, std::string shown) {
  return {number, std::move(shown)};
}
SeenCell Text(std::string text) {
  return {text, text};
}
SeenCell Formula(double number, std::string shown) {
  return {number, std::move(shown), true};
}

// A tab with the header "Id" and a key in front, and one column more.
ProposedTable WithColumn(const std::vector<SeenCell>& cells) {
  SeenTab tab{"Staff", {{Text("Id"), Text("It")}}};
  for (size_t i = 0; i < cells.size(); ++i) {
    const auto id = static_cast<double>(i + 1);
    tab.rows.push_back({Number(id, std::to_string(i + 1)), cells[i]});
  }
  return Propose(tab, "");
}

std::string TypeOf(const std::vector<SeenCell>& cells) {
  return std::string(Name(WithColumn(cells).binding.schema.columns.at(1).type));
}

std::string RemarksOf(const std::vector<SeenCell>& cells) {
  const ProposedTable table = WithColumn(cells);
  std::string text;
  for (const std::string& remark : table.column_remarks.at(1)) text += remark + "\n";
  return text;
}

TEST(ProposalTest, ATypeIsTheNarrowestThatAllValuesHave) {
  EXPECT_EQ(TypeOf({Number(1, "1"), Number(2, "2")}), "integer");
  EXPECT_EQ(TypeOf({Number(1, "1"), Number(2.5, "2.50")}), "real");
  EXPECT_EQ(TypeOf({{true, "TRUE"}, {false, "FALSE"}}), "boolean");
  EXPECT_EQ(TypeOf({Text("a"), Text("12")}), "text");
  EXPECT_EQ(TypeOf({Number(45986, "2025-11-25"), Number(45987, "26.11.2025")}), "date");
  EXPECT_EQ(TypeOf({Number(45986, "2025-11-25"), Number(45986.5, "2025-11-25 12:00:00")}),
            "datetime");
  EXPECT_EQ(TypeOf({Number(1, "1"), Text("n/a")}), "any");
  EXPECT_EQ(TypeOf({}), "text");
}

TEST(ProposalTest, TheLastRowCountsAsMuchAsTheFirst) {
  std::vector<SeenCell> cells(1000, Number(7, "7"));
  cells.push_back(Number(7.5, "7.5"));
  EXPECT_EQ(TypeOf(cells), "real");
}

TEST(ProposalTest, NumbersThatAreShownWithSignsAreNoDates) {
  EXPECT_EQ(TypeOf({Number(1234.5, "1.234,50"), Number(0.12, "12%")}), "real");
  EXPECT_EQ(TypeOf({Number(-5, "-5"), Number(1, "1.0.0")}), "any")
      << "a number that is shown like a date is one";
}

TEST(ProposalTest, LeadingZerosMakeTextAndAreShown) {
  const std::vector<SeenCell> cells{Text("007"), Number(8, "8")};
  EXPECT_EQ(TypeOf(cells), "text");
  EXPECT_NE(RemarksOf(cells).find("leading zeros count: '007' at Staff!B2"), std::string::npos)
      << RemarksOf(cells);
}

TEST(ProposalTest, AMixtureIsToldWithAnExampleOfEach) {
  EXPECT_EQ(RemarksOf({Number(1, "1"), Number(2, "2"), Text("n/a")}),
            "mixed: 2 numbers ('1' at Staff!B2), 1 text ('n/a' at Staff!B4)\n");
}

TEST(ProposalTest, FormulasAreCounted) {
  EXPECT_NE(RemarksOf({Formula(1, "1"), Formula(2, "2")}).find("2 formulas (Staff!B2 is one)"),
            std::string::npos);
}

TEST(ProposalTest, AKeyHasAValueOfItsOwnInEachRow) {
  const ProposedTable table = WithColumn({Number(1, "1")});
  EXPECT_TRUE(table.has_key);
  EXPECT_EQ(table.binding.schema.key_column().name, "id");
  EXPECT_TRUE(table.binding.schema.key_column().required);
}

TEST(ProposalTest, ADoubledKeyIsNamedWithBothPlacesAndTheNextColumnTaken) {
  const SeenTab tab{
      "Staff",
      {{Text("Id"), Text("Name")}, {Number(1, "1"), Text("Ann")}, {Number(1, "1"), Text("Bo")}}};
  const ProposedTable table = Propose(tab, "");
  EXPECT_EQ(table.binding.schema.key_column().name, "name");
  ASSERT_EQ(table.remarks.size(), 1U);
  EXPECT_EQ(table.remarks[0], "'Id' cannot be the key: '1' stands at Staff!A2 and Staff!A3");
}

TEST(ProposalTest, ABlankOrAFormulaIsNoKey) {
  for (const SeenCell& bad : {SeenCell{}, Formula(2, "2")}) {
    const SeenTab tab{"Staff", {{Text("Id"), Text("X")}, {Text("a"), Text("b")}, {bad, Text("b")}}};
    EXPECT_FALSE(Propose(tab, "").has_key);
    EXPECT_FALSE(Propose(tab, "Id").has_key);
  }
}

TEST(ProposalTest, ATabWithoutRowsTakesTheKeyThatIsNamed) {
  const SeenTab tab{"Staff", {{Text("Id"), Text("Name")}}};
  const ProposedTable table = Propose(tab, "");
  EXPECT_FALSE(table.has_key);
  EXPECT_THAT(table.remarks, testing::ElementsAre(testing::StartsWith("there are no rows yet")));
  EXPECT_EQ(Propose(tab, "Name").binding.schema.key_column().name, "name");
}

TEST(ProposalTest, AColumnThatIsNotThereIsAnsweredWithTheNearest) {
  const SeenTab tab{"Staff", {{Text("Id"), Text("Name")}, {Number(1, "1"), Text("Ann")}}};
  EXPECT_THAT(Propose(tab, "Nmae").remarks,
              testing::Contains("there is no column 'Nmae' to be the key; did you mean 'Name'?"));
}

TEST(ProposalTest, AWantedKeyIsTakenWhereItCanBe) {
  const SeenTab tab{"Staff", {{Text("Id"), Text("Name")}, {Number(1, "1"), Text("Ann")}}};
  EXPECT_EQ(Propose(tab, "Name").binding.schema.key_column().name, "name");
  EXPECT_FALSE(Propose(tab, "Nmae").has_key);
}

TEST(ProposalTest, HeadersBecomeNamesThatSqlTakesAndThatDiffer) {
  const SeenTab tab{"2026 Löhne",
                    {{},
                     {Text("EmployeeId"), Text("Hourly wage"), Text("Hourly-Wage"), Text("工资"),
                      SeenCell{}, Text("Hourly wage")}}};
  const ProposedTable table = Propose(tab, "");
  std::string names;
  for (const Column& column : table.binding.schema.columns) names += column.name + " ";
  EXPECT_EQ(names, "employee_id hourly_wage hourly_wage_2 column_4 ");
  EXPECT_EQ(table.binding.schema.name, "sheet_2026_l_hne");
  EXPECT_EQ(table.binding.header_row, 2);
}

TEST(ProposalTest, AnEmptyTabHasNothingToPropose) {
  EXPECT_FALSE(Propose({"Notes", {}}, "").has_key);
  EXPECT_FALSE(Propose({"Notes", {{SeenCell{}}}}, "").has_key);
}

TEST(ProposalTest, TheTextIsAConfigurationThatReadsBack) {
  SeenTab tab{"Ranks \"A\\B\"", {{Text("Id"), Text("Wage\n(net)")}, {Text("007"), Text("x")}}};
  const std::string file = TempDir() + "/proposal_test.toml";
  std::ofstream(file) << ProposalText(
      {"1abcdefghijklmnopqrstuvwxyz0123456789", "My\nsheet", "my \"key\".json", "data/x.db"},
      {Propose(tab, ""), Propose({"Empty", {}}, "")});
  ConfigSources sources;
  sources.file = file;
  sources.environment = [](const std::string&) { return std::nullopt; };
  const auto config = LoadConfig(sources);
  ASSERT_TRUE(config.has_value()) << config.error().message;
  EXPECT_EQ(config->settings.key_file, "my \"key\".json");
  ASSERT_EQ(config->tables.size(), 1U);
  EXPECT_EQ(config->tables[0].sheet_title, "Ranks \"A\\B\"");
  EXPECT_EQ(config->tables[0].schema.columns.at(1).header, "Wage\n(net)");
  EXPECT_EQ(config->tables[0].schema.key_column().type, ColumnType::kText);
}

}  // namespace
}  // namespace sheetkeeper
