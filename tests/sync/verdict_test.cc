#include "sync/verdict.h"

#include <gtest/gtest.h>

#include "sync/batch.h"

namespace sheetkeeper {
namespace {

Cell T(const char* text) {
  return std::string(text);
}

// A table id | wage in columns A and B; one operation, whose row is row 2 of the evidence sheet.
class VerdictTest : public testing::Test {
 protected:
  VerdictTest() {
    schema_.name = "pay";
    schema_.columns = {{.name = "id", .header = "Id", .type = ColumnType::kInteger},
                       {.name = "wage", .header = "Wage", .type = ColumnType::kReal}};
    SheetLayout layout;
    layout.table = "pay";
    layout.columns = {0, 1};
    layout.column_count = 3;
    layout.span_end = 3;
    layout.span_headers = {"id", "wage", "note"};
    intent_.token = 42;
    intent_.layouts = {layout};
    op_.table = "pay";
    op_.key = int64_t{1};
    op_.sheet_row = 4;
    op_.cells = {{1, 10.0, 11.0}};
    op_.base_pushed = Row{int64_t{1}, 11.0};
  }

  Verdict JudgeRow(std::vector<Cell> row,
                   std::vector<Cell> headers = {T("Id"), T("Wage"), T("Note")}) {
    intent_.ops = {op_};
    intent_.ops.insert(intent_.ops.end(), others_.begin(), others_.end());
    PlaceEvidence(intent_);
    const Evidence evidence = ReadEvidence({{42.0}, std::move(headers), std::move(row)});
    EXPECT_EQ(evidence.token, 42);
    return Judge(intent_, intent_.ops[0], evidence, schema_);
  }

