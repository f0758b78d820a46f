#include "model/a1.h"

#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

TEST(A1Test, ColumnsAreLetters) {
  EXPECT_EQ(ColumnLetters(0), "A");
  EXPECT_EQ(ColumnLetters(25), "Z");
  EXPECT_EQ(ColumnLetters(26), "AA");
  EXPECT_EQ(ColumnLetters(701), "ZZ");
  EXPECT_EQ(ColumnLetters(18277), "ZZZ");
}

TEST(A1Test, AddressesForPeopleNameTheTab) {
  EXPECT_EQ(A1In("Ranks", 6, 1), "Ranks!B7");
  EXPECT_EQ(A1In("Bob's tab", 0, 0), "'Bob''s tab'!A1");
}

}  // namespace
}  // namespace sheetkeeper
