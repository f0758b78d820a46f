#include "sync/history_retention.h"

#include <sqlite3.h>

#include <filesystem>

#include <gtest/gtest.h>

#include "support/fake_clock.h"

namespace sheetkeeper {
namespace {

constexpr auto kDay = std::chrono::hours(24);

class HistoryRetentionTest : public testing::Test {
 protected:
  HistoryRetentionTest() {
    std::filesystem::remove(path_);
    auto opened =
        Store::Open({.path = path_}, {{"t", {{"id", "Id", ColumnType::kInteger}}, 0}}, clock_);
    EXPECT_TRUE(opened.has_value());
    if (opened) store_ = std::move(*opened);
  }

  void Change() {
    auto transaction = store_->Begin();
    ASSERT_TRUE(transaction.has_value());
    ASSERT_TRUE((*transaction)->AddHistory({"t", RowKey(int64_t{1}), "sheet", "insert", {}, "x"}));
    ASSERT_TRUE((*transaction)->Commit().has_value());
  }
  // By another program.
  void Run(const char* sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path_.c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(db);
  }

  // How many changes are left to be forgotten after a day-long retention ran.
  int64_t Left() {
    const auto left = store_->ForgetHistory(clock_.Wall() - kDay, 100);
    EXPECT_TRUE(left.has_value());
    return left.value_or(-1);
  }

  const std::string path_ = testing::TempDir() + "retention-" +
                            testing::UnitTest::GetInstance()->current_test_info()->name() + ".db";
  FakeClock clock_;
  std::unique_ptr<Store> store_;
};

TEST_F(HistoryRetentionTest, OldChangesGoOnceADay) {
  HistoryRetention retention(kDay);
  Change();
  ASSERT_TRUE(retention.RunIfDue(*store_, clock_).has_value());
  Change();
  clock_.Advance(kDay - std::chrono::hours(1));
  Change();
  clock_.Advance(std::chrono::hours(2));
  ASSERT_TRUE(retention.RunIfDue(*store_, clock_).has_value());
  EXPECT_EQ(Left(), 0);
}

TEST_F(HistoryRetentionTest, AFailureFailsNoCycleAndIsTriedAgain) {
  HistoryRetention retention(kDay);
  Change();
  clock_.Advance(kDay * 2);
  Run("CREATE TRIGGER no BEFORE DELETE ON _history_lines BEGIN SELECT RAISE(ABORT, 'no'); END");
  ASSERT_TRUE(retention.RunIfDue(*store_, clock_).has_value());
  Run("DROP TRIGGER no");
  ASSERT_TRUE(retention.RunIfDue(*store_, clock_).has_value());
  EXPECT_EQ(Left(), 0);
}

TEST_F(HistoryRetentionTest, ZeroKeepsAll) {
  HistoryRetention retention(Millis(0));
  Change();
  clock_.Advance(kDay * 400);
  Change();
  ASSERT_TRUE(retention.RunIfDue(*store_, clock_).has_value());
  EXPECT_EQ(Left(), 1);
}

}  // namespace
}  // namespace sheetkeeper
