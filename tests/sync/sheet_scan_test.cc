#include "sync/sheet_scan.h"

#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

Cell T(const char* text) {
  return std::string(text);
}

class SheetScanTest : public testing::Test {
 protected:
  SheetScanTest() {
    binding_.schema.name = "pay";
    binding_.schema.columns = {
        {.name = "id", .header = "Id", .type = ColumnType::kInteger, .required = true},
        {.name = "wage", .header = "Wage", .type = ColumnType::kReal}};
    binding_.sheet_title = "Pay";
  }

  void Agreed(int64_t id, double wage) {
    agreed_[RowKey(id)] = Row{id, wage};
    base_.Add(RowKey(id), Digest(Row{id, wage}));
  }

  SheetScan NewScan() {
    base_.ForgetSeen();
    return SheetScan(binding_, base_, watched_, mending_, known_headers_,
                     [this](const RowKey& key) {
                       const auto row = agreed_.find(key);
                       return row == agreed_.end() ? std::nullopt : std::optional(row->second);
                     });
  }

  SheetView Scan(const std::vector<std::vector<Cell>>& rows) {
    SheetScan scan = NewScan();
    scan.OnRange("Pay!A1:C100");
    for (size_t i = 0; i < rows.size(); ++i) scan.OnRow(static_cast<int>(i), rows[i]);
    return scan.Finish();
  }

  static std::string Arrivals(SheetView& view) {
    std::string text;
    EXPECT_TRUE(view.arrivals.ForEach([&](const Row& row, int sheet_row) -> Result<> {
      text += ToText(row[0]) + " at " + std::to_string(sheet_row) + "; ";
      return {};
    }));
    return text;
  }

  static std::string HeldAt(const SheetView& view) {
    std::string text;
    for (const HeldRow& row : view.held_rows) text += row.address + " " + row.reason + "; ";
    return text;
  }

  TableBinding binding_;
  std::map<RowKey, Row> agreed_;
  BaseIndex base_;
  std::set<RowKey> watched_;
  Mending mending_;
  std::set<std::string> known_headers_;
};

TEST_F(SheetScanTest, OnlyRowsThatDifferFromTheBaseAreKept) {
  Agreed(1, 10);
  Agreed(2, 20);
  SheetView view = Scan({{T("Id"), T("Wage")}, {1.0, 10.0}, {2.0, 21.0}, {3.0, 30.0}});
  EXPECT_EQ(view.rows.size(), 1U);
  EXPECT_EQ(Arrivals(view), "3 at 3; ");
  EXPECT_EQ(view.rows.at(RowKey(int64_t{2})).sheet_row, 2);
  EXPECT_EQ(view.keyed_rows, 3);
  EXPECT_EQ(base_.CountUnseen(), 0U);
}

TEST_F(SheetScanTest, WatchedRowsAreKeptThoughUnchanged) {
  Agreed(1, 10);
  watched_ = {RowKey(int64_t{1})};
  EXPECT_EQ(Scan({{T("Id"), T("Wage")}, {1.0, 10.0}}).rows.size(), 1U);
}

TEST_F(SheetScanTest, TheLayoutFollowsTheColumns) {
  const SheetView view = Scan({{T("Wage"), T("Note"), T("Id")}, {10.0, T("x"), 1.0}});
  EXPECT_EQ(view.layout.columns, (std::vector<int>{2, 0}));
  EXPECT_EQ(view.layout.end_row, 2);
  EXPECT_EQ(view.layout.row_count, 100);
  EXPECT_EQ(view.layout.column_count, 3);
}

TEST_F(SheetScanTest, ACellThatDoesNotFitHoldsItsRowBackWithItsAddress) {
  SheetView view = Scan({{T("Id"), T("Wage")}, {1.0, T("15,5")}, {2.0, 20.0}});
  EXPECT_EQ(HeldAt(view), "Pay!B2 '15,5' is not a number; ");
  EXPECT_TRUE(view.held.contains(RowKey(int64_t{1})));
  EXPECT_EQ(Arrivals(view), "2 at 2; ");
}

TEST_F(SheetScanTest, ABlankOrUnusableKeyIsHeldAndCounted) {
  const SheetView view = Scan({{T("Id"), T("Wage")}, {Empty{}, 5.0}, {T("x"), 6.0}, {}});
  EXPECT_EQ(HeldAt(view),
            "Pay!A2 it is empty, but a value is required; Pay!A3 'x' is not a whole number; ");
  EXPECT_EQ(view.unkeyed_rows, 2);
}

