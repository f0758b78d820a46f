#include "merge/explain.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "merge/merge.h"
#include "support/row_text.h"

namespace sheetkeeper {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TableSchema Settings() {
  return {.name = "settings",
          .columns = {{.name = "id", .header = "ID", .type = ColumnType::kInteger},
                      {.name = "wage", .header = "Hourly wage", .type = ColumnType::kReal},
                      {.name = "city", .header = "City", .policy = ConflictPolicy::kDatabaseWins},
                      {.name = "note", .header = "Note", .policy = ConflictPolicy::kManual}}};
}

std::vector<std::string> Lines(const std::string& base, const std::string& sheet,
                               const std::string& local) {
  const TableSchema schema = Settings();
  const auto plan = MergeRow({.key = int64_t{7120},
                              .base = ParseRow(base, schema),
                              .remote = ParseSide(sheet, schema),
                              .local = ParseSide(local, schema)},
                             schema);
  return Explain({plan.value()}, schema);
}

TEST(ExplainTest, UpdatesShowBothValues) {
  EXPECT_THAT(Lines("id=7120 wage=15.5", "id=7120 wage=15.5", "id=7120 wage=16"),
              ElementsAre("settings 7120: sheet <- Hourly wage 15.5 -> 16 "
                          "(changed in the database)"));
  EXPECT_THAT(
      Lines("id=7120 wage=15.5 city=Oslo", "id=7120 city=007", "id=7120 wage=15.5 city=Oslo"),
      ElementsAre("settings 7120: database <- Hourly wage 15.5 -> (empty), "
                  "City 'Oslo' -> '007' (changed in the sheet)"));
}

TEST(ExplainTest, EachSideHasItsLine) {
  EXPECT_THAT(Lines("id=7120 wage=1 city=a", "id=7120 wage=2 city=a", "id=7120 wage=1 city=b"),
              ElementsAre("settings 7120: sheet <- City 'a' -> 'b' (changed on both sides)",
                          "settings 7120: database <- Hourly wage 1 -> 2 "
                          "(changed on both sides)"));
}

TEST(ExplainTest, RowsThatComeAndGoShowWhatTheyHold) {
  EXPECT_THAT(Lines("-", "id=7120 city=Oslo", "-"),
              ElementsAre("settings 7120: database <- new row: ID 7120, Hourly wage (empty), "
                          "City 'Oslo', Note (empty) (new in the sheet)"));
  EXPECT_THAT(Lines("id=7120 wage=1", "id=7120 wage=1", "-"),
              ElementsAre("settings 7120: sheet <- delete row: ID 7120, Hourly wage 1, "
                          "City (empty), Note (empty) (deleted in the database)"));
}

TEST(ExplainTest, ConflictsShowWhatEachSideHeldAndWhoWins) {
  EXPECT_THAT(Lines("id=7120 city=a note=x", "id=7120 city=b note=y", "id=7120 city=c note=z"),
              ElementsAre("settings 7120: sheet <- City 'b' -> 'c' (changed on both sides)",
                          "settings 7120: conflict in City: sheet 'b', database 'c', before 'a'; "
                          "the database wins (changed on both sides)",
                          "settings 7120: conflict in Note: sheet 'y', database 'z', before 'x'; "
                          "a person has to decide (changed on both sides)"));
  EXPECT_THAT(Lines("-", "id=7120 note=y", "id=7120 note=z"),
              ElementsAre("settings 7120: conflict in Note: sheet 'y', database 'z'; "
                          "a person has to decide (new on both sides, with different values)"));
}

TEST(ExplainTest, ABeatenDeletionIsAConflictOfTheRow) {
  EXPECT_THAT(Lines("id=7120", "-", "id=7120 wage=1"),
              ElementsAre("settings 7120: sheet <- new row: ID 7120, Hourly wage 1, City (empty), "
                          "Note (empty) (deleted in the sheet, but edited in the database)",
                          "settings 7120: conflict: the database wins (deleted in the sheet, but "
                          "edited in the database)"));
}

TEST(ExplainTest, AgreementIsNotWorthALine) {
  EXPECT_THAT(Lines("id=7120", "-", "-"), IsEmpty());
}

TEST(ExplainTest, LongTextIsCutBetweenCharactersAndStaysOnOneLine) {
  const auto shown = [](const std::string& text) {
    RowPlan row;
    row.key = int64_t{1};
    row.on_sheet = SideAction::kUpdate;
    row.sheet_cells = {{2, Null{}, text}};
    row.reason = "r";
    const std::string line = Explain({row}, Settings()).at(0);
    const std::string start = "settings 1: sheet <- City (empty) -> ";
    return line.substr(start.size(), line.size() - start.size() - std::string(" (r)").size());
  };
  EXPECT_EQ(shown("two\nlines\tand more"), "'two lines and more'");
  EXPECT_EQ(shown(std::string(60, 'x')), "'" + std::string(60, 'x') + "'");
  EXPECT_EQ(shown(std::string(61, 'x')), "'" + std::string(60, 'x') + "...'");
  EXPECT_EQ(shown(std::string(61, '\x80')), "'...'");  // not UTF-8
  EXPECT_EQ(shown(std::string(59, 'x') + "ёё"), "'" + std::string(59, 'x') + "...'");
}

}  // namespace
}  // namespace sheetkeeper
