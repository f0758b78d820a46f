#include "emulator/calc/adjust.h"

#include <gtest/gtest.h>

#include "emulator/calc/formula.h"

namespace sheetkeeper::emulator::calc {
namespace {

struct Case {
  const char* before;
  const char* after;
};

// Every formula stands on Sheet1.
template <size_t N, typename Change>
void ExpectAdjusted(const Case (&cases)[N], Change change) {
  for (const Case& c : cases) {
    Formula formula = Formula::Parse(c.before, FindLocale("en_US"));
    const bool changed = change(formula);
    EXPECT_EQ(formula.Text(), c.after) << c.before;
    EXPECT_EQ(changed, std::string(c.before) != c.after) << c.before;
  }
}

DimensionChange Rows(DimensionChange::Kind kind, int start, int count, int destination = 0) {
  return {kind, "Sheet1", Dimension::kRows, start, count, destination};
}

TEST(AdjustTest, RowsInserted) {
  const DimensionChange two_before_row_3 = Rows(DimensionChange::Kind::kInsert, 2, 2);
  ExpectAdjusted(
      {
          {"=A2", "=A2"},
          {"=A3", "=A5"},
          {"=$A$3", "=$A$5"},
          {"=SUM(A1:A2)", "=SUM(A1:A2)"},
          {"=SUM(A1:A3)", "=SUM(A1:A5)"},
          {"=SUM(A3:A4)", "=SUM(A5:A6)"},
          {"=SUM(A:A)", "=SUM(A:A)"},
          {"=SUM(A3:A)", "=SUM(A5:A)"},
          {"=SUM(2:3)", "=SUM(2:5)"},
          {"=Sheet1!A3", "=Sheet1!A5"},
          {"=sheet1!A3+Other!A3", "=sheet1!A5+Other!A3"},
          {"=\"A3\"&A3", "=\"A3\"&A5"},
      },
      [&](Formula& f) { return f.Adjust(two_before_row_3, "Sheet1"); });
}

TEST(AdjustTest, RowsDeleted) {
  const DimensionChange rows_3_and_4 = Rows(DimensionChange::Kind::kDelete, 2, 2);
  ExpectAdjusted(
      {
          {"=A2", "=A2"},
          {"=A3", "=#REF!"},
          {"=A5", "=A3"},
          {"=SUM(A1:A3)", "=SUM(A1:A2)"},
          {"=SUM(A1:A9)", "=SUM(A1:A7)"},
          {"=SUM(A3:A4)", "=SUM(#REF!)"},
          {"=SUM(A4:A9)", "=SUM(A3:A7)"},
          {"=SUM(A3:A)", "=SUM(A3:A)"},
          {"=SUM(A4:A)", "=SUM(A3:A)"},
          {"=Sheet1!A3", "=Sheet1!#REF!"},
      },
      [&](Formula& f) { return f.Adjust(rows_3_and_4, "Sheet1"); });
}

TEST(AdjustTest, RowsMoved) {
  const DimensionChange row_2_below_row_5 = Rows(DimensionChange::Kind::kMove, 1, 1, 5);
  ExpectAdjusted(
      {
          {"=A1", "=A1"},
          {"=A2", "=A5"},
          {"=A3", "=A2"},
          {"=A5", "=A4"},
          {"=A6", "=A6"},
          {"=SUM(A1:A9)", "=SUM(A1:A9)"},
          {"=SUM(A2:A5)", "=SUM(A2:A5)"},
          {"=SUM(A1:A3)", "=SUM(A1:A2)"},
          {"=SUM(A4:A6)", "=SUM(A3:A6)"},
          {"=SUM(A:A)", "=SUM(A:A)"},
      },
      [&](Formula& f) { return f.Adjust(row_2_below_row_5, "Sheet1"); });
  const DimensionChange row_5_above_row_2 = Rows(DimensionChange::Kind::kMove, 4, 1, 1);
  ExpectAdjusted({{"=A5", "=A2"}, {"=A2", "=A3"}, {"=A4", "=A5"}, {"=A6", "=A6"}},
                 [&](Formula& f) { return f.Adjust(row_5_above_row_2, "Sheet1"); });
}

TEST(AdjustTest, ColumnsAndBands) {
  DimensionChange change{DimensionChange::Kind::kInsert, "Sheet1", Dimension::kColumns, 1, 1, 0};
  ExpectAdjusted({{"=A1+B1", "=A1+C1"}, {"=SUM(A:B)", "=SUM(A:C)"}, {"=SUM(1:2)", "=SUM(1:2)"}},
                 [&](Formula& f) { return f.Adjust(change, "Sheet1"); });
  DimensionChange band = Rows(DimensionChange::Kind::kInsert, 1, 1);
  band.band_first = 1;
  band.band_last = 2;
  ExpectAdjusted({{"=A2", "=A2"}, {"=B2", "=B3"}, {"=B2:C2", "=B3:C3"}, {"=A2:C2", "=A2:C2"}},
                 [&](Formula& f) { return f.Adjust(band, "Sheet1"); });
}

TEST(AdjustTest, CellsCutAndPasted) {
  const CellsMove within{"Sheet1", {0, 0, 1, 1}, "Sheet1", 4, 2};
  ExpectAdjusted({{"=A1", "=C5"}, {"=$B$2", "=$D$6"}, {"=A1:B2", "=C5:D6"}, {"=A1:A3", "=A1:A3"}},
                 [&](Formula& f) { return f.Adjust(within, "Sheet1"); });
  const CellsMove across{"Sheet1", {0, 0, 0, 0}, "Other one", 0, 0};
  ExpectAdjusted({{"=A1", "='Other one'!A1"}, {"=A2", "=A2"}},
                 [&](Formula& f) { return f.Adjust(across, "Sheet1"); });
}

TEST(AdjustTest, SheetsRenamedAndDeleted) {
  ExpectAdjusted({{"=Old!A1+A1", "='New name'!A1+A1"}, {"=older!A1", "=older!A1"}},
                 [](Formula& f) { return f.AdjustRename("old", "New name"); });
  ExpectAdjusted({{"=Old!A1:B2+A1", "=#REF!A1:B2+A1"}},
                 [](Formula& f) { return f.AdjustDeletedSheet("Old"); });
}

TEST(AdjustTest, CopiesShiftWhatHasNoDollar) {
  const Case cases[] = {
      {"=A1", "=B3"},
      {"=$A1", "=$A3"},
      {"=A$1", "=B$1"},
      {"=$A$1", "=$A$1"},
      {"=SUM($A$1:A1)", "=SUM($A$1:B3)"},
      {"=SUM(A:A)", "=SUM(B:B)"},
      {"=SUM(1:1)", "=SUM(3:3)"},
      {"=Other!A1", "=Other!B3"},
  };
  for (const Case& c : cases) {
    const Formula formula = Formula::Parse(c.before, FindLocale("en_US"));
    EXPECT_EQ(formula.CopiedBy(2, 1).Text(), c.after) << c.before;
    EXPECT_EQ(formula.Text(), c.before);
  }
  EXPECT_EQ(Formula::Parse("=A1+B2", FindLocale("en_US")).CopiedBy(-1, -1).Text(), "=#REF!+A1");
}

}  // namespace
}  // namespace sheetkeeper::emulator::calc