TEST_F(SheetScanTest, ADoubledKeyHoldsEveryRowThatHasIt) {
  Agreed(1, 10);
  const SheetView view = Scan({{T("Id"), T("Wage")}, {1.0, 10.0}, {1.0, 11.0}, {1.0, 12.0}});
  EXPECT_EQ(HeldAt(view),
            "Pay!A2 the key stands in Pay!A3 as well; Pay!A3 the key stands in Pay!A2 as well; "
            "Pay!A4 the key stands in Pay!A2 as well; ");
  EXPECT_TRUE(view.rows.empty());
  EXPECT_EQ(base_.CountUnseen(), 0U);
}

TEST_F(SheetScanTest, AnEmptySheetIsTroubleAndNotAnEmptyTable) {
  EXPECT_TRUE(Scan({}).trouble);
}

TEST_F(SheetScanTest, AMisplacedWriteIsShownAsItWasBefore) {
  Agreed(1, 10);
  mending_.repairs = {{"pay", RowKey(int64_t{1}), 1, "Wage", Cell(99.0), Cell(10.0)}};
  const SheetView view = Scan({{T("Id"), T("Wage")}, {1.0, 99.0}});
  EXPECT_TRUE(view.rows.empty()) << "the row counts as unchanged";
  ASSERT_EQ(view.repairs.size(), 1U);
  EXPECT_EQ(view.repairs[0].sheet_row, 1);
  EXPECT_EQ(view.repairs[0].sheet_column, 1);
}

TEST_F(SheetScanTest, MisplacedWritesOverOneAnotherAreUndoneDownToTheFirst) {
  Agreed(1, 10);
  mending_.repairs = {{"pay", RowKey(int64_t{1}), 1, "Wage", Cell(98.0), Cell(10.0)},
                      {"pay", RowKey(int64_t{1}), 1, "Wage", Cell(99.0), Cell(98.0)}};
  const SheetView view = Scan({{T("Id"), T("Wage")}, {1.0, 99.0}});
  EXPECT_TRUE(view.rows.empty()) << "the row counts as unchanged";
  ASSERT_EQ(view.repairs.size(), 1U);
  EXPECT_EQ(view.repairs[0].repair.written, Cell(99.0));
  EXPECT_EQ(view.repairs[0].repair.restore, Cell(10.0));
}

// Text was written over the key 1 and 98 over the wage; the key, on its way back, over the 98.
TEST_F(SheetScanTest, WhatLiesUnderTheSecondIsUndoneThoughTheKeyIsPutRightBefore) {
  Agreed(1, 10);
  mending_.repairs = {{"pay", Null{}, 1, "Wage", Cell(98.0), Cell(10.0)},
                      {"pay", Null{}, 1, "Id", T("x"), Cell(1.0)},
                      {"pay", Null{}, 1, "Wage", Cell(1.0), Cell(98.0)}};
  const SheetView view = Scan({{T("Id"), T("Wage")}, {T("x"), 1.0}});
  EXPECT_TRUE(view.rows.empty()) << "the row counts as unchanged";
  EXPECT_TRUE(view.moot_repairs.empty());
  ASSERT_EQ(view.repairs.size(), 2U);
  EXPECT_EQ(view.repairs[1].repair.written, Cell(1.0));
  EXPECT_EQ(view.repairs[1].repair.restore, Cell(10.0));
}

TEST_F(SheetScanTest, AKeyThatWasLeftInAnotherRowIsTakenFromThatRowOnly) {
  Agreed(2, 20);
  // 77 was written over the key 2, and the key 2, on its way back, into an empty row.
  mending_.repairs = {{"pay", RowKey(int64_t{77}), 1, "Id", Cell(77.0), Cell(2.0)},
                      {"pay", RowKey(int64_t{2}), 2, "Id", Cell(2.0), Cell(Empty{})}};
  const SheetView view = Scan({{T("Id"), T("Wage")}, {77.0, 20.0}, {2.0}});
  EXPECT_EQ(view.keyed_rows, 1);
  EXPECT_TRUE(view.rows.empty()) << "row 2 is as agreed";
  ASSERT_EQ(view.repairs.size(), 2U);
  EXPECT_EQ(view.repairs[0].sheet_row, 1);
  EXPECT_EQ(view.repairs[0].repair.restore, Cell(2.0));
  EXPECT_EQ(view.repairs[1].sheet_row, 2);
  EXPECT_EQ(view.repairs[1].repair.restore, Cell(Empty{}));
}

