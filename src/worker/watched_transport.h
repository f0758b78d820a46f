// WatchedTransport: counts requests, and says before and after each that the loop is alive: waiting
// for a server is no hanging.
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <utility>

#include "http/transport.h"

namespace sheetkeeper {

class WatchedTransport : public HttpTransport {
 public:
  WatchedTransport(HttpTransport& inner, std::function<void()> alive)
      : inner_(inner), alive_(std::move(alive)) {}

  Result<HttpResponse> Send(const HttpRequest& request, std::stop_token stop) override {
    alive_();
    Result<HttpResponse> outcome = inner_.Send(request, std::move(stop));
    ++requests_;
    alive_();
    return outcome;
  }
  int64_t requests() const { return requests_; }

 private:
  HttpTransport& inner_;
  const std::function<void()> alive_;
  int64_t requests_ = 0;
};

}  // namespace sheetkeeper
