// The disk of the simulation: it keeps what was synced, loses the rest, and fails when it is told.
#include "sim/disk.h"

#include <sqlite3.h>

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace sheetkeeper::sim {
namespace {

class DiskTest : public testing::Test {
 protected:
  DiskTest() {
    Disk::Get().fault.reset();
    RemoveFiles();
    Open();
    EXPECT_EQ(Run("PRAGMA journal_mode = WAL"), SQLITE_OK);
    EXPECT_EQ(Run("PRAGMA synchronous = FULL"), SQLITE_OK);
    EXPECT_EQ(Run("CREATE TABLE t (a)"), SQLITE_OK);
  }
  ~DiskTest() override {
    Disk::Get().fault.reset();
    Disk::Get().paused = true;
    sqlite3_close(db_);
    RemoveFiles();
  }

  int Run(const char* sql) { return sqlite3_exec(db_, sql, nullptr, nullptr, nullptr); }
  int ResultOf(const char* sql) {
    Run(sql);
    return sqlite3_extended_errcode(db_);
  }

  int Rows() {
    int rows = -1;
    const auto take = [](void* into, int, char** texts, char**) {
      *static_cast<int*>(into) = std::atoi(texts[0]);
      return 0;
    };
    EXPECT_EQ(sqlite3_exec(db_, "SELECT count(*) FROM t", take, &rows, nullptr), SQLITE_OK);
    return rows;
  }

  void LosePower() {
    const auto files = Disk::Get().FilesAfterPowerLoss(path_);
    sqlite3_close(db_);
    RemoveFiles();
    for (const auto& [file, content] : files) std::ofstream(file, std::ios::binary) << content;
    Open();
  }

  void FailAt(int64_t call, int code, bool persistent = false) {
    Disk& disk = Disk::Get();
    disk.calls = 0;
    disk.paused = false;
    disk.fault = {call, code, persistent};
  }

 private:
  void Open() { ASSERT_EQ(sqlite3_open(path_.c_str(), &db_), SQLITE_OK); }
  void RemoveFiles() const {
    for (const char* end : {"", "-wal", "-shm"}) {
      std::filesystem::remove(path_ + end);
      Disk::Get().Removed(path_ + end);
    }
  }

  const std::string path_ = testing::TempDir() + "disk-" +
                            testing::UnitTest::GetInstance()->current_test_info()->name() + ".db";
  sqlite3* db_ = nullptr;
};

TEST_F(DiskTest, WhatWasSyncedOutlivesAPowerLoss) {
  EXPECT_EQ(Run("INSERT INTO t VALUES (1)"), SQLITE_OK);
  LosePower();
  EXPECT_EQ(Rows(), 1);
}

TEST_F(DiskTest, WhatWasNotSyncedIsGoneAndTheRestIsWhole) {
  EXPECT_EQ(Run("INSERT INTO t VALUES (1)"), SQLITE_OK);
  EXPECT_EQ(Run("PRAGMA synchronous = OFF"), SQLITE_OK);
  EXPECT_EQ(Run("INSERT INTO t VALUES (2)"), SQLITE_OK);
  LosePower();
  EXPECT_EQ(Rows(), 1);
}

TEST_F(DiskTest, WhatACheckpointCarriedOverIsThereToo) {
  EXPECT_EQ(Run("INSERT INTO t VALUES (1)"), SQLITE_OK);
  EXPECT_EQ(Run("PRAGMA wal_checkpoint(TRUNCATE)"), SQLITE_OK);
  EXPECT_EQ(Run("INSERT INTO t VALUES (2)"), SQLITE_OK);
  LosePower();
  EXPECT_EQ(Rows(), 2);
}

TEST_F(DiskTest, ItFailsAtTheCallThatWasNamedAndNotAfterIt) {
  FailAt(0, SQLITE_FULL);
  EXPECT_EQ(ResultOf("INSERT INTO t VALUES (1)"), SQLITE_FULL);
  EXPECT_EQ(Run("INSERT INTO t VALUES (2)"), SQLITE_OK);
  EXPECT_EQ(Rows(), 1);
}

TEST_F(DiskTest, AFaultThatStaysStays) {
  FailAt(1, SQLITE_IOERR_FSYNC, true);
  EXPECT_NE(Run("INSERT INTO t VALUES (1)"), SQLITE_OK);
  EXPECT_NE(Run("INSERT INTO t VALUES (2)"), SQLITE_OK);
  Disk::Get().fault.reset();
  EXPECT_EQ(Run("INSERT INTO t VALUES (3)"), SQLITE_OK);
  EXPECT_EQ(Rows(), 1);
}

TEST_F(DiskTest, NothingFailsWhileItIsPaused) {
  FailAt(0, SQLITE_FULL, true);
  Disk::Get().paused = true;
  EXPECT_EQ(Run("INSERT INTO t VALUES (1)"), SQLITE_OK);
}

}  // namespace
}  // namespace sheetkeeper::sim