// A person has made a row of the key that stands in the row of 2 by our mistake.
TEST_F(SheetScanTest, ARowWhoseKeyWeWroteOverIsToldFromOneThatHasThatKeyByRight) {
  Agreed(2, 20);
  mending_.repairs = {{"pay", RowKey(int64_t{7}), 1, "Id", Cell(7.0), Cell(2.0)}};
  const SheetView view = Scan({{T("Id"), T("Wage")}, {7.0, 70.0}, {7.0, 20.0}});
  ASSERT_EQ(view.repairs.size(), 1U);
  EXPECT_EQ(view.repairs[0].sheet_row, 2);
}

TEST_F(SheetScanTest, AKeyThatWasPutBackIsNotPutIntoRowsThatHaveNothingOfThatRow) {
  Agreed(2, 20);
  mending_.repairs = {{"pay", RowKey(int64_t{7}), 1, "Id", Cell(7.0), Cell(2.0), true}};
  SheetView view = Scan({{T("Id"), T("Wage")}, {7.0, 70.0}, {7.0, 71.0}});
  EXPECT_TRUE(view.repairs.empty());
  view = Scan({{T("Id"), T("Wage")}, {7.0, 70.0}, {7.0, 20.0}});
  ASSERT_EQ(view.repairs.size(), 1U);
  EXPECT_EQ(view.repairs[0].sheet_row, 2);
}

TEST_F(SheetScanTest, WhatOneRowShowsIsNotLookedForUnderWhatAnotherShows) {
  Agreed(1, 10);
  Agreed(2, 20);
  // The key 1 and its wage, on their way back to a row that had lost its key, hit the row of 2.
  mending_.repairs = {{"pay", RowKey(Null{}), 2, "Id", Cell(T("x")), Cell(1.0)},
                      {"pay", RowKey(Null{}), 2, "Wage", Cell(99.0), Cell(10.0)},
                      {"pay", RowKey(int64_t{1}), 1, "Id", Cell(1.0), Cell(2.0)},
                      {"pay", RowKey(int64_t{1}), 1, "Wage", Cell(10.0), Cell(20.0)}};
  const SheetView view = Scan({{T("Id"), T("Wage")}, {1.0, 10.0}, {T("x"), 99.0}});
  EXPECT_EQ(view.repairs.size(), 4U);
  EXPECT_TRUE(view.rows.empty()) << "both rows are as agreed";
  EXPECT_EQ(view.keyed_rows, 2);
}

TEST_F(SheetScanTest, ARepairIsDroppedOnceAPersonHasWrittenThere) {
  Agreed(1, 10);
  mending_.repairs = {{"pay", RowKey(int64_t{1}), 1, "Wage", Cell(99.0), Cell(10.0)}};
  const SheetView view = Scan({{T("Id"), T("Wage")}, {1.0, 50.0}});
  EXPECT_TRUE(view.repairs.empty());
  EXPECT_EQ(view.moot_repairs.size(), 1U);
  EXPECT_EQ(view.rows.size(), 1U);
}

TEST_F(SheetScanTest, AWriteThatHitABlankRowIsFoundByItsValue) {
  mending_.repairs = {{"pay", RowKey(Null{}), 7, "Wage", Cell(99.0), Cell(Empty{})}};
  const SheetView view = Scan({{T("Id"), T("Wage")}, {1.0, 10.0}, {Empty{}, 99.0}});
  EXPECT_EQ(view.unkeyed_rows, 0);
  ASSERT_EQ(view.repairs.size(), 1U);
  EXPECT_EQ(view.repairs[0].sheet_row, 2);
}

TEST_F(SheetScanTest, RowsWhoseKeysAMisplacedWriteEmptiedAreToldApartByTheirOtherCells) {
  Agreed(1, 10);
  Agreed(2, 20);
  Agreed(3, 30);
  mending_.repairs = {{"pay", RowKey(Null{}), 2, "Id", Cell(Empty{}), Cell(1.0)},
                      {"pay", RowKey(Null{}), 3, "Id", Cell(Empty{}), Cell(2.0)},
                      {"pay", RowKey(Null{}), 4, "Id", Cell(Empty{}), Cell(3.0)}};
  // A row above has gone, and somebody has changed the wage of 3.
  const SheetView view =
      Scan({{T("Id"), T("Wage")}, {Empty{}, 10.0}, {Empty{}, 20.0}, {Empty{}, 31.0}});
  ASSERT_EQ(view.repairs.size(), 3U);
  for (const FoundRepair& found : view.repairs) {
    EXPECT_EQ(found.repair.restore, Cell(static_cast<double>(found.sheet_row)));
  }
  EXPECT_EQ(view.unkeyed_rows, 0);
  EXPECT_EQ(view.rows.size(), 1U) << "only row 3 differs from what was agreed on";
}

