#include "model/canonical.h"

#include <limits>

#include <gtest/gtest.h>

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
  EXPECT_EQ(Read(true, ColumnType::kText), "text TRUE") << "as the sheet shows it";
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

TEST(CanonicalTest, DecimalsMayBeLongerThanANumberCanSay) {
  for (const double number : {1e300, 5e-324}) {
    const Value value = std::get<Value>(FromCell(number, Of(ColumnType::kDecimal)));
    EXPECT_EQ(std::get<Value>(FromDatabase(value, Of(ColumnType::kDecimal))), value);
  }
  const std::string digits(400, '9');
  EXPECT_EQ(Stored(digits, ColumnType::kDecimal), "text " + digits);
  EXPECT_EQ(Stored(digits + ".", ColumnType::kDecimal).substr(0, 7), "misfit:");
  EXPECT_TRUE(
      std::holds_alternative<Misfit>(ToCell(std::string(50'001, '9'), Of(ColumnType::kDecimal))));
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

}  // namespace
}  // namespace sheetkeeper
