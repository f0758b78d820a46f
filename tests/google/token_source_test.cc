#include "google/token_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "google/test_key.h"
#include "support/fake_clock.h"
#include "support/scripted_transport.h"

namespace sheetkeeper {
namespace {

using nlohmann::json;
using testing::HasSubstr;

constexpr const char* kDate = "Tue, 11 Nov 2025 08:00:00 GMT";  // the fake clock's time

class TokenSourceTest : public testing::Test {
 protected:
  static ServiceAccountKey Key() {
    ServiceAccountKey key;
    key.client_email = "keeper@p.iam.gserviceaccount.com";
    key.private_key_id = "8f2a";
    key.private_key = TestKeyPem();
    key.token_uri = "https://oauth2.googleapis.com/token";
    return key;
  }

  void Grant(const std::string& token, int seconds = 3599) {
    server_.Answer(200, json({{"access_token", token}, {"expires_in", seconds}}).dump());
  }
  void Refuse(const char* code, const char* words, const char* date = kDate) {
    server_.Answer(400, json({{"error", code}, {"error_description", words}}).dump(),
                   {{"date", date}});
  }

  std::string Token() { return tokens_.Token({}).value(); }
  std::string Refusal() {
    const auto token = tokens_.Token({});
    if (token) return "granted";
    EXPECT_EQ(token.error().kind, ErrorKind::kUnauthenticated);
    return token.error().message;
  }

  FakeClock clock_;
  ScriptedTransport server_;
  ServiceAccountTokens tokens_{Key(), "https://www.googleapis.com/auth/spreadsheets", "", server_,
                               clock_};
};

TEST_F(TokenSourceTest, TheSignInIsASignedStatementInAForm) {
  Grant("ya29.a");
  EXPECT_EQ(Token(), "ya29.a");
  const HttpRequest& request = server_.sent.at(0);
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "https://oauth2.googleapis.com/token");
  EXPECT_TRUE(request.repeatable);
  EXPECT_EQ(request.quota, QuotaKind::kNone);
  const std::string form =
      "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";
  ASSERT_TRUE(request.body.starts_with(form)) << request.body;

