// CurlTransport against real servers on the loopback.
#include "http/curl_transport.h"

#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include <cstdlib>
#include <latch>
#include <thread>

#include <gtest/gtest.h>
#include <httplib.h>

#include "http/raw_server.h"

namespace sheetkeeper {
namespace {

constexpr const char* kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

HttpRequest Get(const std::string& url) {
  HttpRequest request;
  request.method = "GET";
  request.url = url;
  request.repeatable = true;
  return request;
}

HttpRequest Post(const std::string& url, std::string body, bool repeatable) {
  HttpRequest request;
  request.method = "POST";
  request.url = url;
  request.body = std::move(body);
  request.repeatable = repeatable;
  return request;
}

template <typename Server>
class Running {
 public:
  template <typename... Args>
  explicit Running(Args... args) : server(args...) {
    port_ = server.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server.listen_after_bind(); });
  }
  ~Running() {
    server.stop();
    thread_.join();
  }
  std::string url(const std::string& path, const std::string& scheme = "http") const {
    return scheme + "://127.0.0.1:" + std::to_string(port_) + path;
  }

  Server server;

 private:
  int port_ = 0;
  std::thread thread_;
};
using HttpServer = Running<httplib::Server>;

class CurlTransportTest : public testing::Test {
 protected:
  static void SetUpTestSuite() { ::setenv("no_proxy", "127.0.0.1", 1); }
};

TEST_F(CurlTransportTest, ARequestArrivesAsItWasMadeAndTheAnswerAsItWasGiven) {
  HttpServer server;
  CurlTransport curl;
  httplib::Request seen;
  server.server.Put("/path", [&](const httplib::Request& request, httplib::Response& response) {
    seen = request;
    response.status = 418;
    response.set_header("X-Mixed-Case", " value ");
    response.set_content("answer", "text/plain");
  });
  HttpRequest request = Get(server.url("/path?a=%27"));
  request.method = "PUT";
  request.headers = {{"Content-Type", "application/json"}, {"Authorization", "Bearer t"}};
  request.body = std::string("b\0dy", 4);
  const auto response = curl.Send(request, {});
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->status, 418);
  EXPECT_EQ(response->Header("x-mixed-case"), "value");
  EXPECT_EQ(response->body, "answer");
  EXPECT_EQ(seen.get_param_value("a"), "'");
  EXPECT_EQ(seen.get_header_value("Authorization"), "Bearer t");
  EXPECT_EQ(seen.get_header_value("Content-Type"), "application/json");
  EXPECT_EQ(seen.body, request.body);
}

TEST_F(CurlTransportTest, BothKindsOfPostSendTheWholeBody) {
  HttpServer server;
  CurlTransport curl;
  server.server.Post("/", [](const httplib::Request& request, httplib::Response& response) {
    response.set_content(
        request.has_header("Expect") || request.has_header("Content-Type") ? "wrong" : request.body,
        "text/plain");
  });
  const std::string body(3'000'000, 'x');
  for (const bool repeatable : {true, false}) {
    EXPECT_TRUE(curl.Send(Post(server.url("/"), body, repeatable), {})->body == body);
    EXPECT_EQ(curl.Send(Post(server.url("/"), "", repeatable), {})->body, "");
  }
}

TEST_F(CurlTransportTest, AnswersComeCompressedAndAreDecoded) {
  HttpServer server;
  CurlTransport curl;
  const std::string body(100'000, 'x');
  std::string agent;
  server.server.Get(".*", [&](const httplib::Request& request, httplib::Response& response) {
    agent = request.get_header_value("User-Agent");
    response.set_content(body, "application/json");
  });
  ::setenv("http_proxy", server.url("").c_str(), 1);
  const auto response = curl.Send(Get("http://sheets.test/"), {});
  ::unsetenv("http_proxy");
  EXPECT_EQ(response->Header("content-encoding"), "gzip");
  EXPECT_EQ(response->body, body);
  EXPECT_TRUE(agent.starts_with("sheetkeeper/") && agent.ends_with("(gzip)")) << agent;
}

TEST_F(CurlTransportTest, NothingIsCompressedOnTheWayToThisMachine) {
  HttpServer server;
  CurlTransport curl;
  const std::string body(100'000, 'x');
  server.server.Get("/", [&](const httplib::Request&, httplib::Response& response) {
    response.set_content(body, "application/json");
  });
  const auto response = curl.Send(Get(server.url("/")), {});
  EXPECT_EQ(response->Header("content-encoding"), "");
  EXPECT_EQ(response->body, body);
}

TEST_F(CurlTransportTest, OneConnectionServesManyRequests) {
  HttpServer server;
  CurlTransport curl;
  server.server.Get("/", [](const httplib::Request& request, httplib::Response& response) {
    response.set_content(std::to_string(request.remote_port), "text/plain");
  });
  const std::string first = curl.Send(Get(server.url("/")), {})->body;
  EXPECT_EQ(curl.Send(Get(server.url("/")), {})->body, first);
  EXPECT_EQ(curl.Send(Get(server.url("/")), {})->body, first);
}

TEST_F(CurlTransportTest, AWriteWhoseAnswerIsLostOnAKeptConnectionIsNotSentAgain) {
  RawServer server(
      [](const std::string& request) { return request.starts_with("GET") ? kOk : ""; });
  CurlTransport curl;
  ASSERT_TRUE(curl.Send(Get(server.url()), {}));
  const auto lost = curl.Send(Post(server.url(), "write", false), {});
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().kind, ErrorKind::kUnavailable);
  EXPECT_FALSE(lost.error().not_sent);
  EXPECT_EQ(server.requests(), 2);
}

TEST_F(CurlTransportTest, ACutOffAnswerIsAnError) {
  RawServer server([](const std::string&) {
    return "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\n{}";
  });
  CurlTransport curl;
  EXPECT_FALSE(curl.Send(Get(server.url()), {}));
}

TEST_F(CurlTransportTest, ARedirectIsAnAnswerAndIsNotFollowed) {
  RawServer server([](const std::string&) {
    return "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n";
  });
  CurlTransport curl;
  EXPECT_EQ(curl.Send(Get(server.url()), {})->status, 302);
}

TEST_F(CurlTransportTest, AnAnswerBeyondTheCapIsRefused) {
  HttpServer server;
  server.server.Get("/", [](const httplib::Request&, httplib::Response& response) {
    response.set_content(std::string(1000, 'x'), "application/json");
  });
  CurlOptions options;
  options.max_body_bytes = 999;
  CurlTransport curl(options);
  const auto response = curl.Send(Get(server.url("/")), {});
  ASSERT_FALSE(response);
  EXPECT_TRUE(response.error().message.ends_with("is too long")) << response.error().message;
}

TEST_F(CurlTransportTest, AServerThatDoesNotAnswerIsGivenUp) {
  HttpServer server;
  std::latch over(1);
  server.server.Get("/", [&over](const httplib::Request&, httplib::Response&) { over.wait(); });
  CurlOptions options;
  options.total_timeout = Millis(200);
  CurlTransport curl(options);
  const auto response = curl.Send(Get(server.url("/")), {});
  over.count_down();
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::kUnavailable);
  EXPECT_FALSE(response.error().not_sent);
}

