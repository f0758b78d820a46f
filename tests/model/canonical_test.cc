#include "model/canonical.h"

#include <limits>

#include <gtest/gtest.h>

#include "base/rng.h"

namespace sheetkeeper {
namespace {

Column Of(ColumnType type, bool required = false) {
  return Column{.name = "c", .header = "C", .type = type, .required = required};
}

std::string Shown(const Fitted<Value>& fitted) {
  if (const auto* misfit = std::get_if<Misfit>(&fitted)) return "misfit: " + misfit->reason;
  const Value& value = std::get<Value>(fitted);
  const char* kinds[] = {"null", "int ", "real ", "text "};
  return kinds[value.index()] + ToText(value);
}

std::string Read(const Cell& cell, ColumnType type) {
  return Shown(FromCell(cell, Of(type)));
}
std::string Stored(const Value& value, ColumnType type) {
  return Shown(FromDatabase(value, Of(type)));
}

Cell Text(const char* text) {
  return std::string(text);
}

TEST(CanonicalTest, NumbersAndTheirTextAreOneValue) {
  EXPECT_EQ(Read(7.0, ColumnType::kInteger), "int 7");
  EXPECT_EQ(Read(Text("7"), ColumnType::kInteger), "int 7");
  EXPECT_EQ(Read(15.5, ColumnType::kReal), "real 15.5");
  EXPECT_EQ(Read(Text("15.5"), ColumnType::kReal), "real 15.5");
  EXPECT_EQ(Read(15.0, ColumnType::kReal), "real 15");
  EXPECT_EQ(Stored(int64_t{15}, ColumnType::kReal), "real 15");
}

TEST(CanonicalTest, WhatDoesNotFitSaysWhy) {
  EXPECT_EQ(Read(Text("15,5"), ColumnType::kReal), "misfit: '15,5' is not a number");
  EXPECT_EQ(Read(Text("$15.50"), ColumnType::kReal), "misfit: '$15.50' is not a number");
  EXPECT_EQ(Read(15.5, ColumnType::kInteger), "misfit: '15.5' is not a whole number");
  EXPECT_EQ(Read(true, ColumnType::kReal), "misfit: 'TRUE' is not of type real");
  EXPECT_EQ(Shown(FromCell(Empty{}, Of(ColumnType::kReal, true))),
            "misfit: it is empty, but a value is required");
  EXPECT_EQ(Read(1e17, ColumnType::kInteger).substr(0, 7), "misfit:");
}

TEST(CanonicalTest, EmptyCellsAndEmptyTextAreNull) {
  for (const ColumnType type : {ColumnType::kInteger, ColumnType::kReal, ColumnType::kText,
                                ColumnType::kDate, ColumnType::kAny}) {
    EXPECT_EQ(Read(Empty{}, type), "null");
    EXPECT_EQ(Read(Text(""), type), "null");
    EXPECT_EQ(Stored(std::string(), type), "null");
  }
}

TEST(CanonicalTest, ErrorValuesAreNotText) {
  EXPECT_EQ(Read(Text("#REF!"), ColumnType::kText), "misfit: the cell shows the error #REF!");
  EXPECT_EQ(Read(Text("#REF! (Reference does not exist.)"), ColumnType::kReal),
            "misfit: the cell shows the error #REF!");
  EXPECT_EQ(Read(Text("#reference"), ColumnType::kText), "text #reference");
  const Value known = std::string("#N/A");
  EXPECT_EQ(Shown(FromCell(Text("#N/A"), Of(ColumnType::kText), &known)), "text #N/A");
}

TEST(CanonicalTest, TextKeepsWhatLooksLikeSomethingElse) {
  for (const char* text : {"007", "+79001234567", "=1+1", "1e5", "123456789012345678", "TRUE",
                           "🌵 Жук", " padded ", "'quoted"}) {
    EXPECT_EQ(Read(Text(text), ColumnType::kText), std::string("text ") + text);
    const auto cell = ToCell(std::string(text), Of(ColumnType::kText));
    EXPECT_EQ(std::get<Cell>(cell), Text(text));
  }
  EXPECT_EQ(Read(7.0, ColumnType::kText), "text 7");
  EXPECT_EQ(Read(1e15, ColumnType::kText), "text 1000000000000000");
}

TEST(CanonicalTest, DatesAreCalendarDaysWithoutAZone) {
  EXPECT_EQ(Read(43831.0, ColumnType::kDate), "text 2020-01-01");
  EXPECT_EQ(Read(43831.5, ColumnType::kDateTime), "text 2020-01-01T12:00:00");
  EXPECT_EQ(Read(Text("2020-01-01"), ColumnType::kDate), "text 2020-01-01");
  EXPECT_EQ(Read(Text("1/2/2020"), ColumnType::kDate).substr(0, 7), "misfit:");
  EXPECT_EQ(std::get<Cell>(ToCell(std::string("2020-01-01"), Of(ColumnType::kDate))),
            Cell(43831.0));
}

TEST(CanonicalTest, DecimalsHaveOneSpelling) {
  EXPECT_EQ(Stored(std::string("007.50"), ColumnType::kDecimal), "text 7.5");
  EXPECT_EQ(Stored(std::string("-0.0"), ColumnType::kDecimal), "text 0");
  EXPECT_EQ(Read(0.1, ColumnType::kDecimal), "text 0.1");
  EXPECT_EQ(std::get<Cell>(ToCell(std::string("0.1"), Of(ColumnType::kDecimal))), Cell(0.1));
  const std::string exact = "12345678901234567.25";
  EXPECT_EQ(std::get<Cell>(ToCell(exact, Of(ColumnType::kDecimal))), Cell(exact));
}

TEST(CanonicalTest, LongIntegersTravelAsText) {
  const Value id = int64_t{123456789012345678};
  const Cell cell = std::get<Cell>(ToCell(id, Of(ColumnType::kInteger)));
  EXPECT_EQ(cell, Text("123456789012345678"));
  EXPECT_EQ(Shown(FromCell(cell, Of(ColumnType::kInteger))), "int 123456789012345678");
}

TEST(CanonicalTest, TheSheetsLimitsAreRespected) {
  const Column text = Of(ColumnType::kText);
  EXPECT_TRUE(std::holds_alternative<Cell>(ToCell(std::string(50'000, 'x'), text)));
  EXPECT_TRUE(std::holds_alternative<Misfit>(ToCell(std::string(50'001, 'x'), text)));
  EXPECT_TRUE(std::holds_alternative<Misfit>(ToCell(std::string("\xff"), text)));
  EXPECT_TRUE(std::holds_alternative<Misfit>(ToCell(std::string("a\0b", 3), text)));
  EXPECT_TRUE(std::holds_alternative<Misfit>(
      ToCell(std::numeric_limits<double>::infinity(), Of(ColumnType::kReal))));
}

// A random canonical value of the type.
Value Random(ColumnType type, Rng& rng) {
  switch (type) {
    case ColumnType::kInteger:
      return rng.Percent(50) ? Value(rng.Between(-100, 100))
                             : Value(static_cast<int64_t>(rng.Next()));
    case ColumnType::kReal:
      return static_cast<double>(rng.Between(-1'000'000, 1'000'000)) / 128.0;
    case ColumnType::kDecimal:
      return std::get<Value>(FromDatabase(
          std::to_string(rng.Between(-999, 999)) + "." + std::to_string(rng.Next()), Of(type)));
    case ColumnType::kText: {
      const char* texts[] = {"007", "=A1", "TRUE", "x", "1e5", "ё", "2020-01-01", "-", "1.50"};
      return std::string(texts[rng.Below(9)]);
    }
    case ColumnType::kBoolean:
      return static_cast<int64_t>(rng.Below(2));
    case ColumnType::kDate:
      return std::get<Value>(
          FromCell(static_cast<double>(rng.Between(-693593, 2958465)), Of(type)));
    case ColumnType::kDateTime:
      return std::get<Value>(FromCell(static_cast<double>(rng.Between(-693593, 2958465)) +
                                          static_cast<double>(rng.Below(86'400'000)) / 86'400'000.0,
                                      Of(type)));
    case ColumnType::kAny:
      if (rng.Percent(25)) return static_cast<int64_t>(rng.Next());
      return rng.Percent(50) ? Value(rng.Between(-5, 5)) : Value(std::string("12"));
  }
  return Null{};
}

class RoundTripTest : public testing::TestWithParam<ColumnType> {};

TEST_P(RoundTripTest, WhatIsWrittenToTheSheetReadsBackAsTheSameValue) {
  Rng rng(7);
  const Column column = Of(GetParam());
  for (int i = 0; i < 20'000; ++i) {
    const Value value = Random(GetParam(), rng);
    const auto cell = ToCell(value, column);
    ASSERT_TRUE(std::holds_alternative<Cell>(cell)) << ToText(value);
    const auto back = FromCell(std::get<Cell>(cell), column, &value);
    ASSERT_TRUE(std::holds_alternative<Value>(back)) << ToText(value);
    EXPECT_EQ(std::get<Value>(back), value) << ToText(value);
  }
}

TEST_P(RoundTripTest, WhatIsStoredReadsBackAsTheSameValue) {
  Rng rng(8);
  const Column column = Of(GetParam());
  for (int i = 0; i < 20'000; ++i) {
    const Value value = Random(GetParam(), rng);
    EXPECT_EQ(FromDatabase(value, column).index(), 0U);
    EXPECT_EQ(std::get<Value>(FromDatabase(value, column)), value) << ToText(value);
  }
}

INSTANTIATE_TEST_SUITE_P(EveryType, RoundTripTest,
                         testing::Values(ColumnType::kInteger, ColumnType::kReal,
                                         ColumnType::kDecimal, ColumnType::kText,
                                         ColumnType::kBoolean, ColumnType::kDate,
                                         ColumnType::kDateTime, ColumnType::kAny),
                         [](const auto& type) { return std::string(Name(type.param)); });

}  // namespace
}  // namespace sheetkeeper
