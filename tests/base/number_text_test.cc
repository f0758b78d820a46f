#include "base/number_text.h"

#include <cmath>
#include <cstring>
#include <limits>

#include <gtest/gtest.h>

#include "base/rng.h"

namespace sheetkeeper {
namespace {

TEST(NumberTextTest, WritesTheShortestPlainDecimal) {
  EXPECT_EQ(NumberText(1.0), "1");
  EXPECT_EQ(NumberText(-0.0), "0");
  EXPECT_EQ(NumberText(0.1), "0.1");
  EXPECT_EQ(NumberText(15.5), "15.5");
  EXPECT_EQ(NumberText(1e15), "1000000000000000");
  EXPECT_EQ(NumberText(1e21), "1000000000000000000000");
  EXPECT_EQ(NumberText(1e-7), "0.0000001");
  EXPECT_EQ(NumberText(int64_t{-42}), "-42");
}

TEST(NumberTextTest, AcceptsPlainDecimalsOnly) {
  EXPECT_EQ(ParseNumber("15.5"), 15.5);
  EXPECT_EQ(ParseNumber("-3"), -3.0);
  EXPECT_EQ(ParseNumber("007"), 7.0);
  for (const char* text :
       {"", "-", "+1", "1e5", ".5", "5.", "1,5", " 1", "1 ", "nan", "inf", "0x1"}) {
    EXPECT_FALSE(ParseNumber(text)) << text;
  }
}

TEST(NumberTextTest, EveryFiniteDoubleComesBackFromItsText) {
  Rng rng(1);
  for (int i = 0; i < 20'000; ++i) {
    const uint64_t bits = rng.Next();
    double value = 0;
    static_assert(sizeof value == sizeof bits);
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;
    EXPECT_EQ(ParseNumber(NumberText(value)), value == 0 ? 0.0 : value);
  }
}

TEST(NumberTextTest, KnowsWhichDoublesAreExactWholeNumbers) {
  EXPECT_EQ(ExactInteger(7.0), 7);
  EXPECT_EQ(ExactInteger(9007199254740992.0), 9007199254740992);
  EXPECT_FALSE(ExactInteger(0.5));
  EXPECT_FALSE(ExactInteger(9007199254740994.0));
  EXPECT_FALSE(ExactInteger(std::numeric_limits<double>::infinity()));
}

TEST(NumberTextTest, IntegersOfSixtyFourBitsAreRead) {
  EXPECT_EQ(ParseInteger("123456789012345678"), 123456789012345678);
  EXPECT_EQ(ParseInteger("-9223372036854775808"), std::numeric_limits<int64_t>::min());
  EXPECT_FALSE(ParseInteger("9223372036854775808"));
  EXPECT_FALSE(ParseInteger("1.0"));
  EXPECT_FALSE(ParseInteger("+1"));
}

}  // namespace
}  // namespace sheetkeeper
