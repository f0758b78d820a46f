#include "cli/progress_line.h"

#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

using std::chrono::seconds;

const ProgressState kHalf{"reading Ranks", 51200, 102400, seconds(10)};

TEST(ProgressLineTest, TellsHowFarHowFastAndHowLongStill) {
  EXPECT_EQ(ProgressLine(kHalf, 100),
            "reading Ranks [##############...............] 51,200 of about 102,400 rows, 5,120/s, "
            "about 11 s left");
}

TEST(ProgressLineTest, NeverIsWiderThanItMay) {
  const ProgressState accented{"reading Überstunden im März", 51200, 102400, seconds(10)};
  for (size_t width = 1; width <= 150; ++width) {
    for (const ProgressState& state : {kHalf, accented}) {
      const std::string line = ProgressLine(state, width);
      const auto bytes_more = state.work == kHalf.work ? 0U : 2U;
      EXPECT_LE(line.size(), width + bytes_more) << line;
      EXPECT_FALSE(line.empty());
    }
  }
}

TEST(ProgressLineTest, WhatHasNoRoomGoesTheLeastImportantFirst) {
  EXPECT_EQ(ProgressLine(kHalf, 72),
            "reading Ranks 51,200 of about 102,400 rows, 5,120/s, about 11 s left");
  EXPECT_EQ(ProgressLine(kHalf, 60), "reading Ranks 51,200 of about 102,400 rows, about 11 s left");
  EXPECT_EQ(ProgressLine(kHalf, 49), "reading Ranks 51,200 rows, about 11 s left");
  EXPECT_EQ(ProgressLine(kHalf, 30), "reading Ranks 51,200 rows");
  EXPECT_EQ(ProgressLine(kHalf, 20), "reading Ranks 51,200");
}

TEST(ProgressLineTest, WhatIsLeftIsToldOnlyWhereItIsKnownHowMuchItWillBe) {
  EXPECT_EQ(ProgressLine({"reading Ranks", 5000, 0, seconds(10)}, 100),
            "reading Ranks 5,000 rows, 500/s");
  // There are more than were expected.
  EXPECT_EQ(ProgressLine({"reading Ranks", 5000, 4000, seconds(10)}, 100),
            "reading Ranks 5,000 rows, 500/s");
}

TEST(ProgressLineTest, ARateNeedsASecond) {
  EXPECT_EQ(ProgressLine({"reading Ranks", 900, 1000, Millis(900)}, 60),
            "reading Ranks [##################..] 900 of about 1,000 rows");
}

TEST(ProgressLineTest, BeforeTheFirstRowThereIsNothingToCount) {
  EXPECT_EQ(ProgressLine({"asking for the values", 0, 0, seconds(5)}, 80),
            "asking for the values ...");
}

}  // namespace
}  // namespace sheetkeeper
