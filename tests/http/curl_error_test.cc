#include "http/curl_error.h"

#include <curl/curl.h>

#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

std::string Message(CURLcode code, bool not_sent = false) {
  CurlFailure failure;
  failure.code = code;
  failure.url = "https://sheets.googleapis.com/v4/spreadsheets/id?secret=1";
  failure.detail = "detail";
  failure.not_sent = not_sent;
  return DescribeCurlFailure(failure).message;
}

TEST(CurlErrorTest, EachCauseIsNamedWithTheNextStep) {
  EXPECT_EQ(Message(CURLE_COULDNT_RESOLVE_HOST),
            "cannot find the address of sheets.googleapis.com: check the network connection and "
            "the name servers");
  EXPECT_EQ(Message(CURLE_COULDNT_RESOLVE_PROXY),
            "cannot find the proxy on the way to sheets.googleapis.com: check https_proxy and "
            "http_proxy in the environment");
  EXPECT_EQ(Message(CURLE_COULDNT_CONNECT),
            "cannot connect to sheets.googleapis.com (detail): check the network, a firewall or "
            "the port");
  EXPECT_EQ(Message(CURLE_OPERATION_TIMEDOUT, true),
            "no connection to sheets.googleapis.com in time: check the network, a firewall or the "
            "proxy settings");
  EXPECT_EQ(Message(CURLE_OPERATION_TIMEDOUT),
            "sheets.googleapis.com gave no complete answer in time: try again later, or read less "
            "at once");
  EXPECT_EQ(Message(CURLE_PEER_FAILED_VERIFICATION),
            "no secure connection to sheets.googleapis.com (detail): check this machine's clock "
            "and its ca-certificates; a proxy that opens TLS needs its certificate installed");
  EXPECT_EQ(Message(CURLE_HTTP2), "the connection to sheets.googleapis.com failed (detail)");
}

}  // namespace
}  // namespace sheetkeeper
