#include "sync/row_spool.h"

#include <cstdlib>
#include <limits>
#include <vector>

#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

Row RowNumber(int64_t n) {
  return {n, Null{}, static_cast<double>(n) / 3, std::string(static_cast<size_t>(n % 300), 'x'),
          std::string("\0é", 3)};
}

std::vector<std::pair<Row, int>> All(RowSpool& spool) {
  std::vector<std::pair<Row, int>> rows;
  const auto read = spool.ForEach([&rows](const Row& row, int sheet_row) -> Result<> {
    rows.emplace_back(row, sheet_row);
    return {};
  });
  EXPECT_TRUE(read);
  return rows;
}

class RowSpoolTest : public testing::TestWithParam<size_t> {};

TEST_P(RowSpoolTest, GivesBackWhatItWasGivenAsOftenAsWanted) {
  RowSpool spool(GetParam());
  std::vector<std::pair<Row, int>> given;
  for (int n = 0; n < 1000; ++n) {
    given.emplace_back(RowNumber(n), n * 2);
    spool.Add(given.back().first, given.back().second);
    if (n == 500) {
      EXPECT_EQ(All(spool), given) << "rows may follow";
    }
  }
  EXPECT_EQ(spool.size(), 1000);
  EXPECT_EQ(All(spool), given);
  EXPECT_EQ(All(spool), given);
}

TEST_P(RowSpoolTest, StopsWhereItsTakerFails) {
  RowSpool spool(GetParam());
  for (int n = 0; n < 1000; ++n) spool.Add(RowNumber(n), n);
  int taken = 0;
  const auto read = spool.ForEach([&taken](const Row&, int) -> Result<> {
    if (++taken == 700) return Fail(ErrorKind::kBusy, "later");
    return {};
  });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message, "later");
  EXPECT_EQ(taken, 700);
}

INSTANTIATE_TEST_SUITE_P(InMemoryAndInAFile, RowSpoolTest,
                         testing::Values(std::numeric_limits<size_t>::max(), size_t{1},
                                         size_t{10'000}));

TEST(RowSpoolTest, WhereThereIsNoRoomItSaysSo) {
  setenv("TMPDIR", "/dev/null/no-folder", 1);
  RowSpool spool(1);
  spool.Add({int64_t{1}}, 1);
  spool.Add({int64_t{2}}, 2);
  unsetenv("TMPDIR");
  const auto read = spool.ForEach([](const Row&, int) { return Result<>(); });
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::kStorage);
  EXPECT_NE(read.error().message.find("TMPDIR"), std::string::npos);
}

TEST(RowSpoolTest, AnEmptyOneHasNothing) {
  RowSpool spool;
  EXPECT_TRUE(All(spool).empty());
}

}  // namespace
}  // namespace sheetkeeper
