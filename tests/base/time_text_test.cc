#include "base/time_text.h"

#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

TEST(TimeTextTest, UtcTimesComeBackFromTheirText) {
  const WallTime time(Millis(1762848000123));
  EXPECT_EQ(FormatRfc3339(time), "2025-11-11T08:00:00.123Z");
  EXPECT_EQ(ParseRfc3339("2025-11-11T08:00:00.123Z"), time);
  EXPECT_FALSE(ParseRfc3339("2025-11-11 08:00:00"));
  EXPECT_FALSE(ParseRfc3339("2025-13-11T08:00:00Z"));
}

TEST(TimeTextTest, SerialDaysCountFromTheEndOf1899) {
  EXPECT_EQ(FormatDate(0), "1899-12-30");
  EXPECT_EQ(FormatDate(43831), "2020-01-01");
  EXPECT_EQ(ParseDate("1999-01-02"), 36162);
  EXPECT_FALSE(ParseDate("2023-02-29"));
  EXPECT_FALSE(ParseDate("2023-2-1"));
}

TEST(TimeTextTest, SerialTimesKeepMilliseconds) {
  EXPECT_EQ(FormatDateTime(int64_t{2} * 86'400'000 + 43'200'000), "1900-01-01T12:00:00");
  EXPECT_EQ(FormatDateTime(-1), "1899-12-29T23:59:59.999");
  EXPECT_EQ(ParseDateTime("1900-01-01 12:00"), int64_t{2} * 86'400'000 + 43'200'000);
  EXPECT_FALSE(ParseDateTime("1900-01-01T24:00:00"));
  for (int64_t ms = -100'000'000'000; ms < 4'000'000'000'000; ms += 7'777'777'777) {
    EXPECT_EQ(ParseDateTime(FormatDateTime(ms)), ms);
  }
}

}  // namespace
}  // namespace sheetkeeper
