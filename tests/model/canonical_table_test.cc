// What each type makes of each kind of cell and value, line by line.
#include <limits>

#include <gtest/gtest.h>

#include "model/canonical.h"
#include "support/traps.h"

namespace sheetkeeper {
namespace {

constexpr const char* kRefused = "refused";

Column Of(ColumnType type) {
  return Column{.name = "c", .header = "C", .type = type};
}

template <typename T>
std::string Outcome(const Fitted<T>& fitted) {
  const auto* fits = std::get_if<T>(&fitted);
  return fits != nullptr ? Shown(*fits) : kRefused;
}

struct CellLine {
  ColumnType type;
  Cell cell;
  std::string value;
};

std::string T(const char* text) {
  return text;
}

TEST(CanonicalTableTest, WhatACellMeans) {
  const CellLine kLines[] = {
      {ColumnType::kInteger, T("7"), "integer 7"},
      {ColumnType::kInteger, T("x"), kRefused},
      {ColumnType::kInteger, 1e17, kRefused},
      {ColumnType::kReal, T("0.5"), "real 0.5"},
      {ColumnType::kReal, T("x"), kRefused},
      {ColumnType::kReal, -0.0, "real 0"},
      {ColumnType::kDecimal, T("-007.50"), "text -7.5"},
      {ColumnType::kDecimal, T("00"), "text 0"},
      {ColumnType::kDecimal, T("0.5"), "text 0.5"},
      {ColumnType::kDecimal, T("-0"), "text 0"},
      {ColumnType::kDecimal, T(".5"), kRefused},
      {ColumnType::kDecimal, T("5."), kRefused},
      {ColumnType::kDecimal, T("5.x"), kRefused},
      {ColumnType::kDecimal, T("5,5"), kRefused},
      {ColumnType::kText, true, "text TRUE"},
      {ColumnType::kAny, false, "text FALSE"},
      {ColumnType::kBoolean, true, "integer 1"},
      {ColumnType::kBoolean, T("true"), "integer 1"},
      {ColumnType::kBoolean, T("TRUE"), "integer 1"},
      {ColumnType::kBoolean, T("false"), "integer 0"},
      {ColumnType::kBoolean, T("FALSE"), "integer 0"},
      {ColumnType::kBoolean, T("yes"), kRefused},
      {ColumnType::kBoolean, 0.0, "integer 0"},
      {ColumnType::kBoolean, 1.0, "integer 1"},
      {ColumnType::kBoolean, 2.0, kRefused},
      {ColumnType::kInteger, true, kRefused},
      {ColumnType::kInteger, false, kRefused},
      {ColumnType::kDate, 43831.5, kRefused},
      {ColumnType::kDate, -693594.0, kRefused},
      {ColumnType::kDate, 2958466.0, kRefused},
      {ColumnType::kDate, T("2020-02-30"), kRefused},
      {ColumnType::kDateTime, 1e10, kRefused},
      {ColumnType::kDateTime, -693594.0, kRefused},
      {ColumnType::kDateTime, 2958466.0, kRefused},
      {ColumnType::kDateTime, T("2020-01-01"), "text 2020-01-01T00:00:00"},
      {ColumnType::kDateTime, T("2020-01-01 12:00"), "text 2020-01-01T12:00:00"},
      {ColumnType::kDateTime, T("noon"), kRefused},
      {ColumnType::kAny, 7.0, "integer 7"},
      {ColumnType::kAny, 7.5, "real 7.5"},
      {ColumnType::kAny, T("12"), "text 12"},
      {ColumnType::kAny, T("x"), "text x"},
      {ColumnType::kAny, T("9007199254740993"), "integer 9007199254740993"},
      {ColumnType::kAny, T("-9007199254740993"), "integer -9007199254740993"},
      {ColumnType::kAny, T("09007199254740993"), "text 09007199254740993"},
      {ColumnType::kText, T("Loading..."), kRefused},
      {ColumnType::kText, T("#REF!"), kRefused},
      {ColumnType::kText, T("#REF! (gone)"), kRefused},
      {ColumnType::kText, T("#REF!x"), "text #REF!x"},
  };
  for (const CellLine& line : kLines) {
    EXPECT_EQ(Outcome(FromCell(line.cell, Of(line.type))), line.value)
        << Name(line.type) << " " << Shown(line.cell);
  }
}

TEST(CanonicalTableTest, TextThatLooksLikeAnErrorIsTextWhereItIsKnown) {
  const Value known = T("#N/A");
  const Value other = T("x");
  EXPECT_EQ(Outcome(FromCell(T("#N/A"), Of(ColumnType::kText), &known)), "text #N/A");
  EXPECT_EQ(Outcome(FromCell(T("#N/A"), Of(ColumnType::kText), &other)), kRefused);
}

TEST(CanonicalTableTest, APersonIsToldTheTextOfWhatDoesNotFit) {
  EXPECT_EQ(FromCellOrText(T("15,5"), Of(ColumnType::kText)), Value("15,5"));
  EXPECT_EQ(FromCellOrText(7.0, Of(ColumnType::kInteger)), Value(int64_t{7}));
  EXPECT_EQ(FromCellOrText(T("#N/A"), Of(ColumnType::kText)), Value("#N/A"));
  EXPECT_EQ(FromCellOrText(T("many"), Of(ColumnType::kInteger)), Value("many"));
}

struct ValueLine {
  ColumnType type;
  Value stored;
  std::string value;
};

TEST(CanonicalTableTest, WhatTheDatabaseHolds) {
  const double infinity = std::numeric_limits<double>::infinity();
  const ValueLine kLines[] = {
      {ColumnType::kInteger, int64_t{7}, "integer 7"},
      {ColumnType::kAny, int64_t{7}, "integer 7"},
      {ColumnType::kText, int64_t{7}, "text 7"},
      {ColumnType::kDecimal, int64_t{7}, "text 7"},
      {ColumnType::kReal, int64_t{7}, "real 7"},
      {ColumnType::kBoolean, int64_t{7}, kRefused},
      {ColumnType::kReal, infinity, kRefused},
      {ColumnType::kText, 7.5, "text 7.5"},
      {ColumnType::kText, T(""), "null"},
      {ColumnType::kText, Null{}, "null"},
      {ColumnType::kDate, T("2020-01-01"), "text 2020-01-01"},
  };
  for (const ValueLine& line : kLines) {
    EXPECT_EQ(Outcome(FromDatabase(line.stored, Of(line.type))), line.value)
        << Name(line.type) << " " << Shown(line.stored);
  }
}

TEST(CanonicalTableTest, WhatIsWrittenToTheSheet) {
  const ValueLine kLines[] = {
      {ColumnType::kText, Null{}, "empty"},
      {ColumnType::kText, T("=1"), "text =1"},
      {ColumnType::kInteger, int64_t{7}, "number 7"},
      {ColumnType::kInteger, int64_t{9007199254740993}, "text 9007199254740993"},
      {ColumnType::kInteger, int64_t{-9007199254740993}, "text -9007199254740993"},
      {ColumnType::kBoolean, int64_t{1}, "truth TRUE"},
      {ColumnType::kBoolean, int64_t{0}, "truth FALSE"},
      {ColumnType::kReal, 0.5, "number 0.5"},
      {ColumnType::kReal, std::numeric_limits<double>::infinity(), kRefused},
      {ColumnType::kDecimal, T("-12345678901234.5"), "number -12345678901234.5"},
      {ColumnType::kDecimal, T("123456789012345.6"), "text 123456789012345.6"},
      {ColumnType::kDate, T("2020-01-01"), "number 43831"},
      {ColumnType::kDateTime, T("2020-01-01T12:00:00"), "number 43831.5"},
  };
  for (const ValueLine& line : kLines) {
    EXPECT_EQ(Outcome(ToCell(line.stored, Of(line.type))), line.value)
        << Name(line.type) << " " << Shown(line.stored);
  }
}

TEST(CanonicalTableTest, NothingFitsATypeThatIsNone) {
  const Column none = Of(static_cast<ColumnType>(99));
  EXPECT_EQ(Outcome(FromCell(7.0, none)), kRefused);
  EXPECT_EQ(Outcome(FromCell(T("x"), none)), kRefused);
}

TEST(CanonicalTableTest, LongTextIsCutWhereItIsRefused) {
  const auto refused = FromCell(std::string(60, 'x'), Of(ColumnType::kInteger));
  EXPECT_EQ(std::get<Misfit>(refused).reason,
            "'" + std::string(40, 'x') + "...' is not a whole number");
}

}  // namespace
}  // namespace sheetkeeper
