#include "worker/sync_worker.h"

#include <cstdlib>
#include <ctime>
#include <deque>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/log.h"
#include "support/fake_clock.h"

namespace sheetkeeper {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;

// Notes every pause; `on_sleep` may ask to stop.
class PausingClock : public FakeClock {
 public:
  bool SleepUntil(MonoTime deadline, std::stop_token stop) override {
    sleeps.push_back(deadline - Mono());
    if (on_sleep) on_sleep();
    return FakeClock::SleepUntil(deadline, stop);
  }

  std::vector<Millis> sleeps;
  std::function<void()> on_sleep;
};

// Does what the test says for each call, and then succeeds for ever.
class FakeJob : public SyncJob {
 public:
  Result<> OpenSheets() override { return Next(sheets); }
  Result<> OpenDatabase() override { return Next(database); }
  Result<CycleReport> RunCycle(std::stop_token stop) override {
    ++cycles;
    if (scripted.empty()) return CycleReport{};
    const auto cycle = scripted.front();
    scripted.pop_front();
    return cycle(stop);
  }

  Result<WorkerOptions> Reload() override { return reloaded; }
  void Flush() override { ++flushes; }

  Result<WorkerOptions> reloaded = WorkerOptions{.interval_s = 300};
  int flushes = 0;
  std::deque<Result<>> sheets;
  std::deque<Result<>> database;
  std::deque<std::function<Result<CycleReport>(std::stop_token)>> scripted;
  int cycles = 0;

 private:
  static Result<> Next(std::deque<Result<>>& results) {
    if (results.empty()) return {};
    Result<> result = results.front();
    results.pop_front();
    return result;
  }
};

class NotingObserver : public WorkerObserver {
 public:
  void Ready(const WorkerOptions&) override { said.emplace_back("ready"); }
  void CycleEnded(const CycleEnd& end) override { said.push_back(end.report ? "good" : "failed"); }
  void Waiting(WallTime) override { said.emplace_back("waiting"); }
  void Reloading() override { said.emplace_back("reloading"); }
  void Stopping() override { said.emplace_back("stopping"); }

  std::vector<std::string> said;
};

class SyncWorkerTest : public ::testing::Test {
 protected:
  SyncWorkerTest() {
    ::setenv("TZ", "UTC", 1);
    ::tzset();
    SetLogSink([this](const LogEvent& event) { lines_.emplace_back(event.message); });
  }
  ~SyncWorkerTest() override { SetLogSink({}); }

  SyncWorker Worker() {
    return SyncWorker({.interval_s = 300,
                       .min_interval_s = min_interval_s_,
                       .max_errors = 5,
                       .db_path = "data/reference_data.db"},
                      job_, clock_, {finish_.get_token(), abandon_.get_token()}, requests_,
                      observer_);
  }
  int Once() { return Worker().RunOnce(); }
  // Asked to stop during the n-th pause.
  int ContinuousUntilPause(size_t n) {
    clock_.on_sleep = [this, n] {
      if (clock_.sleeps.size() == n) finish_.request_stop();
    };
    return Worker().RunContinuous();
  }

  void NextCycleFails(std::string why = "reading the sheet: HTTP 503") {
    job_.scripted.emplace_back(
        [why](std::stop_token) { return Fail(ErrorKind::kUnavailable, why); });
  }
  void NextCycleSucceeds() {
    job_.scripted.emplace_back([](std::stop_token) { return CycleReport{}; });
  }
  void NextCycleIsUnfinished() {
    job_.scripted.emplace_back(
        [](std::stop_token) { return CycleReport{.tables = {}, .look_again = true}; });
  }

  void NextCycleLeavesARest() {
    job_.scripted.emplace_back(
        [](std::stop_token) { return CycleReport{.tables = {}, .rest = true}; });
  }