TEST_F(CurlTransportTest, AStopEndsTheWaitForAnAnswer) {
  HttpServer server;
  CurlTransport curl;
  std::stop_source stop;
  std::latch over(1);
  server.server.Get("/", [&](const httplib::Request&, httplib::Response&) {
    stop.request_stop();
    over.wait();
  });
  const auto response = curl.Send(Get(server.url("/")), stop.get_token());
  over.count_down();
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::kCancelled);
  EXPECT_FALSE(response.error().not_sent);
}

TEST_F(CurlTransportTest, AfterAStopNothingIsSent) {
  RawServer server([](const std::string&) { return kOk; });
  CurlTransport curl;
  std::stop_source stop;
  stop.request_stop();
  const auto response = curl.Send(Get(server.url()), stop.get_token());
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::kCancelled);
  EXPECT_TRUE(response.error().not_sent);
  EXPECT_EQ(server.requests(), 0);
}

TEST_F(CurlTransportTest, AProxyOfTheEnvironmentIsUsed) {
  RawServer proxy([](const std::string& request) {
    return request.starts_with("GET http://sheets.test/ HTTP/1.1\r\n") ? kOk : "";
  });
  CurlTransport curl;
  ::setenv("http_proxy", proxy.url().c_str(), 1);
  const auto response = curl.Send(Get("http://sheets.test/"), {});
  ::unsetenv("http_proxy");
  ASSERT_TRUE(response) << response.error().message;
  EXPECT_EQ(response->body, "ok");
}

TEST_F(CurlTransportTest, ARefusedConnectionSaysThatNothingWasSent) {
  CurlTransport curl;
  const auto response = curl.Send(Post("http://127.0.0.1:1/", "write", false), {});
  ASSERT_FALSE(response);
  EXPECT_EQ(response.error().kind, ErrorKind::kUnavailable);
  EXPECT_TRUE(response.error().not_sent);
  EXPECT_TRUE(response.error().message.starts_with("cannot connect to 127.0.0.1:1 ("))
      << response.error().message;
}

TEST_F(CurlTransportTest, AnAddressThatIsNoneIsInvalid) {
  CurlTransport curl;
  for (const char* url : {"ftp://example.test/", "", "http://"}) {
    const auto response = curl.Send(Get(url), {});
    ASSERT_FALSE(response) << url;
    EXPECT_EQ(response.error().kind, ErrorKind::kInvalid) << url << response.error().message;
  }
}

TEST_F(CurlTransportTest, ACertificateThatNobodyVouchesForIsRefused) {
  CurlTransport curl;
  EVP_PKEY* key = EVP_RSA_gen(2048);
  X509* certificate = X509_new();
  X509_gmtime_adj(X509_getm_notBefore(certificate), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
  X509_set_pubkey(certificate, key);
  X509_sign(certificate, key, EVP_sha256());
  {
    Running<httplib::SSLServer> server(certificate, key);
    const auto response = curl.Send(Get(server.url("/", "https")), {});
    ASSERT_FALSE(response);
    EXPECT_TRUE(response.error().not_sent);
    EXPECT_TRUE(response.error().message.starts_with("no secure connection to 127.0.0.1:"))
        << response.error().message;
  }
  X509_free(certificate);
  EVP_PKEY_free(key);
}

}  // namespace
}  // namespace sheetkeeper
