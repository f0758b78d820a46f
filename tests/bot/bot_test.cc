#include "bot/bot.h"

#include <mutex>

#include "base/log.h"
#include "bot/bot_fixture.h"
#include "support/fake_clock.h"
#include "support/scripted_transport.h"

namespace sheetkeeper::bot {
namespace {

const std::string kMe = R"({"ok":true,"result":{"username":"our_bot"}})";
const std::string kSent = R"({"ok":true,"result":{}})";
const std::string kNothing = R"({"ok":true,"result":[]})";

std::string Asked(int id, const std::string& text) {
  return R"({"update_id":)" + std::to_string(id) +
         R"(,"message":{"chat":{"id":20,"type":"private"},"from":{"id":20},"text":")" + text +
         R"("}})";
}
std::string Updates(const std::string& list) {
  return R"({"ok":true,"result":[)" + list + "]}";
}

class BotLoopTest : public BotTest {
 protected:
  BotLoopTest() : config_(*Load(kCommands)), service_(config_.reader) {
    SetLogSink([this](const LogEvent& event) { log_ += std::string(event.message) + "\n"; });
    network_.Answer(200, kMe);
  }
  ~BotLoopTest() override { SetLogSink({}); }

  // A stop is asked for while the last of so many answers is waited for.
  Result<> Run(size_t answers) {
    network_.on_send = [this, answers] {
      if (network_.sent.size() >= answers) stop_.request_stop();
    };
    network_.repeat_last = true;
    TelegramApi api("http://telegram", "1:token", network_);
    Responder responder(config_, service_);
    return Bot(api, api, responder, clock_).Run(stop_.get_token());
  }
  // "getUpdates {...}".
  std::string Sent(size_t i) const {
    const HttpRequest& request = network_.sent.at(i);
    return request.url.substr(request.url.rfind('/') + 1) + " " + request.body;
  }

  BotConfig config_;
  reader::HybridService service_;
  ScriptedTransport network_;
  FakeClock clock_;
  std::stop_source stop_;
  std::string log_;
};

TEST_F(BotLoopTest, AnUpdateIsConfirmedAfterItsAnswerIsSent) {
  network_.Answer(200, Updates(Asked(7, "/list 1")));
  network_.Answer(200, kSent);
  network_.Answer(200, kNothing);
  EXPECT_TRUE(Run(4));
  ASSERT_GE(network_.sent.size(), 4U);
  EXPECT_NE(Sent(1).find("\"offset\":0"), std::string::npos);
  EXPECT_NE(Sent(2).find("Nobody."), std::string::npos) << Sent(2);
  EXPECT_NE(Sent(3).find("\"offset\":8"), std::string::npos);
}

TEST_F(BotLoopTest, AnAnswerThatWasLostIsSentAgainAndTheUpdateNotConfirmedBefore) {
  network_.Answer(200, Updates(Asked(7, "/list 1")));
  network_.Lose({ErrorKind::kUnavailable, "no network"});
  network_.Answer(502, "<html>");
  network_.Answer(200, kSent);
  network_.Answer(200, kNothing);
  EXPECT_TRUE(Run(6));
  for (size_t i = 2; i <= 4; ++i) EXPECT_EQ(Sent(i).find("sendMessage"), 0U) << i;
  EXPECT_NE(Sent(5).find("\"offset\":8"), std::string::npos);
}

TEST_F(BotLoopTest, TooManyMessagesAreWaitedForAsLongAsTelegramSays) {
  network_.Answer(200, Updates(Asked(7, "/list 1")));
  network_.Answer(429, R"({"ok":false,"description":"Too Many","parameters":{"retry_after":33}})");
  network_.Answer(200, kSent);
  network_.Answer(200, kNothing);
  const MonoTime before = clock_.Mono();
  EXPECT_TRUE(Run(5));
  EXPECT_GE(clock_.Mono() - before, std::chrono::seconds(33));
  EXPECT_LT(clock_.Mono() - before, std::chrono::seconds(60));
}

TEST_F(BotLoopTest, ASecondPollerIsWaitedFor) {
  network_.Answer(409, R"({"ok":false,"description":"Conflict: terminated by other getUpdates"})");
  network_.Answer(200, kNothing);
  EXPECT_TRUE(Run(3));
  EXPECT_NE(log_.find("HTTP 409: Conflict"), std::string::npos) << log_;
}

TEST_F(BotLoopTest, AChatThatRefusesUsDoesNotHoldUpTheOthers) {
  network_.Answer(200, Updates(Asked(7, "/list 1") + "," + Asked(8, "/list 1")));
  network_.Answer(403, R"({"ok":false,"description":"Forbidden: bot was blocked by the user"})");
  network_.Answer(200, kSent);
  network_.Answer(200, kNothing);
  EXPECT_TRUE(Run(5));
  EXPECT_NE(Sent(4).find("\"offset\":9"), std::string::npos) << Sent(4);
}

TEST_F(BotLoopTest, UpdatesWithoutATextArePassedOver) {
  network_.Answer(200, Updates(R"({"update_id":7,"poll":{}},{"update_id":8},5)"));
  network_.Answer(200, kNothing);
  EXPECT_TRUE(Run(3));
  EXPECT_NE(Sent(2).find("\"offset\":9"), std::string::npos) << Sent(2);
}

TEST_F(BotLoopTest, ARefusedTokenEndsTheBot) {
  network_.Answer(401, R"({"ok":false,"description":"Unauthorized"})");
  const auto ended = Run(10);
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().kind, ErrorKind::kUnauthenticated);
}

TEST_F(BotLoopTest, TheTokenIsInNoLogLine) {
  network_.Lose({ErrorKind::kUnavailable, "http://telegram/bot1:token/getUpdates did not answer"});
  network_.Answer(200, kNothing);
  EXPECT_TRUE(Run(3));
  EXPECT_NE(log_.find("did not answer"), std::string::npos);
  EXPECT_EQ(log_.find("1:token"), std::string::npos) << log_;
}

TEST_F(BotLoopTest, ALongAnswerIsSentInParts) {
  OtherProgram(database())
      .Run(
          "WITH RECURSIVE n(i) AS (SELECT 21 UNION ALL SELECT i + 1 FROM n WHERE i < 99) "
          "INSERT INTO people SELECT i, printf('%080d', i), 1 FROM n");
  network_.Answer(200, Updates(Asked(7, "/list")));
  network_.Answer(200, kSent);
  network_.Answer(200, kSent);
  network_.Answer(200, kNothing);
  EXPECT_TRUE(Run(5));
  EXPECT_EQ(Sent(2).find("sendMessage"), 0U);
  EXPECT_EQ(Sent(3).find("sendMessage"), 0U);
  EXPECT_NE(Sent(3).find("That is all."), std::string::npos);
}

}  // namespace
}  // namespace sheetkeeper::bot
