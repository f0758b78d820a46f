#include <gtest/gtest.h>

#include "http/http_date.h"
#include "http/url.h"

namespace sheetkeeper {
namespace {

const WallTime kNow(Millis(1'762'848'000'000));  // 2025-11-11T08:00:00Z

std::optional<Millis> Wait(const std::string& retry_after) {
  HttpResponse response;
  response.headers = {{"retry-after", retry_after}};
  return RetryAfter(response, kNow);
}

TEST(HttpDateTest, TheDateOfAnAnswerIsRead) {
  EXPECT_EQ(ParseHttpDate("Tue, 11 Nov 2025 08:00:00 GMT"), kNow);
  EXPECT_EQ(ParseHttpDate("Thu, 01 Jan 1970 00:00:01 GMT"), WallTime(Millis(1000)));
}

TEST(HttpDateTest, OtherTextIsNoDate) {
  for (const char* text : {"", "now", "Tue, 11 Nov 2025 08:00:00 UTC",
                           "Tue, 31 Feb 2025 08:00:00 GMT", "Tue, 11 Nov 2025 24:00:00 GMT",
                           "Tue, 11 nov 2025 08:00:00 GMT", "Tue, -1 Nov 2025 08:00:00 GMT"}) {
    EXPECT_FALSE(ParseHttpDate(text)) << text;
  }
}

TEST(HttpDateTest, RetryAfterIsSecondsOrADate) {
  EXPECT_EQ(Wait("30"), std::chrono::seconds(30));
  EXPECT_EQ(Wait("Tue, 11 Nov 2025 08:01:00 GMT"), std::chrono::seconds(60));
  EXPECT_EQ(Wait("Tue, 11 Nov 2025 07:00:00 GMT"), Millis(0));
  EXPECT_EQ(Wait("-5"), Millis(0));
  EXPECT_EQ(Wait("9999999999999"), std::chrono::hours(24));
  EXPECT_FALSE(Wait("soon"));
  EXPECT_FALSE(RetryAfter(HttpResponse(), kNow));
}

TEST(UrlTest, EverythingButUnreservedCharactersIsEncoded) {
  EXPECT_EQ(PercentEncode("'Bob''s Tab'!A1:Z9/\xD0\x9B"),
            "%27Bob%27%27s%20Tab%27%21A1%3AZ9%2F%D0%9B");
  EXPECT_EQ(PercentEncode("Az09-._~"), "Az09-._~");
}

TEST(UrlTest, ThisVeryMachineIsKnownByItsNames) {
  for (const char* url : {"http://localhost/a", "https://localhost:8080", "http://127.0.0.1:1/x",
                          "http://127.1.2.3", "http://[::1]:8080/"}) {
    EXPECT_TRUE(IsLoopback(url)) << url;
  }
  for (const char* url : {"https://sheets.googleapis.com/", "http://localhost.example/",
                          "http://10.127.0.1/", "http://me:127.0.0.1@example.com/"}) {
    EXPECT_FALSE(IsLoopback(url)) << url;
  }
}

TEST(UrlTest, TheHostIsNamedWithoutAPassword) {
  EXPECT_EQ(HostOf("https://sheets.googleapis.com/v4/x"), "sheets.googleapis.com");
  EXPECT_EQ(HostOf("http://me:secret@127.0.0.1:8080?a=b"), "127.0.0.1:8080");
}

}  // namespace
}  // namespace sheetkeeper
