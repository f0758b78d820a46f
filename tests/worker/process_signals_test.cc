#include "worker/process_signals.h"

#include <signal.h>
#include <unistd.h>

#include <condition_variable>
#include <mutex>

#include <gtest/gtest.h>

#include "base/log.h"

namespace sheetkeeper {
namespace {

// Returns when a stop is requested; a test that waits in vain ends by ctest's time limit.
void WaitFor(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::unique_lock lock(mutex);
  changed.wait(lock, stop, [] { return false; });
}

class ProcessSignalsTest : public ::testing::Test {
 protected:
  ProcessSignalsTest() {
    SetLogSink([this](const LogEvent& event) { log_ += std::string(event.message) + "\n"; });
  }
  ~ProcessSignalsTest() override { SetLogSink({}); }

  LoopRequests requests_;
  std::string log_;  // read after the signals' object is gone
};

TEST_F(ProcessSignalsTest, TheFirstSignalAsksToFinishAndIsLogged) {
  {
    const ProcessSignals signals(requests_, std::chrono::hours(1));
    ::kill(::getpid(), SIGTERM);
    WaitFor(signals.finish());
    EXPECT_FALSE(signals.abandon().stop_requested());
  }
  EXPECT_EQ(log_, "Received signal 15, shutting down gracefully...\n");
}

TEST_F(ProcessSignalsTest, ASecondSignalGivesTheCycleUp) {
  const ProcessSignals signals(requests_, std::chrono::hours(1));
  ::kill(::getpid(), SIGINT);
  WaitFor(signals.finish());
  ::kill(::getpid(), SIGINT);
  WaitFor(signals.abandon());
}

TEST_F(ProcessSignalsTest, TheEndOfTheGraceGivesTheCycleUp) {
  const ProcessSignals signals(requests_, Millis(1));
  ::kill(::getpid(), SIGTERM);
  WaitFor(signals.abandon());
  EXPECT_TRUE(signals.finish().stop_requested());
}

TEST_F(ProcessSignalsTest, WithoutASignalItEndsQuietly) {
  { const ProcessSignals signals(requests_); }
  EXPECT_EQ(log_, "");
}

TEST_F(ProcessSignalsTest, HangUpAsksToReloadAndUser1ToSyncNow) {
  const ProcessSignals signals(requests_);
  ::kill(::getpid(), SIGHUP);
  WaitFor(requests_.wake());
  LoopRequests::Taken taken = requests_.Take();
  EXPECT_TRUE(taken.reload);
  EXPECT_FALSE(taken.sync_now);
  ::kill(::getpid(), SIGUSR1);
  WaitFor(requests_.wake());
  taken = requests_.Take();
  EXPECT_TRUE(taken.sync_now);
  EXPECT_FALSE(taken.reload);
  EXPECT_FALSE(signals.finish().stop_requested());
}

TEST(EarlyRequestsDeathTest, AreNoReasonToDie) {
  const auto meet_requests = [] {
    LoseEarlyRequests();
    ::raise(SIGUSR1);
    ::raise(SIGHUP);
    ::_exit(0);
  };
  EXPECT_EXIT(meet_requests(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace sheetkeeper
