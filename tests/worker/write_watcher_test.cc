#include "worker/write_watcher.h"

#include <atomic>
#include <chrono>
#include <filesystem>
#include <memory>
#include <thread>
#include <utility>

#include <gtest/gtest.h>

#include "base/log.h"
#include "store/store_fixture.h"

namespace sheetkeeper {
namespace {

constexpr auto kPatience = std::chrono::seconds(60);
// Longer than the watcher takes for a look; a machine that is slower lets a wrong call go unseen,
// and never fails a right one.
constexpr auto kAMoment = std::chrono::milliseconds(400);

class WriteWatcherTest : public StoreTest {
 protected:
  WriteWatcherTest() {
    SetLogSink([](const LogEvent&) {});
    Open();
    program_ = std::make_unique<OtherProgram>(path);
    program_->Run("INSERT INTO rates VALUES (1, 'a', 1.5), (2, 'b', 2.5)");
    Agree({{I(1), T("a"), R(1.5)}, {I(2), T("b"), R(2.5)}});
  }
  ~WriteWatcherTest() override {
    watcher_.reset();
    SetLogSink({});
  }

  void Start() {
    watcher_ = Take(WriteWatcher::Start(path, [this] { ++calls_; }));
  }
  void Cycle(int64_t sent = 0) {
    watcher_->CycleBegins();
    watcher_->CycleEnded(sent);
  }
  void StartAfterCycle() {
    Start();
    Cycle();
  }

  // The number of calls, which are awaited.
  int CallsOf(int expected) {
    const auto end = std::chrono::steady_clock::now() + kPatience;
    while (calls_ < expected && std::chrono::steady_clock::now() < end) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return CallsAfterAMoment();
  }
  int CallsAfterAMoment() {
    std::this_thread::sleep_for(kAMoment);
    return calls_;
  }

  // A cycle that wants to move the row's base but cannot: the row is entered again.
  void EnterAgain() { MoveBase({I(1), T("a"), R(1.5)}); }
  void MoveBase(Row row) {
    RowCommit commit;
    commit.key = row[0];
    commit.base = std::move(row);
    Commit({commit});
  }

