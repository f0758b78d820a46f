#include "worker/instance_lock.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class InstanceLockTest : public ::testing::Test {
 protected:
  InstanceLockTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sk_lock_XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    db_ = folder_ / "data" / "x.db";
  }
  ~InstanceLockTest() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path folder_;
  std::string db_;
};

TEST_F(InstanceLockTest, ASecondTakerIsToldWhoHasIt) {
  const Result<InstanceLock> first = InstanceLock::Take(db_);
  ASSERT_TRUE(first.has_value()) << first.error().message;
  const Result<InstanceLock> second = InstanceLock::Take(db_);
  ASSERT_FALSE(second.has_value());
  EXPECT_EQ(second.error().kind, ErrorKind::kBusy);
  EXPECT_THAT(second.error().message,
              AllOf(HasSubstr("process " + std::to_string(::getpid()) + " ("),
                    HasSubstr("worker_test"), HasSubstr("--db-path")));
}

TEST_F(InstanceLockTest, ALockThatIsGoneLeavesNothingBehindThatHinders) {
  { ASSERT_TRUE(InstanceLock::Take(db_).has_value()); }
  EXPECT_TRUE(std::filesystem::exists(db_ + ".lock"));
  EXPECT_TRUE(InstanceLock::Take(db_).has_value());
}

TEST_F(InstanceLockTest, ADatabaseInTheWorkingDirectoryHasItsLockThere) {
  std::filesystem::current_path(folder_);
  const Result<InstanceLock> lock = InstanceLock::Take("x.db");
  ASSERT_TRUE(lock.has_value()) << lock.error().message;
  EXPECT_TRUE(std::filesystem::exists(folder_ / "x.db.lock"));
  std::filesystem::current_path("/");
}

TEST_F(InstanceLockTest, WhoHasItCanBeAskedWithoutTakingIt) {
  EXPECT_FALSE(InstanceLock::Holder(db_).has_value());
  {
    const Result<InstanceLock> lock = InstanceLock::Take(db_);
    ASSERT_TRUE(InstanceLock::Holder(db_).has_value());
    EXPECT_EQ(InstanceLock::Holder(db_)->pid, ::getpid());
  }
  EXPECT_FALSE(InstanceLock::Holder(db_).has_value());
}

TEST_F(InstanceLockTest, OneDatabaseUnderTwoNamesIsOneDatabase) {
  std::filesystem::create_directories(folder_ / "data");
  std::ofstream(db_) << "";
  std::filesystem::create_symlink(db_, folder_ / "link.db");
  const Result<InstanceLock> first = InstanceLock::Take(db_);
  ASSERT_TRUE(first.has_value());
  EXPECT_FALSE(InstanceLock::Take(folder_ / "link.db").has_value());
  EXPECT_FALSE(InstanceLock::Take(folder_ / "data" / ".." / "data" / "x.db").has_value());
}

TEST_F(InstanceLockTest, AFolderThatCannotBeMadeIsAnError) {
  std::ofstream(folder_ / "file") << "";
  const Result<InstanceLock> lock = InstanceLock::Take(folder_ / "file" / "x.db");
  ASSERT_FALSE(lock.has_value());
  EXPECT_EQ(lock.error().kind, ErrorKind::kStorage);
}

}  // namespace
}  // namespace sheetkeeper