TEST_F(SheetScanTest, RowsWithoutAKeyThatNothingTellsApartAreTakenAsTheyStood) {
  mending_.repairs = {{"pay", RowKey(Null{}), 1, "Id", Cell(Empty{}), Cell(1.0)},
                      {"pay", RowKey(Null{}), 2, "Id", Cell(Empty{}), Cell(2.0)}};
  const SheetView view = Scan({{T("Id"), T("Wage")}, {Empty{}, 5.0}, {Empty{}, 5.0}, {}});
  ASSERT_EQ(view.repairs.size(), 2U);
  for (const FoundRepair& found : view.repairs) {
    EXPECT_EQ(found.repair.restore, Cell(static_cast<double>(found.sheet_row)));
  }
}

TEST_F(SheetScanTest, ARowToBeRemovedIsFoundWhereverItWentAndIsNoRow) {
  mending_.removals = {{"pay", {{"note", Cell(1.0)}, {"id", Cell(11.0)}}}};
  SheetView view = Scan({{T("Note"), T("Wage"), T("Id")},
                         {Empty{}, 10.0, 2.0},
                         {1.0, Empty{}, 11.0},
                         {1.0, Empty{}, 11.0}});
  ASSERT_EQ(view.removals.size(), 1U);
  EXPECT_EQ(view.removals[0].sheet_row, 2);
  EXPECT_EQ(view.removals[0].sheet_columns, (std::vector<int>{0, 2}));
  EXPECT_EQ(Arrivals(view), "2 at 1; 11 at 3; ") << "what somebody copied is theirs";
}

TEST_F(SheetScanTest, ARowInWhichSomebodyWroteIsNotRemoved) {
  mending_.removals = {{"pay", {{"id", Cell(11.0)}}}};
  EXPECT_TRUE(Scan({{T("Id"), T("Wage")}, {11.0, 5.0}}).removals.empty());
}

TEST_F(SheetScanTest, ARepairThatWasMadeIsMadeOnTheOtherRowWithThatKeyToo) {
  mending_.repairs = {{"pay", RowKey(int64_t{1}), 1, "Wage", Cell(99.0), Cell(10.0), true}};
  const SheetView view = Scan({{T("Id"), T("Wage")}, {1.0, 10.0}, {1.0, 99.0}});
  ASSERT_EQ(view.repairs.size(), 1U);
  EXPECT_EQ(view.repairs[0].sheet_row, 2);
  EXPECT_EQ(view.held_rows.size(), 2U);
}

// A copy was hit by the repair of its row, and both were put right after that.
TEST_F(SheetScanTest, ARepairThatWasMadeLeavesAloneWhatAnotherOnePutBack) {
  mending_.repairs = {{"pay", RowKey(int64_t{1}), 1, "Wage", Cell(99.0), Cell(10.0), true},
                      {"pay", RowKey(int64_t{1}), 1, "wage", Cell(10.0), Cell(50.0), true}};
  const SheetView view = Scan({{T("Id"), T("Wage")}, {1.0, 10.0}, {1.0, 50.0}});
  EXPECT_TRUE(view.repairs.empty());
}

TEST_F(SheetScanTest, ARepairThatWasMadeLeavesAloneWhatAPersonTypedSince) {
  Agreed(1, 10);
  mending_.repairs = {{"pay", RowKey(int64_t{1}), 1, "Wage", Cell(99.0), Cell(10.0), true}};
  const SheetView view = Scan({{T("Id"), T("Wage")}, {1.0, 99.0}});
  EXPECT_TRUE(view.repairs.empty());
  EXPECT_TRUE(view.moot_repairs.empty());
  EXPECT_EQ(view.rows.size(), 1U);
}

// Another misplaced write covered it: as it was before that, it is the row to be taken away.
TEST_F(SheetScanTest, ARowThatIsToBeTakenAwayWaitsForARepairOfIt) {
  mending_.removals = {{"pay", {{"wage", Cell(77.0)}}}};
  mending_.repairs = {{"pay", RowKey(Null{}), 1, "Wage", Cell(99.0), Cell(77.0)}};
  const SheetView view = Scan({{T("Id"), T("Wage")}, {Empty{}, 99.0}});
  EXPECT_EQ(view.repairs.size(), 1U);
  ASSERT_EQ(view.removals.size(), 1U);
  EXPECT_EQ(view.removals[0].sheet_row, -1);
  EXPECT_EQ(view.unkeyed_rows, 0);
}

class KnownRowsTest : public SheetScanTest {
 protected:
  using Rows = std::vector<std::vector<Cell>>;