  const std::string statement = request.body.substr(form.size());
  const size_t first = statement.find('.');
  const size_t second = statement.rfind('.');
  EXPECT_EQ(FromBase64Url(statement.substr(0, first)),
            R"({"alg":"RS256","typ":"JWT","kid":"8f2a"})");
  EXPECT_EQ(FromBase64Url(statement.substr(first + 1, second - first - 1)),
            R"({"iss":"keeper@p.iam.gserviceaccount.com",)"
            R"("scope":"https://www.googleapis.com/auth/spreadsheets",)"
            R"("aud":"https://oauth2.googleapis.com/token","iat":1762847970,"exp":1762851570})");
  EXPECT_TRUE(IsSignedByTestKey(statement.substr(0, second), statement.substr(second + 1)));
}

TEST_F(TokenSourceTest, AnotherTokenAddressIsUsedAndNamedInTheStatement) {
  ServiceAccountTokens tokens(Key(), "s", "http://127.0.0.1:9/token", server_, clock_);
  Grant("t");
  EXPECT_TRUE(tokens.Token({}));
  EXPECT_EQ(server_.sent.at(0).url, "http://127.0.0.1:9/token");
  const std::string body = server_.sent.at(0).body;
  const std::string claims = body.substr(body.find('.') + 1);
  EXPECT_THAT(FromBase64Url(claims.substr(0, claims.find('.'))),
              HasSubstr(R"("aud":"http://127.0.0.1:9/token")"));
}

TEST_F(TokenSourceTest, ATokenIsUsedUntilFiveMinutesBeforeItExpires) {
  Grant("first", 3600);
  Grant("second", 3600);
  EXPECT_EQ(Token(), "first");
  clock_.Advance(std::chrono::minutes(55) - Millis(1));
  EXPECT_EQ(Token(), "first");
  clock_.Advance(Millis(1));
  EXPECT_EQ(Token(), "second");
}

TEST_F(TokenSourceTest, AShortLivedTokenIsUsedForHalfItsLife) {
  Grant("first", 60);
  Grant("second", 60);
  EXPECT_EQ(Token(), "first");
  clock_.Advance(std::chrono::seconds(29));
  EXPECT_EQ(Token(), "first");
  clock_.Advance(std::chrono::seconds(1));
  EXPECT_EQ(Token(), "second");
}

TEST_F(TokenSourceTest, ARefusedTokenIsReplaced) {
  Grant("first");
  Grant("second");
  EXPECT_EQ(Token(), "first");
  tokens_.Invalidate();
  EXPECT_EQ(Token(), "second");
}

TEST_F(TokenSourceTest, AWrongClockIsNamedWithTheDifference) {
  constexpr const char* kWords =
      "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. "
      "Check your iat and exp values in the JWT claim.";
  const std::pair<const char*, const char*> kCases[] = {
      {"Tue, 11 Nov 2025 08:12:00 GMT", "clock is 12 min behind Google's"},
      {"Tue, 11 Nov 2025 05:30:00 GMT", "clock is 2 h 30 min ahead of Google's"},
      {"Fri, 14 Nov 2025 09:00:00 GMT", "clock is 3 days 1 h behind Google's"},
      {"Tue, 11 Nov 2025 08:00:59 GMT", "although the clock is right"},
      {"", "refused the time of the sign-in: set the clock (timedatectl set-ntp true)"},
  };
  for (const auto& [date, message] : kCases) {
    Refuse("invalid_grant", kWords, date);
    EXPECT_THAT(Refusal(), HasSubstr(message));
  }
}

TEST_F(TokenSourceTest, EachRefusalIsNamed) {
  const std::tuple<const char*, const char*, const char*> kCases[] = {
      {"invalid_grant", "Invalid JWT Signature.",
       "does not accept the key 8f2a of keeper@p.iam.gserviceaccount.com: it was deleted"},
      {"invalid_grant", "Invalid grant: account not found",
       "knows no service account keeper@p.iam.gserviceaccount.com"},
      {"invalid_scope", "Invalid OAuth scope or ID token audience provided.",
       "knows no scope 'https://www.googleapis.com/auth/spreadsheets'"},
      {"unauthorized_client", "Client is unauthorized.", "may not ask for the scope"},
      {"invalid_grant", "Something else.",
       "refused the sign-in of keeper@p.iam.gserviceaccount.com (invalid_grant): Something else."},
  };
  for (const auto& [code, words, message] : kCases) {
    Refuse(code, words);
    EXPECT_THAT(Refusal(), HasSubstr(message));
  }
}

TEST_F(TokenSourceTest, AnAddressThatGivesNoTokensIsNamed) {
  server_.Answer(404, "<html>Not Found</html>");
  EXPECT_THAT(Refusal(), HasSubstr("answered HTTP 404: check that "
                                   "'https://oauth2.googleapis.com/token' is the address"));
}

TEST_F(TokenSourceTest, AServerThatCannotAnswerIsUnavailable) {
  server_.Answer(503, "<html>busy</html>");
  server_.Answer(429);
  server_.Answer(200, "<html>Please log in to the hotel's network</html>");
  server_.Answer(200, R"({"access_token":7})");
  server_.Lose({ErrorKind::kUnavailable, "no network"});
  for (int i = 0; i < 5; ++i) {
    EXPECT_EQ(tokens_.Token({}).error().kind, ErrorKind::kUnavailable) << i;
  }
  server_.Lose({ErrorKind::kCancelled, "stopped"});
  EXPECT_EQ(tokens_.Token({}).error().kind, ErrorKind::kCancelled);
}

TEST_F(TokenSourceTest, ATokenThatWasNotReplacedIsNotUsedLonger) {
  Grant("first");
  server_.Answer(503);
  EXPECT_EQ(Token(), "first");
  clock_.Advance(std::chrono::hours(1));
  EXPECT_FALSE(tokens_.Token({}));
}

}  // namespace
}  // namespace sheetkeeper
