#include "http/curl_error.h"

#include <curl/curl.h>

#include <string_view>

#include <fmt/format.h>

#include "http/url.h"

namespace sheetkeeper {
namespace {

bool IsTls(int code) {
  switch (code) {
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
      return true;
    default:
      return false;
  }
}

std::string TimeoutMessage(const CurlFailure& failure, std::string_view host) {
  if (failure.not_sent) {
    return fmt::format(
        "no connection to {} in time: check the network, a firewall or the proxy settings", host);
  }
  return fmt::format("{} gave no complete answer in time: try again later, or read less at once",
                     host);
}

std::string Message(const CurlFailure& failure, std::string_view host) {
  switch (failure.code) {
    case CURLE_ABORTED_BY_CALLBACK:
      return fmt::format("stopped while waiting for {}", host);
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
      return fmt::format("'{}' is not the address of a web server: check the configured URL", host);
    case CURLE_COULDNT_RESOLVE_PROXY:
      return fmt::format(
          "cannot find the proxy on the way to {}: check https_proxy and http_proxy in the "
          "environment",
          host);
    case CURLE_COULDNT_RESOLVE_HOST:
      return fmt::format(
          "cannot find the address of {}: check the network connection and the name servers", host);
    case CURLE_COULDNT_CONNECT:
      return fmt::format("cannot connect to {} ({}): check the network, a firewall or the port",
                         host, failure.detail);
    case CURLE_OPERATION_TIMEDOUT:
      return TimeoutMessage(failure, host);
    default:
      break;
  }
  if (failure.body_too_long) return fmt::format("the answer of {} is too long", host);
  if (IsTls(failure.code)) {
    return fmt::format(
        "no secure connection to {} ({}): check this machine's clock and its ca-certificates; a "
        "proxy that opens TLS needs its certificate installed",
        host, failure.detail);
  }
  const std::string_view detail = failure.detail.empty()
                                      ? curl_easy_strerror(static_cast<CURLcode>(failure.code))
                                      : std::string_view(failure.detail);
  return fmt::format("the connection to {} failed ({})", host, detail);
}

std::string_view Code(const CurlFailure& failure) {
  switch (failure.code) {
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
      return "bad-address";
    case CURLE_COULDNT_RESOLVE_PROXY:
      return "proxy";
    case CURLE_COULDNT_RESOLVE_HOST:
      return "dns";
    case CURLE_ABORTED_BY_CALLBACK:
      return "";
    default:
      return IsTls(failure.code) ? "tls" : "network";
  }
}

ErrorKind Kind(int code) {
  switch (code) {
    case CURLE_ABORTED_BY_CALLBACK:
      return ErrorKind::kCancelled;
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_URL_MALFORMAT:
      return ErrorKind::kInvalid;
    default:
      return ErrorKind::kUnavailable;
  }
}

}  // namespace

Error DescribeCurlFailure(const CurlFailure& failure) {
  return {.kind = Kind(failure.code),
          .message = Message(failure, HostOf(failure.url)),
          .not_sent = failure.not_sent,
          .code = Code(failure)};
}

}  // namespace sheetkeeper
