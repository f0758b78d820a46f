#include "worker/watched_clock.h"

#include <gtest/gtest.h>

#include "support/fake_clock.h"

namespace sheetkeeper {
namespace {

class WatchedClockTest : public ::testing::Test {
 protected:
  FakeClock inner_;
  int alive_ = 0;
  WatchedClock clock_{inner_, std::chrono::seconds(100), [this] { ++alive_; }};
};

TEST_F(WatchedClockTest, ALongWaitIsNoSilence) {
  const MonoTime deadline = clock_.Mono() + std::chrono::seconds(350);
  EXPECT_TRUE(clock_.SleepUntil(deadline, {}));
  EXPECT_EQ(alive_, 4);
  EXPECT_EQ(clock_.Mono(), deadline);
}

TEST_F(WatchedClockTest, AStopEndsTheWait) {
  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(clock_.SleepUntil(clock_.Mono() + std::chrono::seconds(350), stop.get_token()));
  EXPECT_EQ(alive_, 1);
}

TEST_F(WatchedClockTest, ATimeThatIsOverIsNotWaitedFor) {
  const MonoTime now = clock_.Mono();
  EXPECT_TRUE(clock_.SleepUntil(now - std::chrono::seconds(1), {}));
  EXPECT_EQ(clock_.Mono(), now);
}

}  // namespace
}  // namespace sheetkeeper
