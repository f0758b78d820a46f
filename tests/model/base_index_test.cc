#include "model/base_index.h"

#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

RowKey Key(int64_t n) {
  return RowKey(n);
}

TEST(BaseIndexTest, FindsWhatWasAddedAndNothingElse) {
  BaseIndex index;
  EXPECT_EQ(index.Find(Key(1)), nullptr);
  for (int64_t n = 0; n < 5000; ++n) index.Add(Key(n), static_cast<uint64_t>(n) * 7);
  EXPECT_EQ(index.size(), 5000U);
  for (int64_t n = 0; n < 5000; ++n) {
    ASSERT_NE(index.Find(Key(n)), nullptr);
    EXPECT_EQ(index.Find(Key(n))->row(), static_cast<uint64_t>(n) * 7);
  }
  EXPECT_EQ(index.Find(Key(5000)), nullptr);
  EXPECT_EQ(index.Find(RowKey(std::string("1"))), nullptr);
}

// Each order makes another way of finding the one that counts: the next, one ahead, any.
TEST(BaseIndexTest, FindsRowsInAnyOrder) {
  for (const int64_t step : {1, 3, 7, 9, 1000, 4999}) {
    BaseIndex index;
    for (int64_t n = 0; n < 5003; ++n) index.Add(Key(n), static_cast<uint64_t>(n) * 7);
    for (int64_t i = 0; i < 5003; ++i) {
      const int64_t n = i * step % 5003;
      ASSERT_NE(index.Find(Key(n)), nullptr);
      EXPECT_EQ(index.Find(Key(n))->row(), static_cast<uint64_t>(n) * 7);
      if (i % 100 == 0) {
        EXPECT_EQ(index.Find(Key(-n - 1)), nullptr);
      }
    }
  }
}

TEST(BaseIndexTest, WhatIsAddedAfterALookUpIsFound) {
  BaseIndex index;
  for (int64_t n = 0; n < 20; ++n) index.Add(Key(n), 0);
  EXPECT_EQ(index.Find(Key(20)), nullptr);
  index.Add(Key(20), 11);
  ASSERT_NE(index.Find(Key(1)), nullptr);
  ASSERT_NE(index.Find(Key(20)), nullptr);
  EXPECT_EQ(index.Find(Key(20))->row(), 11U);
}

TEST(BaseIndexTest, RowsThatMoveHaveTheDigestThatCameLast) {
  BaseIndex index;
  for (int64_t n = 0; n < 100; ++n) index.Add(Key(n), 1);
  const std::vector<MovedRow> moved{
      {Digest(Key(90)), 2}, {Digest(Key(5)), 3}, {Digest(Key(90)), 4}};
  EXPECT_TRUE(index.Move(moved));
  EXPECT_EQ(index.Find(Key(90))->row(), 4U);
  EXPECT_EQ(index.Find(Key(5))->row(), 3U);
  EXPECT_EQ(index.Find(Key(6))->row(), 1U);
}

TEST(BaseIndexTest, ARowThatIsNotThereCannotMove) {
  BaseIndex index;
  index.Add(Key(1), 1);
  EXPECT_FALSE(index.Move(std::vector<MovedRow>{{Digest(Key(2)), 2}}));
  EXPECT_TRUE(index.Move({}));
}

TEST(BaseIndexTest, CountsWhatNoReadHasMet) {
  BaseIndex index;
  for (int64_t n = 0; n < 10; ++n) index.Add(Key(n), 0);
  index.Meet(*index.Find(Key(3)), 5);
  EXPECT_EQ(index.CountUnseen(), 9U);
}

TEST(BaseIndexTest, ANewReadHasMetNothing) {
  BaseIndex index;
  index.Reserve(1000);
  for (int64_t n = 0; n < 10; ++n) index.Add(Key(n), 0);
  index.Meet(*index.Find(Key(3)), 5);
  index.ForgetSeen();
  EXPECT_EQ(index.CountUnseen(), 10U);
  EXPECT_LT(index.Find(Key(3))->sheet_row, 0);
  index.Meet(*index.Find(Key(3)), 5);
  EXPECT_TRUE(index.Move(std::vector<MovedRow>{{Digest(Key(4)), 2}}));
  EXPECT_EQ(index.CountUnseen(), 10U);
  EXPECT_LT(index.Find(Key(3))->sheet_row, 0);
}

TEST(NewKeysTest, AKeyIsNewOnce) {
  NewKeys keys;
  for (int n = 0; n < 5000; ++n) EXPECT_EQ(keys.MeetAt(Key(n), n + 7), -1);
  for (int n = 0; n < 5000; ++n) EXPECT_EQ(keys.MeetAt(Key(n), 9999), n + 7);
}

TEST(DigestTableTest, AKeyOfZeroIsAKey) {
  struct Slot {
    HalfDigest key;
    int32_t number = 0;
  };
  DigestTable<Slot> table;
  EXPECT_EQ(table.Find(0), nullptr);
  table.Add(0).number = 7;
  ASSERT_NE(table.Find(0), nullptr);
  EXPECT_EQ(table.Find(0)->number, 7);
  EXPECT_EQ(table.Find(~uint64_t{0}), nullptr);
}

class BaseIndexRunTest : public testing::Test {
 protected:
  BaseIndexRunTest() {
    for (int64_t n = 0; n < 100; ++n) index_.Add(Key(n), static_cast<uint64_t>(n) * 7);
  }
  uint64_t RunOf(int64_t first, int64_t count) {
    uint64_t run = 0;
    for (int64_t n = first; n < first + count; ++n) {
      run = BaseIndex::DigestOfRun(run, *index_.Find(Key(n)));
    }
    return run;
  }

  BaseIndex index_;
};

TEST_F(BaseIndexRunTest, IsMetAtOnceRowByRow) {
  const uint64_t run = RunOf(40, 10);
  EXPECT_TRUE(index_.MeetRun(Digest(Key(40)), 10, run, 200));
  EXPECT_EQ(index_.CountUnseen(), 90U);
  for (int64_t n = 40; n < 50; ++n) EXPECT_EQ(index_.Find(Key(n))->sheet_row, 200 + n - 40);
}

TEST_F(BaseIndexRunTest, IsNotMetWhereItIsAnotherOneNow) {
  const uint64_t run = RunOf(40, 10);
  EXPECT_FALSE(index_.MeetRun(Digest(Key(41)), 10, run, 200)) << "other rows";
  EXPECT_FALSE(index_.MeetRun(Digest(Key(40)), 9, run, 200)) << "fewer rows";
  EXPECT_FALSE(index_.MeetRun(Digest(Key(777)), 10, run, 200)) << "no such row";
  EXPECT_FALSE(index_.MeetRun(Digest(Key(95)), 10, run, 200)) << "it would end outside";
  BaseIndex changed;
  for (int64_t n = 0; n < 100; ++n) changed.Add(Key(n), static_cast<uint64_t>(n == 44 ? 0 : n * 7));
  EXPECT_FALSE(changed.MeetRun(Digest(Key(40)), 10, run, 200)) << "another content";
  EXPECT_EQ(changed.CountUnseen(), 100U);
}

TEST_F(BaseIndexRunTest, IsNotMetWhereARowOfItWasMetBefore) {
  const uint64_t run = RunOf(40, 10);
  index_.Meet(*index_.Find(Key(44)), 7);
  EXPECT_FALSE(index_.MeetRun(Digest(Key(40)), 10, run, 200));
  EXPECT_EQ(index_.CountUnseen(), 99U);
}

}  // namespace
}  // namespace sheetkeeper
