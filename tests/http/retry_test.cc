#include "http/retry.h"

#include <gtest/gtest.h>

#include "support/fake_clock.h"
#include "support/scripted_transport.h"

namespace sheetkeeper {
namespace {

class RetryTest : public testing::Test {
 protected:
  Result<HttpResponse> Send(bool repeatable, std::stop_token stop = {}) {
    RetryingTransport retrying(server_, clock_, rng_, options_);
    HttpRequest request;
    request.repeatable = repeatable;
    return retrying.Send(request, std::move(stop));
  }

  Millis Waited() { return clock_.Mono() - start_; }

  FakeClock clock_;
  Rng rng_{1};
  ScriptedTransport server_;
  RetryOptions options_;
  MonoTime start_ = clock_.Mono();
};

TEST_F(RetryTest, ARepeatableRequestIsSentAgainAfterAServersFault) {
  server_.Answer(503);
  server_.Answer(408);
  server_.Lose({ErrorKind::kUnavailable, "lost"});
  server_.Answer(200, "ok");
  EXPECT_EQ(Send(true)->body, "ok");
  EXPECT_EQ(server_.sent.size(), 4u);
}

TEST_F(RetryTest, ARequestThatMayHaveLandedIsNeverSentAgain) {
  server_.Answer(503);
  EXPECT_EQ(Send(false)->status, 503);
  server_.Lose({ErrorKind::kUnavailable, "lost"});
  EXPECT_EQ(Send(false).error().message, "lost");
  EXPECT_EQ(server_.sent.size(), 2u);
}

TEST_F(RetryTest, ARequestThatDidNotLeaveIsSentAgainWhateverItAsks) {
  server_.Lose({.kind = ErrorKind::kUnavailable, .message = "refused", .not_sent = true});
  server_.Answer(200);
  EXPECT_TRUE(Send(false));
}

TEST_F(RetryTest, ARateLimitedRequestIsSentAgainWhateverItAsks) {
  server_.Answer(429);
  server_.Answer(200);
  EXPECT_EQ(Send(false)->status, 200);
}

TEST_F(RetryTest, RefusalsAreFinal) {
  for (const int status : {400, 401, 403, 404}) {
    server_.Answer(status);
    EXPECT_EQ(Send(true)->status, status);
  }
  server_.Lose({ErrorKind::kCancelled, "stopped"});
  EXPECT_FALSE(Send(true));
  EXPECT_EQ(server_.sent.size(), 5u);
}

TEST_F(RetryTest, TheServersWishIsKept) {
  server_.Answer(429, "", {{"retry-after", "17"}});
  server_.Answer(503, "", {{"retry-after", "Tue, 11 Nov 2025 08:00:27 GMT"}});
  server_.Answer(200);
  EXPECT_TRUE(Send(true));
  EXPECT_EQ(Waited(), std::chrono::seconds(27));
}

TEST_F(RetryTest, AWishBeyondTheTotalTimeEndsTheAttempts) {
  server_.Answer(429, "", {{"retry-after", "3600"}});
  EXPECT_EQ(Send(true)->status, 429);
  EXPECT_EQ(Waited(), Millis(0));
}

TEST_F(RetryTest, AttemptsAreBounded) {
  server_.Answer(500);
  server_.repeat_last = true;
  EXPECT_EQ(Send(true)->status, 500);
  EXPECT_EQ(server_.sent.size(), 5u);
}

TEST_F(RetryTest, TotalTimeIsBounded) {
  server_.Answer(500);
  server_.repeat_last = true;
  server_.on_send = [this] { clock_.Advance(std::chrono::seconds(100)); };
  Send(true).value();
  EXPECT_EQ(server_.sent.size(), 2u);
}

TEST_F(RetryTest, WaitsAreDrawnFromADoublingRange) {
  options_.max_attempts = 9;
  options_.total = std::chrono::hours(1);
  server_.Answer(500);
  server_.repeat_last = true;
  for (uint64_t seed = 0; seed < 200; ++seed) {
    rng_ = Rng(seed);
    std::vector<MonoTime> times;
    server_.on_send = [&] { times.push_back(clock_.Mono()); };
    Send(true).value();
    Millis bound = options_.first_wait;
    for (size_t i = 1; i < times.size(); ++i) {
      EXPECT_LE(times[i] - times[i - 1], bound);
      bound = std::min(2 * bound, options_.longest_wait);
    }
  }
}

TEST_F(RetryTest, AStopBetweenAttemptsEndsThem) {
  std::stop_source stop;
  server_.Answer(503);
  server_.on_send = [&stop] { stop.request_stop(); };
  const auto outcome = Send(true, stop.get_token());
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::kCancelled);
  EXPECT_EQ(server_.sent.size(), 1u);
}

}  // namespace
}  // namespace sheetkeeper
