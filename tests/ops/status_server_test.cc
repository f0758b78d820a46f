#include "ops/status_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/curl_transport.h"

namespace sheetkeeper {
namespace {

using ::testing::HasSubstr;

StatusServer::Page PageAt(const std::string& path) {
  if (path == "/healthz") return {.status = 503, .type = "text/plain", .body = "bad\n"};
  return {.status = 404, .type = "text/plain", .body = "no\n"};
}

Result<HttpResponse> Get(int port, const std::string& path) {
  HttpRequest request;
  request.method = "GET";
  request.url = "http://127.0.0.1:" + std::to_string(port) + path;
  return CurlTransport().Send(request, {});
}

TEST(StatusServerTest, GivesThePagesItIsAskedFor) {
  const auto server = StatusServer::Start(0, PageAt);
  ASSERT_TRUE(server.has_value());
  const auto health = Get((*server)->port(), "/healthz");
  ASSERT_TRUE(health.has_value()) << health.error().message;
  EXPECT_EQ(health->status, 503);
  EXPECT_EQ(health->body, "bad\n");
  EXPECT_EQ(Get((*server)->port(), "/other")->status, 404);
}

TEST(StatusServerTest, ATakenPortIsAnErrorThatNamesIt) {
  const auto first = StatusServer::Start(0, PageAt);
  ASSERT_TRUE(first.has_value());
  const auto second = StatusServer::Start((*first)->port(), PageAt);
  ASSERT_FALSE(second.has_value());
  EXPECT_THAT(second.error().message, HasSubstr(std::to_string((*first)->port())));
}

TEST(StatusServerTest, EndsAtOnceWhereNobodyAsked) {
  for (int i = 0; i < 20; ++i) EXPECT_TRUE(StatusServer::Start(0, PageAt).has_value());
}

}  // namespace
}  // namespace sheetkeeper