  void NextCyclePulls(int64_t rows) {
    job_.scripted.emplace_back([rows](std::stop_token) {
      TableReport table;
      table.pulled = rows;
      return CycleReport{.tables = {table}};
    });
  }
  // Conflicts and held rows as they stand after the cycle.
  void NextCycleEndsWith(int64_t conflicts, int64_t held) {
    job_.scripted.emplace_back([=](std::stop_token) {
      TableReport table;
      table.conflicts = conflicts;
      table.held = held;
      return CycleReport{.tables = {table}};
    });
  }

  int min_interval_s_ = 0;
  LoopRequests requests_;
  NotingObserver observer_;
  PausingClock clock_;
  FakeJob job_;
  std::stop_source finish_;
  std::stop_source abandon_;
  std::vector<std::string> lines_;
};

TEST_F(SyncWorkerTest, OnceSaysWhatTheGuidePromises) {
  job_.scripted.emplace_back([this](std::stop_token) {
    clock_.Advance(Millis(1234));
    return CycleReport{};
  });
  EXPECT_EQ(Once(), 0);
  EXPECT_THAT(lines_, ElementsAre("StandaloneSyncWorker initialized (interval: 300s)",
                                  "Running sync worker in ONCE mode", "Database schema initialized",
                                  "Starting sync cycle #1", "Sync cycle #1 completed in 1.23s",
                                  "Sync completed successfully"));
}

TEST_F(SyncWorkerTest, ContinuousSaysWhatTheGuidePromises) {
  EXPECT_EQ(ContinuousUntilPause(2), 0);
  EXPECT_THAT(
      lines_,
      ElementsAre("StandaloneSyncWorker initialized (interval: 300s)", "SYNC WORKER STARTING",
                  "Mode: CONTINUOUS", "Interval: 300 seconds", "Database: data/reference_data.db",
                  "Initializing Google Sheets service...", "Initializing sync manager...",
                  "Database schema initialized", "Services initialized successfully",
                  "Performing initial sync...", "Starting sync cycle #1",
                  "Sync cycle #1 completed in 0.00s", "Entering continuous sync loop...",
                  "Next sync at 08:05:00 (300s)", "Starting sync cycle #2",
                  "Sync cycle #2 completed in 0.00s", "Next sync at 08:10:00 (300s)",
                  "SYNC WORKER STOPPED",
                  "Total cycles: 2, failed: 0, rows pulled: 0, rows pushed: 0, "
                  "open conflicts: 0, uptime: 300s"));
}

TEST_F(SyncWorkerTest, TotalsAreOfAllTablesAndOfAllCyclesButForOpenConflicts) {
  for (int i = 0; i < 2; ++i) {
    job_.scripted.emplace_back([](std::stop_token) {
      TableReport table;
      table.pulled = 3;
      table.pushed = 2;
      table.conflicts = 1;
      return CycleReport{.tables = {table, table}};
    });
  }
  ContinuousUntilPause(2);
  EXPECT_THAT(lines_,
              Contains(HasSubstr("Total cycles: 2, failed: 0, rows pulled: 12, rows pushed: 8, "
                                 "open conflicts: 2")));
}

TEST_F(SyncWorkerTest, AFailedCycleIsOneLineWithItsCauseAndCount) {
  NextCycleFails();
  EXPECT_EQ(ContinuousUntilPause(2), 0);
  EXPECT_THAT(
      lines_,
      Contains("Sync cycle failed (error count: 1/5): reading the sheet: HTTP 503").Times(1));
  EXPECT_THAT(lines_, Contains("Sync cycle #2 completed in 0.00s"));
}

TEST_F(SyncWorkerTest, OnceReportsFailure) {
  NextCycleFails();
  EXPECT_EQ(Once(), 1);
  EXPECT_THAT(lines_, Contains(HasSubstr("Sync cycle failed")));
  EXPECT_THAT(lines_, Not(Contains("Sync completed successfully")));
}

TEST_F(SyncWorkerTest, FiveConsecutiveFailuresEndIt) {
  for (int i = 0; i < 5; ++i) NextCycleFails();
  EXPECT_EQ(ContinuousUntilPause(99), 1);
  EXPECT_EQ(job_.cycles, 5);
  EXPECT_THAT(clock_.sleeps,
              ElementsAre(Millis(300'000), Millis(300'000), Millis(300'000), Millis(300'000)));
  EXPECT_THAT(lines_, IsSupersetOf({HasSubstr("(error count: 5/5)"),
                                    HasSubstr("Too many consecutive errors (5), exiting")}));
}

TEST_F(SyncWorkerTest, AGoodCycleResetsTheCount) {
  for (int i = 0; i < 4; ++i) NextCycleFails();
  NextCycleSucceeds();
  for (int i = 0; i < 4; ++i) NextCycleFails();
  EXPECT_EQ(ContinuousUntilPause(9), 0);
  EXPECT_THAT(lines_, Contains(HasSubstr("error count: 4/5")).Times(2));
  EXPECT_THAT(lines_, Not(Contains(HasSubstr("error count: 5/5"))));
}

TEST_F(SyncWorkerTest, ALockedDatabaseAtTheStartIsAFailedCycleAndTriedAgain) {
  job_.database = {Fail(ErrorKind::kBusy, "the database is locked")};
  EXPECT_EQ(ContinuousUntilPause(2), 0);
  EXPECT_THAT(lines_, IsSupersetOf({"Sync cycle failed (error count: 1/5): opening the database: "
                                    "the database is locked",
                                    "Services initialized successfully",
                                    "Sync cycle #1 completed in 0.00s"}));
}

TEST_F(SyncWorkerTest, WhatOnlyAPersonCanMendAtTheStartIsAConfigurationError) {
  job_.sheets = {Fail(ErrorKind::kNotFound, "key.json is not there")};
  EXPECT_EQ(Once(), 78);
  job_.database = {Fail(ErrorKind::kInvalid, "the table does not fit")};
  EXPECT_EQ(ContinuousUntilPause(99), 78);
  EXPECT_EQ(job_.cycles, 0);
  EXPECT_THAT(lines_, IsSupersetOf({"initializing Google Sheets: key.json is not there",
                                    "opening the database: the table does not fit"}));
}

TEST_F(SyncWorkerTest, ADamagedDatabaseEndsItAtOnce) {
  job_.scripted.emplace_back(
      [](std::stop_token) { return Fail(ErrorKind::kCorrupt, "the file is damaged"); });
  EXPECT_EQ(ContinuousUntilPause(99), kExitDamaged);
  EXPECT_EQ(job_.cycles, 1);
}

TEST_F(SyncWorkerTest, WhatALibraryThrowsIsAFailedCycle) {
  job_.scripted.emplace_back(
      [](std::stop_token) -> Result<CycleReport> { throw std::runtime_error("thrown"); });
  EXPECT_EQ(ContinuousUntilPause(2), 0);
  EXPECT_THAT(lines_, Contains("Sync cycle failed (error count: 1/5): unexpected: thrown"));
}

TEST_F(SyncWorkerTest, AnUnfinishedCycleIsFollowedAtOnceByAnother) {
  NextCycleIsUnfinished();
  EXPECT_EQ(ContinuousUntilPause(1), 0);
  EXPECT_EQ(job_.cycles, 2);
  EXPECT_EQ(clock_.sleeps.size(), 1U);
}

TEST_F(SyncWorkerTest, OnceFollowsUpAnUnfinishedCycleToo) {
  NextCycleIsUnfinished();
  EXPECT_EQ(Once(), 0);
  EXPECT_EQ(job_.cycles, 2);
}

TEST_F(SyncWorkerTest, AfterFiveFollowUpsItKeepsToTheInterval) {
  for (int i = 0; i < 20; ++i) NextCycleIsUnfinished();
  EXPECT_EQ(ContinuousUntilPause(2), 0);
  EXPECT_EQ(job_.cycles, 12);
}

TEST_F(SyncWorkerTest, AStopDuringTheInitialSyncFinishesItAndBeginsNoOther) {
  job_.scripted.emplace_back([this](std::stop_token stop) {
    finish_.request_stop();
    EXPECT_FALSE(stop.stop_requested()) << "the cycle in hand is to be finished";
    return CycleReport{.tables = {}, .look_again = true};
  });
  EXPECT_EQ(Worker().RunContinuous(), 0);
  EXPECT_EQ(job_.cycles, 1);
  EXPECT_THAT(clock_.sleeps, ElementsAre());
  EXPECT_THAT(lines_,
              IsSupersetOf({HasSubstr("Sync cycle #1 completed"), HasSubstr("SYNC WORKER STOPPED"),
                            HasSubstr("Total cycles: 1, failed: 0")}));
  EXPECT_THAT(lines_, Not(Contains(HasSubstr("Next sync at"))));
}

TEST_F(SyncWorkerTest, ACycleThatIsGivenUpIsNoFailure) {
  job_.scripted.emplace_back([this](std::stop_token stop) -> Result<CycleReport> {
    finish_.request_stop();
    abandon_.request_stop();
    EXPECT_TRUE(stop.stop_requested());
    return Fail(ErrorKind::kCancelled, "asked to stop");
  });
  EXPECT_EQ(Worker().RunContinuous(), 0);
  EXPECT_THAT(lines_, Not(Contains(HasSubstr("Sync cycle failed"))));
  EXPECT_THAT(lines_, Contains(HasSubstr("Cycle #1 was given up")));
}

TEST_F(SyncWorkerTest, OnceDoesNotCallAGivenUpCycleASuccess) {
  job_.scripted.emplace_back([this](std::stop_token) -> Result<CycleReport> {
    finish_.request_stop();
    return Fail(ErrorKind::kCancelled, "asked to stop");
  });
  EXPECT_EQ(Once(), 1);
}

TEST_F(SyncWorkerTest, OnceFailsWhereATableIsHeld) {
  job_.scripted.emplace_back([](std::stop_token) {
    TableReport table;
    table.hold = "most rows would be deleted";
    return CycleReport{.tables = {table}};
  });
  EXPECT_EQ(Once(), 1);
  EXPECT_THAT(lines_, Contains(HasSubstr("a table is held")));
  EXPECT_THAT(lines_, Not(Contains("Sync completed successfully")));
}

TEST_F(SyncWorkerTest, TheSupervisorLearnsOfEachStep) {
  NextCycleSucceeds();
  NextCycleFails();
  EXPECT_EQ(ContinuousUntilPause(2), 0);
  EXPECT_THAT(observer_.said,
              ElementsAre("ready", "good", "waiting", "failed", "waiting", "stopping"));
}

TEST_F(SyncWorkerTest, AFailureThatMayPassDoesNotKeepTheServiceFromStarting) {
  job_.database = {Fail(ErrorKind::kBusy, "the database is locked")};
  EXPECT_EQ(ContinuousUntilPause(1), 0);
  EXPECT_THAT(observer_.said, ElementsAre("ready", "failed", "waiting", "stopping"));
}

TEST_F(SyncWorkerTest, AConfigurationThatCannotWorkIsNotReady) {
  job_.sheets = {Fail(ErrorKind::kNotFound, "key.json is not there")};
  EXPECT_EQ(ContinuousUntilPause(1), 78);
  EXPECT_THAT(observer_.said, ElementsAre("stopping"));
}

TEST_F(SyncWorkerTest, SyncNowEndsTheWaitAndIsRecordedAtOnce) {
  clock_.on_sleep = [this] {
    if (clock_.sleeps.size() == 1) requests_.SyncNow();
    if (clock_.sleeps.size() == 2) {
      EXPECT_EQ(job_.flushes, 1);
      finish_.request_stop();
    }
  };
  EXPECT_EQ(Worker().RunContinuous(), 0);
  EXPECT_EQ(job_.cycles, 2);
  EXPECT_THAT(lines_, Contains("Asked to sync now"));
  EXPECT_LT(clock_.Mono(), MonoTime(std::chrono::hours(1)) + std::chrono::seconds(300));
}

TEST_F(SyncWorkerTest, WhatIsAskedForDuringACycleIsDoneAfterIt) {
  job_.scripted.emplace_back([this](std::stop_token) {
    requests_.SyncNow();
    return CycleReport{};
  });
  EXPECT_EQ(ContinuousUntilPause(1), 0);
  EXPECT_EQ(job_.cycles, 2);
}

TEST_F(SyncWorkerTest, AReloadTakesTheNewIntervalAndRunsACycle) {
  job_.reloaded = WorkerOptions{.interval_s = 600, .max_errors = 3};
  clock_.on_sleep = [this] {
    if (clock_.sleeps.size() == 1) requests_.Reload();
    if (clock_.sleeps.size() == 2) finish_.request_stop();
  };
  EXPECT_EQ(Worker().RunContinuous(), 0);
  EXPECT_THAT(clock_.sleeps, ElementsAre(Millis(300'000), Millis(600'000)));
  EXPECT_THAT(lines_, Contains("Configuration reloaded (interval: 600s)"));
  EXPECT_THAT(lines_, Contains("Performing initial sync...").Times(1));
  EXPECT_THAT(observer_.said, ElementsAre("ready", "good", "waiting", "reloading", "ready", "good",
                                          "waiting", "stopping"));
}

TEST_F(SyncWorkerTest, AWrongConfigurationIsNotTakenOver) {
  job_.reloaded = Fail(ErrorKind::kInvalid, "c.toml:4:1: unknown key 'turbo'");
  clock_.on_sleep = [this] {
    if (clock_.sleeps.size() == 1) requests_.Reload();
    if (clock_.sleeps.size() == 3) finish_.request_stop();
  };
  EXPECT_EQ(Worker().RunContinuous(), 0);
  EXPECT_EQ(job_.cycles, 2);
  EXPECT_EQ(clock_.sleeps[2], Millis(300'000));
  EXPECT_THAT(lines_, Contains(HasSubstr("unknown key 'turbo'")));
}

std::vector<int64_t> InSeconds(const std::vector<Millis>& waits) {
  std::vector<int64_t> seconds;
  for (const Millis wait : waits) seconds.push_back(wait / std::chrono::seconds(1));
  return seconds;
}

TEST_F(SyncWorkerTest, AnEditOfTheSheetShortensTheWaitAndAfterAMinuteEachQuietCycleDoublesIt) {
  min_interval_s_ = 20;
  NextCycleSucceeds();
  NextCyclePulls(1);
  EXPECT_EQ(ContinuousUntilPause(9), 0);
  EXPECT_THAT(InSeconds(clock_.sleeps), ElementsAre(300, 20, 20, 20, 40, 80, 160, 300, 300));
  EXPECT_THAT(lines_, Contains(HasSubstr("Next sync at 08:05:20 (20s)")));
}

TEST_F(SyncWorkerTest, AnEditThatTheDatabaseDoesNotTakeShortensTheWaitToo) {
  min_interval_s_ = 70;
  NextCycleSucceeds();
  NextCycleEndsWith(1, 0);
  NextCycleEndsWith(1, 0);
  NextCycleEndsWith(1, 1);
  EXPECT_EQ(ContinuousUntilPause(4), 0);
  EXPECT_THAT(InSeconds(clock_.sleeps), ElementsAre(300, 70, 140, 70));
}

TEST_F(SyncWorkerTest, AnEditCountsThoughALaterLookOfTheSameCycleIsQuiet) {
  min_interval_s_ = 5;
  job_.scripted.emplace_back([](std::stop_token) {
    TableReport table;
    table.pulled = 1;
    return CycleReport{.tables = {table}, .look_again = true};
  });
  EXPECT_EQ(ContinuousUntilPause(1), 0);
  EXPECT_EQ(job_.cycles, 2);
  EXPECT_THAT(InSeconds(clock_.sleeps), ElementsAre(5));
}

TEST_F(SyncWorkerTest, CyclesFollowOneAnotherUntilAllLocalChangesHadTheirTurn) {
  for (int i = 0; i < 20; ++i) NextCycleLeavesARest();
  EXPECT_EQ(ContinuousUntilPause(1), 0);
  EXPECT_EQ(job_.cycles, 21);
}

TEST_F(SyncWorkerTest, WithoutAShortestWaitAnEditChangesNothing) {
  NextCyclePulls(1);
  EXPECT_EQ(ContinuousUntilPause(2), 0);
  EXPECT_THAT(InSeconds(clock_.sleeps), ElementsAre(300, 300));
}

TEST_F(SyncWorkerTest, AFailedCycleIsFollowedAfterTheInterval) {
  min_interval_s_ = 5;
  NextCyclePulls(1);
  NextCycleFails();
  EXPECT_EQ(ContinuousUntilPause(2), 0);
  EXPECT_THAT(InSeconds(clock_.sleeps), ElementsAre(5, 300));
}

TEST_F(SyncWorkerTest, AReloadTakesTheNewShortestWait) {
  job_.reloaded = WorkerOptions{.interval_s = 300, .min_interval_s = 7};
  NextCycleSucceeds();
  NextCyclePulls(1);
  clock_.on_sleep = [this] {
    if (clock_.sleeps.size() == 1) requests_.Reload();
    if (clock_.sleeps.size() == 2) finish_.request_stop();
  };
  EXPECT_EQ(Worker().RunContinuous(), 0);
  EXPECT_THAT(InSeconds(clock_.sleeps), ElementsAre(300, 7));
}

TEST_F(SyncWorkerTest, ALocalWriteEndsTheWaitAndIsNotRecordedAtOnce) {
  clock_.on_sleep = [this] {
    if (clock_.sleeps.size() == 1) {
      clock_.Advance(std::chrono::seconds(10));
      requests_.LocalWrite();
    }
    if (clock_.sleeps.size() == 3) {
      EXPECT_EQ(job_.flushes, 0);
      finish_.request_stop();
    }
  };
  const MonoTime began = clock_.Mono();
  EXPECT_EQ(Worker().RunContinuous(), 0);
  EXPECT_EQ(job_.cycles, 2);
  EXPECT_EQ(clock_.Mono() - began, Millis(10'000));
  EXPECT_THAT(lines_, Contains("The database was written, syncing"));
}

TEST_F(SyncWorkerTest, CyclesOfLocalWritesBeginASecondApart) {
  std::vector<MonoTime> begins;
  for (int i = 0; i < 4; ++i) {
    job_.scripted.emplace_back([&, this](std::stop_token) {
      begins.push_back(clock_.Mono());
      clock_.Advance(Millis(300));
      requests_.LocalWrite();
      return CycleReport{};
    });
  }
  EXPECT_EQ(ContinuousUntilPause(4), 0);
  ASSERT_EQ(begins.size(), 4U);
  for (size_t i = 1; i < begins.size(); ++i) EXPECT_EQ(begins[i] - begins[i - 1], Millis(1000));
}

TEST_F(SyncWorkerTest, AfterAFailedCycleLocalWritesWaitForTheInterval) {
  job_.scripted.emplace_back([this](std::stop_token) {
    requests_.LocalWrite();
    return Fail(ErrorKind::kUnavailable, "reading the sheet: HTTP 503");
  });
  const MonoTime began = clock_.Mono();
  EXPECT_EQ(ContinuousUntilPause(2), 0);
  EXPECT_EQ(job_.cycles, 2);
  EXPECT_EQ(clock_.Mono() - began, Millis(300'000));
}

TEST_F(SyncWorkerTest, WhatWasNotRecordedYetIsRecordedAtTheEnd) {
  EXPECT_EQ(Once(), 0);
  EXPECT_EQ(job_.flushes, 1);
}

TEST_F(SyncWorkerTest, AStopBeforeTheFirstCycleBeginsNone) {
  finish_.request_stop();
  EXPECT_EQ(Worker().RunContinuous(), 0);
  EXPECT_EQ(job_.cycles, 0);
}

}  // namespace
}  // namespace sheetkeeper