  TableSchema schema_;
  Intent intent_;
  SheetOp op_;
  std::vector<SheetOp> others_;  // of the same batch
};

TEST_F(VerdictTest, TheRightRowWithTheExpectedValueIsDone) {
  const Verdict verdict = JudgeRow({1.0, 10.0});
  EXPECT_EQ(verdict.kind, Verdict::Kind::kDone);
  EXPECT_EQ(BaseAfter(Row{int64_t{1}, 10.0}, op_, verdict), (Row{int64_t{1}, 11.0}));
}

TEST_F(VerdictTest, APersonWhoTypedTheSameValueAgrees) {
  EXPECT_EQ(JudgeRow({1.0, 11.0}).kind, Verdict::Kind::kDone);
}

TEST_F(VerdictTest, AnotherRowIsPutBackUnderItsOwnKey) {
  const Verdict verdict = JudgeRow({2.0, 20.0});
  EXPECT_EQ(verdict.kind, Verdict::Kind::kMisplaced);
  ASSERT_EQ(verdict.mending.repairs.size(), 1U);
  EXPECT_EQ(verdict.mending.repairs[0].key, RowKey(int64_t{2}));
  EXPECT_EQ(verdict.mending.repairs[0].header, "wage");
  EXPECT_EQ(verdict.mending.repairs[0].written, Cell(11.0));
  EXPECT_EQ(verdict.mending.repairs[0].restore, Cell(20.0));
  EXPECT_EQ(BaseAfter(Row{int64_t{1}, 10.0}, op_, verdict), (Row{int64_t{1}, 10.0}));
}

TEST_F(VerdictTest, ARowWithoutABaseGetsNoneFromAWriteThatWentElsewhere) {
  EXPECT_EQ(BaseAfter(std::nullopt, op_, JudgeRow({2.0, 20.0})), std::nullopt);
  EXPECT_EQ(BaseAfter(std::nullopt, op_, JudgeRow({1.0, 10.0})), (Row{int64_t{1}, 11.0}));
}

TEST_F(VerdictTest, ABlankRowIsPutBackToo) {
  const Verdict verdict = JudgeRow({});
  ASSERT_EQ(verdict.mending.repairs.size(), 1U);
  EXPECT_EQ(verdict.mending.repairs[0].key, RowKey(Null{}));
  EXPECT_EQ(verdict.mending.repairs[0].restore, Cell(Empty{}));
}

TEST_F(VerdictTest, AFasterPersonsValueIsPutBackWhereTheSheetWins) {
  const Verdict verdict = JudgeRow({1.0, 12.0});
  EXPECT_EQ(verdict.kind, Verdict::Kind::kOvertaken);
  ASSERT_EQ(verdict.mending.repairs.size(), 1U);
  EXPECT_EQ(verdict.mending.repairs[0].restore, Cell(12.0));
  EXPECT_EQ(BaseAfter(Row{int64_t{1}, 10.0}, op_, verdict), (Row{int64_t{1}, 10.0}));
}

TEST_F(VerdictTest, AFasterPersonsValueIsKeptAsTheLoserWhereTheDatabaseWins) {
  schema_.columns[1].policy = ConflictPolicy::kDatabaseWins;
  const Verdict verdict = JudgeRow({1.0, 12.0});
  EXPECT_TRUE(verdict.mending.repairs.empty());
  ASSERT_EQ(verdict.conflicts.size(), 1U);
  EXPECT_EQ(verdict.conflicts[0].remote, Value(12.0));
  EXPECT_EQ(BaseAfter(Row{int64_t{1}, 10.0}, op_, verdict), (Row{int64_t{1}, 11.0}));
}

TEST_F(VerdictTest, AMovedColumnIsPutBackUnderItsOwnHeader) {
  const Verdict verdict = JudgeRow({1.0, T("old")}, {T("Id"), T("Note"), T("Wage")});
  EXPECT_EQ(verdict.kind, Verdict::Kind::kMisplaced);
  ASSERT_EQ(verdict.mending.repairs.size(), 1U);
  EXPECT_EQ(verdict.mending.repairs[0].header, "Note");
  EXPECT_EQ(verdict.mending.repairs[0].restore, T("old"));
}

TEST_F(VerdictTest, ARenamedHeaderIsNoMovedColumn) {
  EXPECT_EQ(JudgeRow({1.0, 10.0}, {T("Id"), T("Pay"), T("Note")}).kind, Verdict::Kind::kDone);
  EXPECT_EQ(JudgeRow({1.0, 10.0}, {T("Key"), T("Wage"), T("Note")}).kind, Verdict::Kind::kDone);
}

TEST_F(VerdictTest, UnderARenamedHeaderAnotherRowIsPutBackByTheNameThatWasRead) {
  const Verdict verdict = JudgeRow({2.0, 20.0}, {T("Id"), T("Pay"), T("Note")});
  ASSERT_EQ(verdict.mending.repairs.size(), 1U);
  EXPECT_EQ(verdict.mending.repairs[0].header, "wage");
}

TEST_F(VerdictTest, ARenamedHeaderThatADeletedColumnWouldExplainIsNone) {
  // Wage was deleted, and Note and Extra moved up.
  const Verdict verdict = JudgeRow({1.0, T("old")}, {T("Id"), T("Note"), T("Extra")});
  EXPECT_EQ(verdict.kind, Verdict::Kind::kMisplaced);
}

TEST_F(VerdictTest, AClearedTabHasNotMovedItsColumns) {
  op_.kind = SheetOp::Kind::kInsert;
  op_.cells = {{0, Null{}, int64_t{1}}, {1, Null{}, 11.0}};
  EXPECT_EQ(JudgeRow({}, {}).kind, Verdict::Kind::kDone);
}

TEST_F(VerdictTest, AWriteOverTheKeyIsLookedForUnderTheKeyItMade) {
  const Verdict verdict = JudgeRow({T("old"), 1.0}, {T("Note"), T("Id"), T("Wage")});
  ASSERT_EQ(verdict.mending.repairs.size(), 1U);
  EXPECT_EQ(verdict.mending.repairs[0].key, RowKey(int64_t{11}))
      << "11 was written into the key's cell";
  EXPECT_EQ(verdict.mending.repairs[0].restore, Cell(1.0));
}

TEST_F(VerdictTest, ARightDeletionIsOneWhereverItsColumnsStand) {
  op_.kind = SheetOp::Kind::kDelete;
  op_.cells = {{0, int64_t{1}, Null{}}, {1, 10.0, Null{}}};
  op_.base_pushed = std::nullopt;
  EXPECT_TRUE(JudgeRow({T("n"), 1.0, 10.0}, {T("Note"), T("Id"), T("Wage")}).mending.empty());
  EXPECT_TRUE(JudgeRow({1.0, T("n")}, {T("Id"), T("Note")}).mending.empty()) << "Wage is gone";
}

TEST_F(VerdictTest, AnInsertedRowUnderItsKeyStaysAndIsCompletedLater) {
  op_.kind = SheetOp::Kind::kInsert;
  op_.cells = {{0, Null{}, int64_t{1}}, {1, Null{}, 11.0}};
  const Verdict verdict = JudgeRow({}, {T("Id"), T(""), T("Wage")});
  EXPECT_EQ(verdict.kind, Verdict::Kind::kOvertaken);
  ASSERT_EQ(verdict.mending.repairs.size(), 1U);
  EXPECT_EQ(verdict.mending.repairs[0].key, RowKey(int64_t{1}));
  EXPECT_EQ(verdict.mending.repairs[0].header, "");
  EXPECT_EQ(BaseAfter(std::nullopt, op_, verdict), (Row{int64_t{1}, Null{}}));
}

TEST_F(VerdictTest, AKeyMayGoToAnyRowThatHasContentAndNone) {
  op_.kind = SheetOp::Kind::kGiveKey;
  op_.key = Null{};
  op_.cells = {{0, Null{}, int64_t{77}}};
  EXPECT_TRUE(JudgeRow({Empty{}, 10.0}).mending.empty());

  const Verdict empty = JudgeRow({});
  ASSERT_EQ(empty.mending.repairs.size(), 1U) << "an empty row has become one with a key";
  EXPECT_EQ(empty.mending.repairs[0].key, RowKey(int64_t{77}));
  EXPECT_EQ(empty.mending.repairs[0].restore, Cell(Empty{}));

  const Verdict taken = JudgeRow({2.0, 20.0});
  ASSERT_EQ(taken.mending.repairs.size(), 1U) << "it covered the key of another row";
  EXPECT_EQ(taken.mending.repairs[0].key, RowKey(int64_t{77}));
  EXPECT_EQ(taken.mending.repairs[0].restore, Cell(2.0));

  const Verdict moved = JudgeRow({T("n"), 2.0, 20.0}, {T("Note"), T("Id"), T("Wage")});
  ASSERT_EQ(moved.mending.repairs.size(), 1U) << "it covered another column";
  EXPECT_EQ(moved.mending.repairs[0].header, "Note");
  EXPECT_EQ(moved.mending.repairs[0].key, RowKey(int64_t{2}));
}

TEST_F(VerdictTest, ARepairOfARowWithoutAKeyIsMadeUntilItIsFoundDone) {
  op_.kind = SheetOp::Kind::kRepair;
  op_.key = Null{};
  op_.raw = {{1, Cell(99.0), Cell(Empty{})}};
  const Verdict verdict = JudgeRow({});
  EXPECT_EQ(verdict.kind, Verdict::Kind::kMisplaced);
  ASSERT_EQ(verdict.mending.repairs.size(), 1U) << "it hit an empty cell";
  EXPECT_EQ(verdict.mending.repairs[0].written, Cell(99.0));
}

TEST_F(VerdictTest, WhatIsStillToBeRepairedIsLookedForUnderTheKeyThatTheSameBatchPutBack) {
  op_.kind = SheetOp::Kind::kRepair;
  op_.key = Null{};
  op_.cells.clear();
  op_.raw = {{1, Cell(99.0), Cell(10.0)}};
  others_ = {op_};
  others_[0].raw = {{0, T("left in the key's cell"), Cell(1.0)}};
  const Verdict verdict =
      JudgeRow({T("left in the key's cell"), T("n"), 99.0}, {T("Id"), T("Note"), T("Wage")});
  ASSERT_EQ(verdict.mending.repairs.size(), 2U) << "Wage had moved";
  for (const Repair& repair : verdict.mending.repairs) EXPECT_EQ(repair.key, RowKey(int64_t{1}));
  EXPECT_EQ(verdict.mending.repairs[0].header, "Note");
  EXPECT_EQ(verdict.mending.repairs[1].header, "wage");
}

TEST_F(VerdictTest, ARepairUnderNoHeaderIsMadeUntilItIsFoundDone) {
  op_.kind = SheetOp::Kind::kRepair;
  op_.raw = {{2, Cell(99.0), Cell(Empty{})}};
  intent_.layouts[0].span_headers = {"id", "wage", ""};
  const Verdict verdict = JudgeRow({1.0, 10.0, T("n")}, {T("Id"), T("Wage")});
  ASSERT_EQ(verdict.mending.repairs.size(), 2U);
  EXPECT_EQ(verdict.mending.repairs[0].restore, T("n"));
  EXPECT_EQ(verdict.mending.repairs[1].written, Cell(99.0));
}

TEST_F(VerdictTest, ARepairUnderAMovedColumnIsStillMeant) {
  op_.kind = SheetOp::Kind::kRepair;
  op_.raw = {{1, Cell(99.0), Cell(10.0)}};
  const Verdict verdict = JudgeRow({1.0, T("n"), 99.0}, {T("Id"), T("Note"), T("Wage")});
  ASSERT_EQ(verdict.mending.repairs.size(), 2U);
  EXPECT_EQ(verdict.mending.repairs[0].header, "Note");
  EXPECT_EQ(verdict.mending.repairs[1].header, "wage");
}

TEST_F(VerdictTest, ADeletionOfTheWrongRowIsTakenBack) {
  op_.kind = SheetOp::Kind::kDelete;
  op_.cells = {{0, int64_t{1}, Null{}}, {1, 10.0, Null{}}};
  op_.base_pushed = std::nullopt;
  EXPECT_TRUE(JudgeRow({1.0, 10.0}).mending.empty());
  const Verdict other = JudgeRow({2.0, 10.0});
  ASSERT_EQ(other.mending.restores.size(), 1U);
  EXPECT_EQ(other.mending.restores[0].key, RowKey(int64_t{2}));
  EXPECT_EQ(other.mending.restores[0].evidence_row, 3);
  EXPECT_EQ(other.mending.restores[0].headers.size(), 3U) << "one for each column that was kept";
  const Verdict edited = JudgeRow({1.0, 12.0});
  EXPECT_EQ(edited.kind, Verdict::Kind::kOvertaken);
  EXPECT_EQ(edited.mending.restores.size(), 1U);
}

TEST_F(VerdictTest, ARepairThatHitAnotherRowIsMadeAgainAndPutBackThere) {
  op_.kind = SheetOp::Kind::kRepair;
  op_.raw = {{1, Cell(99.0), Cell(10.0)}};
  EXPECT_TRUE(JudgeRow({1.0, 99.0}).mending.empty());
  const Verdict overtaken = JudgeRow({1.0, 50.0});
  ASSERT_EQ(overtaken.conflicts.size(), 1U) << "what was covered is kept";
  EXPECT_EQ(overtaken.conflicts[0].local, Value(10.0));
  const Verdict verdict = JudgeRow({2.0, 20.0});
  ASSERT_EQ(verdict.mending.repairs.size(), 2U);
  EXPECT_EQ(verdict.mending.repairs[0].key, RowKey(int64_t{2}));
  EXPECT_EQ(verdict.mending.repairs[0].restore, Cell(20.0));
  EXPECT_EQ(verdict.mending.repairs[1].key, RowKey(int64_t{1}));
  EXPECT_EQ(verdict.mending.repairs[1].restore, Cell(10.0));
}

TEST_F(VerdictTest, ARowThatWasInsertedUnderMovedColumnsIsToGo) {
  op_.kind = SheetOp::Kind::kInsert;
  op_.cells = {{0, Null{}, int64_t{1}}, {1, Null{}, 11.0}};
  const Verdict verdict = JudgeRow({}, {T("Note"), T("Id")});
  EXPECT_EQ(verdict.kind, Verdict::Kind::kMisplaced);
  EXPECT_TRUE(verdict.mending.repairs.empty());
  ASSERT_EQ(verdict.mending.removals.size(), 1U);
  const auto& cells = verdict.mending.removals[0].cells;
  ASSERT_EQ(cells.size(), 2U);
  EXPECT_EQ(cells[0].header, "note");
  EXPECT_EQ(cells[0].cell, Cell(1.0));
  EXPECT_EQ(cells[1].header, "id");
  EXPECT_EQ(cells[1].cell, Cell(11.0));
}

TEST_F(VerdictTest, ARemovalThatTookAnotherRowPutsItBackAndIsStillMeant) {
  op_.kind = SheetOp::Kind::kRemoveRow;
  op_.cells.clear();
  op_.base_pushed = std::nullopt;
  op_.raw = {{0, Cell(11.0), Empty{}}, {2, Cell(1.0), Empty{}}};
  EXPECT_TRUE(JudgeRow({11.0, Empty{}, 1.0}).mending.empty());
  for (const auto& row : {std::vector<Cell>{2.0, 20.0}, {11.0, T("typed"), 1.0}, {11.0}}) {
    const Verdict verdict = JudgeRow(row);
    EXPECT_EQ(verdict.kind, Verdict::Kind::kMisplaced);
    ASSERT_EQ(verdict.mending.restores.size(), 1U);
    EXPECT_EQ(verdict.mending.restores[0].evidence_row, 3);
    ASSERT_EQ(verdict.mending.removals.size(), 1U);
    EXPECT_EQ(verdict.mending.removals[0].cells[1].header, "note");
  }
}

TEST_F(VerdictTest, ARemovalFindsWhatStoodUnderAColumnWithoutAHeaderThatMoved) {
  op_.kind = SheetOp::Kind::kRemoveRow;
  op_.cells.clear();
  op_.base_pushed = std::nullopt;
  op_.raw = {{0, Cell(1.0), Empty{}}, {1, Cell(11.0), Empty{}}};
  intent_.layouts[0].columns = {1, 2};
  intent_.layouts[0].span_headers = {"", "id", "wage"};
  const std::vector<Cell> headers{T("Id"), T("Wage"), T("")};
  EXPECT_TRUE(JudgeRow({11.0, Empty{}, 1.0}, headers).mending.empty());
  EXPECT_EQ(JudgeRow({11.0, Empty{}, 2.0}, headers).mending.restores.size(), 1U);
  EXPECT_EQ(JudgeRow({11.0, T("typed"), 1.0}, headers).mending.restores.size(), 1U);
}

}  // namespace
}  // namespace sheetkeeper
