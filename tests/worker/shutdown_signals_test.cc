#include "worker/shutdown_signals.h"

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

class ShutdownSignalsTest : public ::testing::Test {
 protected:
  ShutdownSignalsTest() {
    SetLogSink([this](const LogEvent& event) { log_ += std::string(event.message) + "\n"; });
  }
  ~ShutdownSignalsTest() override { SetLogSink({}); }

  std::string log_;  // read after the signals' object is gone
};

TEST_F(ShutdownSignalsTest, TheFirstSignalAsksToFinishAndIsLogged) {
  {
    const ShutdownSignals signals(std::chrono::hours(1));
    ::kill(::getpid(), SIGTERM);
    WaitFor(signals.finish());
    EXPECT_FALSE(signals.abandon().stop_requested());
  }
  EXPECT_EQ(log_, "Received signal 15, shutting down gracefully...\n");
}

TEST_F(ShutdownSignalsTest, ASecondSignalGivesTheCycleUp) {
  const ShutdownSignals signals(std::chrono::hours(1));
  ::kill(::getpid(), SIGINT);
  WaitFor(signals.finish());
  ::kill(::getpid(), SIGINT);
  WaitFor(signals.abandon());
}

TEST_F(ShutdownSignalsTest, TheEndOfTheGraceGivesTheCycleUp) {
  const ShutdownSignals signals(Millis(1));
  ::kill(::getpid(), SIGTERM);
  WaitFor(signals.abandon());
  EXPECT_TRUE(signals.finish().stop_requested());
}

TEST_F(ShutdownSignalsTest, WithoutASignalItEndsQuietly) {
  { const ShutdownSignals signals; }
  EXPECT_EQ(log_, "");
}

}  // namespace
}  // namespace sheetkeeper