  std::atomic<int> calls_ = 0;
  std::unique_ptr<OtherProgram> program_;
  std::unique_ptr<WriteWatcher> watcher_;
};

TEST_F(WriteWatcherTest, AWriteOfAnotherProgramIsTold) {
  StartAfterCycle();
  EXPECT_EQ(calls_, 0);
  program_->Run("UPDATE rates SET wage = 9.5 WHERE id = 1");
  EXPECT_EQ(CallsOf(1), 1);
}

TEST_F(WriteWatcherTest, ABurstIsToldOnceUntilTheNextCycle) {
  StartAfterCycle();
  for (int id = 10; id < 60; ++id) {
    program_->Run("INSERT INTO rates VALUES (" + std::to_string(id) + ", 'new', 1)");
  }
  EXPECT_EQ(CallsOf(1), 1);
  program_->Run("DELETE FROM rates WHERE id = 2");
  EXPECT_EQ(CallsAfterAMoment(), 1);
  Cycle();
  EXPECT_EQ(CallsAfterAMoment(), 1);
  program_->Run("UPDATE rates SET name = 'c' WHERE id = 1");
  EXPECT_EQ(CallsOf(2), 2);
}

TEST_F(WriteWatcherTest, WritesToOtherTablesAreNotTold) {
  StartAfterCycle();
  program_->Run("CREATE TABLE other (x); INSERT INTO other VALUES (1)");
  EXPECT_EQ(CallsAfterAMoment(), 0);
}

TEST_F(WriteWatcherTest, BeforeTheFirstCycleNothingIsTold) {
  Start();
  program_->Run("UPDATE rates SET wage = 9.5 WHERE id = 1");
  EXPECT_EQ(CallsAfterAMoment(), 0);
}

TEST_F(WriteWatcherTest, AWriteDuringACycleIsToldAtItsEnd) {
  Start();
  watcher_->CycleBegins();
  program_->Run("UPDATE rates SET wage = 9.5 WHERE id = 1");
  EXPECT_EQ(CallsAfterAMoment(), 0);
  watcher_->CycleEnded(0);
  EXPECT_EQ(calls_, 1);
}

TEST_F(WriteWatcherTest, OwnCommitsAreNotTold) {
  Start();
  watcher_->CycleBegins();
  Commit({{.key = I(3),
           .base = std::nullopt,
           .on_local = SideAction::kInsert,
           .local_cells = {{0, Null{}, I(3)}, {1, Null{}, T("c")}, {2, Null{}, R(3.5)}},
           .reason = ""}});
  watcher_->CycleEnded(0);
  EXPECT_EQ(CallsAfterAMoment(), 0);
}

TEST_F(WriteWatcherTest, ARowThatIsStuckDoesNotKeepItRunning) {
  program_->Run("UPDATE rates SET wage = 9.5 WHERE id = 1");
  Start();
  for (int cycle = 0; cycle < 3; ++cycle) {
    watcher_->CycleBegins();
    EnterAgain();
    watcher_->CycleEnded(0);
    EXPECT_EQ(CallsAfterAMoment(), 0);
  }
  program_->Run("UPDATE rates SET wage = 8.5 WHERE id = 2");
  EXPECT_EQ(CallsOf(1), 1);
}

// What was sent is base now, and the row is something else again: no new entry shows it.
TEST_F(WriteWatcherTest, ARowThatWasWrittenAgainWhileItWasSentIsTold) {
  program_->Run("UPDATE rates SET wage = 9.5 WHERE id = 1");
  Start();
  watcher_->CycleBegins();
  program_->Run("UPDATE rates SET wage = 9.75 WHERE id = 1");
  MoveBase({I(1), T("a"), R(9.5)});
  watcher_->CycleEnded(1);
  EXPECT_EQ(calls_, 1);
}

// The last program that closes the database takes the log's file away.
TEST_F(WriteWatcherTest, ALogThatIsNotThereYetIsWatched) {
  store.reset();
  program_.reset();
  OtherProgram(path).Run("SELECT count(*) FROM rates");
  ASSERT_FALSE(std::filesystem::exists(path + "-wal"));
  StartAfterCycle();
  OtherProgram(path).Run("UPDATE rates SET wage = 9.5 WHERE id = 1");
  EXPECT_EQ(CallsOf(1), 1);
}

TEST_F(WriteWatcherTest, ADatabaseBehindALinkIsWatchedWhereItIs) {
  std::filesystem::create_directory(folder + "/elsewhere");
  const std::string link = folder + "/elsewhere/link.db";
  std::filesystem::create_symlink(path, link);
  watcher_ = Take(WriteWatcher::Start(link, [this] { ++calls_; }));
  Cycle();
  program_->Run("UPDATE rates SET wage = 9.5 WHERE id = 1");
  EXPECT_EQ(CallsOf(1), 1);
}

TEST_F(WriteWatcherTest, AFolderThatIsGoneIsSaid) {
  std::atomic<int> said = 0;
  SetLogSink([&](const LogEvent& event) {
    if (event.message.find("was moved or deleted") != std::string_view::npos) ++said;
  });
  StartAfterCycle();
  const std::string away = folder + "_away";
  std::filesystem::rename(folder, away);
  const auto end = std::chrono::steady_clock::now() + kPatience;
  while (said == 0 && std::chrono::steady_clock::now() < end) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_EQ(said, 1);
  std::filesystem::rename(away, folder);
}

TEST_F(WriteWatcherTest, ADatabaseThatIsNotThereCannotBeWatched) {
  const auto started = WriteWatcher::Start(folder + "/none.db", [] {});
  ASSERT_FALSE(started.has_value());
  EXPECT_EQ(started.error().kind, ErrorKind::kNotFound);
}

}  // namespace
}  // namespace sheetkeeper
