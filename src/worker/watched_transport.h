// WatchedTransport: counts requests, tells the log of each at level debug, and says before and
// after each that the loop is alive: waiting for a server is no hanging.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <utility>

#include "base/clock.h"
#include "http/transport.h"

namespace sheetkeeper {

class WatchedTransport : public HttpTransport {
 public:
  WatchedTransport(HttpTransport& inner, Clock& clock, std::function<void()> alive)
      : inner_(inner), clock_(clock), alive_(std::move(alive)) {}

  Result<HttpResponse> Send(const HttpRequest& request, std::stop_token stop) override;
  int64_t requests() const { return requests_; }

 private:
  HttpTransport& inner_;
  Clock& clock_;
  const std::function<void()> alive_;
  int64_t requests_ = 0;
};

}  // namespace sheetkeeper
