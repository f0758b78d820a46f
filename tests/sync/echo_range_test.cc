#include "sync/echo_range.h"

#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

TEST(EchoRangeTest, TellsTitleAndSize) {
  const auto range = ParseEchoRange("Sheet1!A1:Z1000");
  ASSERT_TRUE(range);
  EXPECT_EQ(range->title, "Sheet1");
  EXPECT_EQ(range->row_count, 1000);
  EXPECT_EQ(range->column_count, 26);
}

TEST(EchoRangeTest, ReadsQuotedTitles) {
  EXPECT_EQ(ParseEchoRange("'Bob''s ! tab'!A1:B2")->title, "Bob's ! tab");
  EXPECT_EQ(ParseEchoRange("'D3'!A1")->column_count, 1);
}

TEST(EchoRangeTest, RefusesWhatIsNoRange) {
  for (const char* text : {"", "Sheet1", "Sheet1!", "Sheet1!A", "Sheet1!1:2", "Sheet1!a1:b2"}) {
    EXPECT_FALSE(ParseEchoRange(text)) << text;
  }
}

}  // namespace
}  // namespace sheetkeeper