  // The note of rows below the headers.
  std::optional<RowsNote> NoteOf(const Rows& rows) {
    SheetScan scan = NewScan();
    scan.OnRow(0, headers_);
    (void)scan.NoteOf(1);
    int row = 1;
    for (const auto& cells : rows) scan.OnRow(row++, cells);
    return scan.NoteOf(static_cast<int>(rows.size()));
  }
  // Whether rows 1 to 3 are taken by their note, behind these.
  bool Takes(const RowsNote& note, const Rows& before = {}) {
    SheetScan scan = NewScan();
    scan.OnRow(0, headers_);
    int row = 1;
    for (const auto& cells : before) scan.OnRow(row++, cells);
    const bool takes = scan.OnKnownRows(row, 3, note);
    view_ = scan.Finish();
    return takes;
  }

  std::vector<Cell> headers_{T("Id"), T("Wage")};
  const Rows three_{{1.0, 10.0}, {2.0, 20.0}, {3.0, 30.0}};
  SheetView view_;
};

TEST_F(KnownRowsTest, AgreedRowsInTheOrderOfTheBaseAreTakenByTheirNote) {
  for (int64_t id = 1; id < 6; ++id) Agreed(id, static_cast<double>(id) * 10);
  const auto note = NoteOf(three_);
  ASSERT_TRUE(note);
  EXPECT_TRUE(Takes(*note));
  EXPECT_EQ(view_.keyed_rows, 3);
  EXPECT_EQ(view_.layout.end_row, 4);
  EXPECT_EQ(base_.CountUnseen(), 2U);
  EXPECT_EQ(base_.Find(RowKey(int64_t{3}))->sheet_row, 3);
}

TEST_F(KnownRowsTest, RowsThatAreNotAllAgreedInThatOrderGetNoNote) {
  for (int64_t id = 1; id < 6; ++id) Agreed(id, static_cast<double>(id) * 10);
  EXPECT_FALSE(NoteOf({{1.0, 10.0}, {2.0, 21.0}, {3.0, 30.0}})) << "changed";
  EXPECT_FALSE(NoteOf({{1.0, 10.0}, {2.0, T("x")}, {3.0, 30.0}})) << "does not fit";
  EXPECT_FALSE(NoteOf({{1.0, 10.0}, {7.0, 70.0}, {3.0, 30.0}})) << "new";
  EXPECT_FALSE(NoteOf({{1.0, 10.0}, {1.0, 10.0}, {2.0, 20.0}})) << "doubled";
  EXPECT_FALSE(NoteOf({{1.0, 10.0}, {}, {2.0, 20.0}})) << "blank";
  EXPECT_FALSE(NoteOf({{2.0, 20.0}, {1.0, 10.0}, {3.0, 30.0}})) << "in another order";
  EXPECT_FALSE(NoteOf({{1.0, 10.0}, {3.0, 30.0}, {4.0, 40.0}})) << "one is not there";
  EXPECT_FALSE(NoteOf({}));
}

TEST_F(KnownRowsTest, RowsAreLookedAtWhereTheNoteDoesNotTellAll) {
  for (int64_t id = 1; id < 6; ++id) Agreed(id, static_cast<double>(id) * 10);
  const RowsNote note = NoteOf(three_).value();
  EXPECT_FALSE(Takes(note, {{2.0, 20.0}})) << "a key was met before";
  headers_ = {T("Wage"), T("Id")};
  EXPECT_FALSE(Takes(note)) << "columns have moved";
  headers_ = {T("Id"), T("Pay")};
  EXPECT_FALSE(Takes(note)) << "a header is missing";
  headers_ = {T("Id"), T("Wage")};
  watched_ = {RowKey(int64_t{2})};
  EXPECT_FALSE(Takes(note)) << "a row is watched";
  watched_ = {};
  mending_.removals = {{"pay", {{"wage", Cell(77.0)}}}};
  EXPECT_FALSE(Takes(note)) << "a row is to be taken away";
  mending_ = {};
  mending_.repairs = {{"pay", RowKey(int64_t{1}), 1, "wage", Cell(10.0), Cell(5.0)}};
  EXPECT_FALSE(Takes(note)) << "a cell is to be repaired";
  mending_ = {};
  EXPECT_TRUE(Takes(note));
}

TEST_F(KnownRowsTest, RowsAreLookedAtWhereTheirBaseIsAnotherOneNow) {
  for (int64_t id = 1; id < 4; ++id) Agreed(id, static_cast<double>(id) * 10);
  const RowsNote note = NoteOf(three_).value();
  base_ = {};
  Agreed(1, 10);
  Agreed(2, 25);
  Agreed(3, 30);
  EXPECT_FALSE(Takes(note));
}

}  // namespace
}  // namespace sheetkeeper
