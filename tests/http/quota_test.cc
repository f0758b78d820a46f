#include "http/quota.h"

#include <gtest/gtest.h>

#include "base/rng.h"
#include "support/fake_clock.h"
#include "support/scripted_transport.h"

namespace sheetkeeper {
namespace {

constexpr Millis kMinute = std::chrono::minutes(1);

class QuotaTest : public testing::Test {
 protected:
  QuotaTest() {
    server_.Answer(200);
    server_.repeat_last = true;
    server_.on_send = [this] { sent_at_.push_back(clock_.Mono()); };
  }

  Result<HttpResponse> Send(QuotaKind kind, std::stop_token stop = {}) {
    HttpRequest request;
    request.quota = kind;
    return paced_.Send(request, std::move(stop));
  }

  // The most requests that any minute saw.
  size_t BusiestMinute() const {
    size_t most = 0;
    for (size_t first = 0; first < sent_at_.size(); ++first) {
      size_t last = first;
      while (last < sent_at_.size() && sent_at_[last] - sent_at_[first] < kMinute) ++last;
      most = std::max(most, last - first);
    }
    return most;
  }

  FakeClock clock_;
  ScriptedTransport server_;
  PacedTransport paced_{server_, clock_};
  std::vector<MonoTime> sent_at_;
};

TEST_F(QuotaTest, NoMinuteSeesMoreThanTheLimit) {
  Rng rng(7);
  for (int i = 0; i < 1000; ++i) {
    clock_.Advance(Millis(rng.Between(0, rng.Percent(5) ? 40'000 : 400)));
    ASSERT_TRUE(Send(QuotaKind::kRead));
  }
  EXPECT_EQ(BusiestMinute(), 60u);
}

TEST_F(QuotaTest, ARequestCountsUntilAMinuteAfterItsAnswer) {
  PacedTransport one_a_minute(server_, clock_, {.reads = 1, .writes = 1});
  HttpRequest request;
  request.quota = QuotaKind::kWrite;
  server_.on_send = [this] {
    sent_at_.push_back(clock_.Mono());
    clock_.Advance(std::chrono::seconds(30));  // the server counts it somewhere in here
  };
  one_a_minute.Send(request, {}).value();
  one_a_minute.Send(request, {}).value();
  EXPECT_GE(sent_at_[1] - sent_at_[0], kMinute + std::chrono::seconds(30));
}

TEST_F(QuotaTest, ReadsWritesAndTheRestDoNotWaitForEachOther) {
  const MonoTime start = clock_.Mono();
  for (int i = 0; i < 60; ++i) {
    Send(QuotaKind::kRead).value();
    Send(QuotaKind::kWrite).value();
    Send(QuotaKind::kNone).value();
    Send(QuotaKind::kNone).value();
  }
  EXPECT_EQ(clock_.Mono(), start);
  Send(QuotaKind::kWrite).value();
  EXPECT_GE(clock_.Mono() - start, kMinute);
}

TEST_F(QuotaTest, WhatWasNotSentDoesNotCount) {
  ScriptedTransport down;
  down.Lose({.kind = ErrorKind::kUnavailable, .message = "refused", .not_sent = true});
  down.repeat_last = true;
  PacedTransport paced(down, clock_);
  HttpRequest request;
  request.quota = QuotaKind::kRead;
  const MonoTime start = clock_.Mono();
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(paced.Send(request, {}));
  EXPECT_EQ(clock_.Mono(), start);
}

TEST_F(QuotaTest, AStopWhileWaitingLeavesTheRequestUnsent) {
  for (int i = 0; i < 60; ++i) Send(QuotaKind::kRead).value();
  std::stop_source stop;
  stop.request_stop();
  const auto outcome = Send(QuotaKind::kRead, stop.get_token());
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, ErrorKind::kCancelled);
  EXPECT_TRUE(outcome.error().not_sent);
  EXPECT_EQ(server_.sent.size(), 60u);
}

}  // namespace
}  // namespace sheetkeeper
