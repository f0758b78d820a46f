#include "sync/open_intents.h"

#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

Intent Saying(int32_t token, double value, SheetOp::Kind kind = SheetOp::Kind::kUpdate) {
  Intent intent;
  intent.token = token;
  intent.at_ms = token;
  intent.layouts.emplace_back().table = "pay";
  SheetOp op;
  op.kind = kind;
  op.table = "pay";
  op.cells = {{1, Null{}, value}};
  intent.ops = {op};
  return intent;
}

TEST(OpenIntentsTest, OneThatSaysTheSameIsFoundWhateverItsTokenAndTime) {
  const std::vector<Intent> open{Saying(1, 10), Saying(2, 20)};
  ASSERT_NE(FindSame(Saying(9, 20), open), nullptr);
  EXPECT_EQ(FindSame(Saying(9, 20), open)->token, 2);
  EXPECT_EQ(FindSame(Saying(9, 30), open), nullptr);
  EXPECT_EQ(FindSame(Saying(9, 20, SheetOp::Kind::kInsert), open), nullptr);
  Intent under_other_columns = Saying(9, 20);
  under_other_columns.layouts[0].columns = {1};
  EXPECT_EQ(FindSame(under_other_columns, open), nullptr);
  Intent with_more = Saying(9, 20);
  with_more.ops.push_back(with_more.ops[0]);
  EXPECT_EQ(FindSame(with_more, open), nullptr);
}

TEST(OpenIntentsTest, HeadersOfARowThatIsPutBackAreNotRecordedAndNotCompared) {
  Intent restore = Saying(9, 20, SheetOp::Kind::kRestoreRow);
  restore.ops[0].restored_headers = {"id"};
  EXPECT_NE(FindSame(restore, {Saying(1, 20, SheetOp::Kind::kRestoreRow)}), nullptr);
  EXPECT_EQ(FindSame(restore, {Saying(1, 30, SheetOp::Kind::kRestoreRow)}), nullptr);
}

TEST(OpenIntentsTest, OnlyWhatIsOldAndOneOfManyIsGivenUp) {
  std::vector<Intent> open;
  for (int32_t token = 1; token <= 64; ++token) open.push_back(Saying(token, 1));
  constexpr int64_t kHour = 60 * 60 * 1000;
  EXPECT_TRUE(GivenUp(open, kHour).empty());
  open.push_back(Saying(65, 1));
  open.push_back(Saying(66, 1));
  EXPECT_EQ(GivenUp(open, kHour), (std::vector<int32_t>{1, 2}));
  EXPECT_TRUE(GivenUp(open, kHour / 3).empty());
}

}  // namespace
}  // namespace sheetkeeper
