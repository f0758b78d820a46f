#include "merge/merge.h"

#include <gtest/gtest.h>

#include "merge/invariants.h"
#include "support/row_text.h"

namespace sheetkeeper {
namespace {

// In a conflict the sheet wins a city, the database a team, and nobody a note.
const TableSchema& People() {
  static const TableSchema schema{
      .name = "people",
      .columns = {{.name = "id", .header = "ID", .type = ColumnType::kInteger, .required = true},
                  {.name = "city", .header = "City", .policy = ConflictPolicy::kSheetWins},
                  {.name = "team", .header = "Team", .policy = ConflictPolicy::kDatabaseWins},
                  {.name = "note", .header = "Note", .policy = ConflictPolicy::kManual},
                  {.name = "wage", .header = "Wage", .type = ColumnType::kReal}},
      .key = 0};
  return schema;
}

struct Case {
  std::string base = "-";
  std::string sheet = "-";
  std::string local = "-";
  std::string to_sheet = "";  // "", "city=Rome", "insert id=1 city=Rome", "delete"
  std::string to_local = "";
  std::string unpushed = "-";  // the base before the write to the sheet is proved, and after it
  std::string pushed = "-";
  std::string conflicts = "";  // "city: Rome or Paris of Oslo, sheet", "row: database"
};

std::string ConflictsText(const RowPlan& plan) {
  std::string text;
  for (const Conflict& conflict : plan.conflicts) {
    if (!text.empty()) text += "; ";
    if (conflict.column < 0) {
      text += "row: ";
    } else {
      text += People().columns[static_cast<size_t>(conflict.column)].name + ": " +
              ToText(conflict.remote) + " or " + ToText(conflict.local) +
              (conflict.base ? " of " + ToText(*conflict.base) : "") + ", ";
    }
    text += Name(conflict.winner);
  }
  return text;
}

RowTriple Triple(const Case& rows) {
  return RowTriple{.key = int64_t{1},
                   .base = ParseRow(rows.base, People()),
                   .remote = ParseSide(rows.sheet, People()),
                   .local = ParseSide(rows.local, People()),
                   .sheet_row = rows.sheet == "-" ? -1 : 7};
}

RowPlan PlanOf(const Case& rows) {
  return MergeRow(Triple(rows), People()).value_or(RowPlan());
}

void ExpectMerge(const Case& expected) {
  const RowTriple triple = Triple(expected);
  const auto plan = MergeRow(triple, People());
  ASSERT_TRUE(plan.has_value());
  EXPECT_EQ(WriteText(plan->on_sheet, plan->sheet_cells, People()), expected.to_sheet);
  EXPECT_EQ(WriteText(plan->on_local, plan->local_cells, People()), expected.to_local);
  EXPECT_EQ(RowText(plan->base_unpushed, People()), expected.unpushed);
  EXPECT_EQ(RowText(plan->base_pushed, People()), expected.pushed);
  EXPECT_EQ(ConflictsText(*plan), expected.conflicts);
  EXPECT_EQ(BrokenInvariant(triple, People()), "");
}

void ExpectNothing(const Case& rows) {
  EXPECT_FALSE(MergeRow(Triple(rows), People()).has_value());
  EXPECT_EQ(BrokenInvariant(Triple(rows), People()), "");
}

TEST(MergeTest, EqualSidesNeedNothing) {
  ExpectNothing({.base = "id=1 city=Oslo", .sheet = "id=1 city=Oslo", .local = "id=1 city=Oslo"});
  ExpectNothing({.base = "-", .sheet = "-", .local = "-"});
}

TEST(MergeTest, HeldRowsWait) {
  ExpectNothing({.base = "id=1 city=Oslo", .sheet = "held", .local = "id=1 city=Rome"});
  ExpectNothing({.base = "id=1 city=Oslo", .sheet = "id=1 city=Rome", .local = "held"});
  ExpectNothing({.base = "id=1 city=Oslo", .sheet = "held", .local = "-"});
  ExpectNothing({.base = "id=1 city=Oslo", .sheet = "-", .local = "held"});
  ExpectNothing({.base = "-", .sheet = "held", .local = "held"});
}

TEST(MergeTest, AnEditInTheSheetGoesToTheDatabase) {
  ExpectMerge({.base = "id=1 city=Oslo wage=15",
               .sheet = "id=1 city=Rome wage=15",
               .local = "id=1 city=Oslo wage=15",
               .to_local = "city=Rome",
               .unpushed = "id=1 city=Oslo wage=15",
               .pushed = "id=1 city=Oslo wage=15"});
}

TEST(MergeTest, AnEditInTheDatabaseGoesToTheSheetAndBecomesBaseWhenProved) {
  ExpectMerge({.base = "id=1 city=Oslo wage=15",
               .sheet = "id=1 city=Oslo wage=15",
               .local = "id=1 city=Oslo wage=15.5",
               .to_sheet = "wage=15.5",
               .unpushed = "id=1 city=Oslo wage=15",
               .pushed = "id=1 city=Oslo wage=15.5"});
}

TEST(MergeTest, EditsToDifferentCellsOfOneRowAreBothKept) {
  ExpectMerge({.base = "id=1 city=Oslo wage=15",
               .sheet = "id=1 city=Rome wage=15",
               .local = "id=1 city=Oslo wage=16",
               .to_sheet = "wage=16",
               .to_local = "city=Rome",
               .unpushed = "id=1 city=Oslo wage=15",
               .pushed = "id=1 city=Oslo wage=16"});
}

TEST(MergeTest, ClearingACellIsAnEdit) {
  ExpectMerge({.base = "id=1 city=Oslo wage=15",
               .sheet = "id=1 wage=15",
               .local = "id=1 city=Oslo",
               .to_sheet = "wage=",
               .to_local = "city=",
               .unpushed = "id=1 city=Oslo wage=15",
               .pushed = "id=1 city=Oslo"});
}

TEST(MergeTest, SameEditOnBothSidesIsAgreement) {
  ExpectMerge({.base = "id=1 city=Oslo",
               .sheet = "id=1 city=Rome",
               .local = "id=1 city=Rome",
               .unpushed = "id=1 city=Rome",
               .pushed = "id=1 city=Rome"});
}

TEST(MergeTest, AgreementMovesTheBaseWhileAnotherCellIsPushed) {
  ExpectMerge({.base = "id=1 city=Oslo wage=15",
               .sheet = "id=1 city=Rome wage=15",
               .local = "id=1 city=Rome wage=16",
               .to_sheet = "wage=16",
               .unpushed = "id=1 city=Rome wage=15",
               .pushed = "id=1 city=Rome wage=16"});
}

TEST(MergeTest, TheSheetWinsWhereItsPolicySaysSoAndTheLoserIsReported) {
  ExpectMerge({.base = "id=1 city=Oslo",
               .sheet = "id=1 city=Rome",
               .local = "id=1 city=Paris",
               .to_local = "city=Rome",
               .unpushed = "id=1 city=Oslo",
               .pushed = "id=1 city=Oslo",
               .conflicts = "city: Rome or Paris of Oslo, sheet"});
}

TEST(MergeTest, TheDatabaseWinsWhereItsPolicySaysSoAndTheLoserIsReported) {
  ExpectMerge({.base = "id=1 team=red",
               .sheet = "id=1 team=green",
               .local = "id=1 team=blue",
               .to_sheet = "team=blue",
               .unpushed = "id=1 team=red",
               .pushed = "id=1 team=blue",
               .conflicts = "team: green or blue of red, database"});
}

TEST(MergeTest, AManualConflictLeavesBothSidesAndTheBaseAlone) {
  ExpectMerge({.base = "id=1 note=a",
               .sheet = "id=1 note=b",
               .local = "id=1 note=c",
               .unpushed = "id=1 note=a",
               .pushed = "id=1 note=a",
               .conflicts = "note: b or c of a, nobody"});
}

TEST(MergeTest, AManualConflictDoesNotHoldUpOtherCells) {
  ExpectMerge({.base = "id=1 city=Oslo note=a wage=15",
               .sheet = "id=1 city=Rome note=b wage=15",
               .local = "id=1 city=Oslo note=c wage=16",
               .to_sheet = "wage=16",
               .to_local = "city=Rome",
               .unpushed = "id=1 city=Oslo note=a wage=15",
               .pushed = "id=1 city=Oslo note=a wage=16",
               .conflicts = "note: b or c of a, nobody"});
}

TEST(MergeTest, AManualConflictEndsWhenOneSideTakesTheOthersValue) {
  ExpectMerge({.base = "id=1 note=a",
               .sheet = "id=1 note=c",
               .local = "id=1 note=c",
               .unpushed = "id=1 note=c",
               .pushed = "id=1 note=c"});
}

// The plan of (base, sheet, local) with a decision about the notes `remote` and `local`.
std::string Decided(const std::string& base, const std::string& sheet, const std::string& local,
                    const Resolution& resolution) {
  RowTriple triple = Triple({.base = base, .sheet = sheet, .local = local});
  triple.resolutions = {resolution};
  const auto plan = MergeRow(triple, People());
  if (!plan) return "nothing";
  return "sheet: " + WriteText(plan->on_sheet, plan->sheet_cells, People()) +
         "; database: " + WriteText(plan->on_local, plan->local_cells, People()) + "; base " +
         RowText(plan->base_unpushed, People()) + ", " + RowText(plan->base_pushed, People()) +
         "; " + ConflictsText(*plan);
}

Resolution OfNotes(std::string remote, std::string local, Winner winner) {
  return {int64_t{1}, 3, Value(std::move(remote)), Value(std::move(local)), winner};
}

TEST(MergeTest, ADecisionMovesTheWinnersValueAndIsReportedAsAConflict) {
  EXPECT_EQ(
      Decided("id=1 note=a", "id=1 note=b", "id=1 note=c", OfNotes("b", "c", Winner::kDatabase)),
      "sheet: note=c; database: ; base id=1 note=a, id=1 note=c; note: b or c of a, database");
  EXPECT_EQ(Decided("id=1 note=a", "id=1 note=b", "id=1 note=c", OfNotes("b", "c", Winner::kSheet)),
            "sheet: ; database: note=b; base id=1 note=a, id=1 note=a; note: b or c of a, sheet");
}

TEST(MergeTest, ADecisionForTheBaseWritesOverAnEditOfTheSheet) {
  EXPECT_EQ(
      Decided("id=1 note=a", "id=1 note=b", "id=1 note=a", OfNotes("b", "a", Winner::kDatabase)),
      "sheet: note=a; database: ; base id=1 note=a, id=1 note=a; note: b or a of a, database");
}

TEST(MergeTest, ADecisionSaysNothingOfAnotherColumn) {
  Resolution resolution = OfNotes("b", "c", Winner::kDatabase);
  resolution.column = 1;
  EXPECT_EQ(Decided("id=1 note=a", "id=1 note=b", "id=1 note=c", resolution),
            "sheet: ; database: ; base id=1 note=a, id=1 note=a; note: b or c of a, nobody");
}

TEST(MergeTest, ADecisionIsVoidWhereASideHoldsAnotherValue) {
  EXPECT_EQ(
      Decided("id=1 note=a", "id=1 note=b", "id=1 note=d", OfNotes("b", "c", Winner::kDatabase)),
      "sheet: ; database: ; base id=1 note=a, id=1 note=a; note: b or d of a, nobody");
  EXPECT_EQ(
      Decided("id=1 note=a", "id=1 note=d", "id=1 note=c", OfNotes("b", "c", Winner::kDatabase)),
      "sheet: ; database: ; base id=1 note=a, id=1 note=a; note: d or c of a, nobody");
  EXPECT_EQ(
      Decided("id=1 note=a", "id=1 note=d", "id=1 note=a", OfNotes("b", "a", Winner::kDatabase)),
      "sheet: ; database: note=d; base id=1 note=a, id=1 note=a; ");
  EXPECT_EQ(
      Decided("id=1 note=a", "id=1 note=c", "id=1 note=c", OfNotes("b", "c", Winner::kDatabase)),
      "sheet: ; database: ; base id=1 note=c, id=1 note=c; ");
}

TEST(MergeTest, ClearingAgainstAnEditIsAConflict) {
  ExpectMerge({.base = "id=1 city=Oslo",
               .sheet = "id=1",
               .local = "id=1 city=Paris",
               .to_local = "city=",
               .unpushed = "id=1 city=Oslo",
               .pushed = "id=1 city=Oslo",
               .conflicts = "city:  or Paris of Oslo, sheet"});
}

TEST(MergeTest, ANewRowOfTheSheetIsInsertedIntoTheDatabase) {
  ExpectMerge({.sheet = "id=1 city=Oslo wage=15", .to_local = "insert id=1 city=Oslo wage=15"});
}

TEST(MergeTest, ANewRowOfTheDatabaseIsInsertedIntoTheSheetAndBecomesBaseWhenProved) {
  ExpectMerge({.local = "id=1 city=Oslo wage=15",
               .to_sheet = "insert id=1 city=Oslo wage=15",
               .unpushed = "-",
               .pushed = "id=1 city=Oslo wage=15"});
}

TEST(MergeTest, ARowThatBothSidesHaveAndTheBaseHasNotIsAgreedWhereItIsEqual) {
  ExpectMerge({.sheet = "id=1 city=Oslo",
               .local = "id=1 city=Oslo",
               .unpushed = "id=1 city=Oslo",
               .pushed = "id=1 city=Oslo"});
}

TEST(MergeTest, WithoutABaseAValueGoesWhereTheOtherSideHasNone) {
  ExpectMerge({.sheet = "id=1 city=Oslo",
               .local = "id=1 wage=15",
               .to_sheet = "wage=15",
               .to_local = "city=Oslo",
               .unpushed = "id=1",
               .pushed = "id=1 wage=15"});
}

TEST(MergeTest, WithoutABaseDifferentValuesAreAConflict) {
  ExpectMerge({.sheet = "id=1 city=Oslo team=red note=a",
               .local = "id=1 city=Rome team=blue note=b",
               .to_sheet = "team=blue",
               .to_local = "city=Oslo",
               .unpushed = "id=1",
               .pushed = "id=1 team=blue",
               .conflicts = "city: Oslo or Rome, sheet; team: red or blue, database; "
                            "note: a or b, nobody"});
}

TEST(MergeTest, ARowDeletedInTheSheetIsDeletedFromTheDatabase) {
  ExpectMerge({.base = "id=1 city=Oslo",
               .local = "id=1 city=Oslo",
               .to_local = "delete",
               .unpushed = "id=1 city=Oslo",
               .pushed = "id=1 city=Oslo"});
}

TEST(MergeTest, ARowDeletedInTheDatabaseIsDeletedFromTheSheet) {
  ExpectMerge({.base = "id=1 city=Oslo",
               .sheet = "id=1 city=Oslo",
               .to_sheet = "delete",
               .unpushed = "id=1 city=Oslo",
               .pushed = "-"});
}

TEST(MergeTest, ARowDeletedOnBothSidesLeavesTheBase) {
  ExpectMerge({.base = "id=1 city=Oslo", .unpushed = "-", .pushed = "-"});
}

TEST(MergeTest, AnEditInTheDatabaseBeatsADeletionInTheSheet) {
  ExpectMerge({.base = "id=1 city=Oslo wage=15",
               .local = "id=1 city=Oslo wage=16",
               .to_sheet = "insert id=1 city=Oslo wage=16",
               .unpushed = "id=1 city=Oslo wage=15",
               .pushed = "id=1 city=Oslo wage=16",
               .conflicts = "row: database"});
}

TEST(MergeTest, AnEditInTheSheetBeatsADeletionInTheDatabase) {
  ExpectMerge({.base = "id=1 city=Oslo wage=15",
               .sheet = "id=1 city=Rome wage=15",
               .to_local = "insert id=1 city=Rome wage=15",
               .unpushed = "id=1 city=Oslo wage=15",
               .pushed = "id=1 city=Oslo wage=15",
               .conflicts = "row: sheet"});
}

TEST(MergeTest, APlanSaysWhy) {
  const auto reason = [](const std::string& base, const std::string& sheet,
                         const std::string& local) {
    return PlanOf({.base = base, .sheet = sheet, .local = local}).reason;
  };
  EXPECT_EQ(reason("id=1", "id=1 city=a", "id=1"), "changed in the sheet");
  EXPECT_EQ(reason("id=1", "id=1", "id=1 city=a"), "changed in the database");
  EXPECT_EQ(reason("id=1", "id=1 city=a", "id=1 wage=1"), "changed on both sides");
  EXPECT_EQ(reason("id=1", "id=1 city=a", "id=1 city=b"), "changed on both sides");
  EXPECT_EQ(reason("id=1", "id=1 note=a", "id=1 note=b"), "changed on both sides");
  EXPECT_EQ(reason("id=1", "id=1 city=a", "id=1 city=a"), "changed on both sides");
  EXPECT_EQ(reason("-", "id=1 city=a", "id=1"), "new on both sides");
  EXPECT_EQ(reason("-", "id=1", "-"), "new in the sheet");
  EXPECT_EQ(reason("-", "-", "id=1"), "new in the database");
  EXPECT_EQ(reason("id=1", "-", "id=1"), "deleted in the sheet");
  EXPECT_EQ(reason("id=1", "id=1", "-"), "deleted in the database");
  EXPECT_EQ(reason("id=1", "-", "-"), "deleted on both sides");
  EXPECT_EQ(reason("id=1", "-", "id=1 city=a"), "deleted in the sheet, but edited in the database");
  EXPECT_EQ(reason("id=1", "id=1 city=a", "-"), "deleted in the database, but edited in the sheet");
}

}  // namespace
}  // namespace sheetkeeper
