#include "base/utf8.h"

#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

TEST(Utf8Test, CountsCodePoints) {
  EXPECT_EQ(CountCodePoints(""), 0);
  EXPECT_EQ(CountCodePoints("abc"), 3);
  EXPECT_EQ(CountCodePoints("Жук 🌵"), 5);
}

TEST(Utf8Test, RefusesWhatIsNotUtf8) {
  for (const char* text :
       {"\xff", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc3", "a\x80"}) {
    EXPECT_FALSE(CountCodePoints(text)) << text;
  }
}

}  // namespace
}  // namespace sheetkeeper
