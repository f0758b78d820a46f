// HttpTransport: the seam between the product and every server it talks to.
//
// CurlTransport is the real one; RetryingTransport and PacedTransport decorate any transport; in
// simulations the emulator answers in process. A transport is used by one thread at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace sheetkeeper {

enum class QuotaKind { kNone, kRead, kWrite };

// Takes the body of an answer while it arrives.
class BodySink {
 public:
  virtual ~BodySink() = default;
  // A new answer: what came before, of an attempt that failed, is to be forgotten.
  virtual void OnBegin() = 0;
  virtual void OnBytes(std::string_view bytes) = 0;
};

struct HttpRequest {
  std::string method;  // "GET", "POST", "PUT"
  std::string url;     // absolute, percent-encoded
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  // True where sending it twice has the effect of sending it once, whatever happens in between.
  bool repeatable = false;
  QuotaKind quota = QuotaKind::kNone;  // which per-minute quota the server counts it against
  // Not null: the body of a 2xx answer may go there, decoded, and is not in the response then. It
  // is told of each attempt; whether the answer was complete, only Send's result tells.
  BodySink* body_sink = nullptr;
};

struct HttpResponse {
  int status = 0;
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;  // decoded; empty where HttpRequest::body_sink has it

  // The first header of that name (lower case), or "".
  std::string_view Header(std::string_view name) const;
};

class HttpTransport {
 public:
  virtual ~HttpTransport() = default;

  // Any answer of the server, whatever its status, is a response. An error means that there was
  // none: kUnavailable, kCancelled (asked to stop) or kInvalid (the URL cannot be used). Unless
  // Error::not_sent says so, the request may have had its effect all the same, or have it later.
  virtual Result<HttpResponse> Send(const HttpRequest& request, std::stop_token stop) = 0;
};

}  // namespace sheetkeeper
