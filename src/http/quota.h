// PacedTransport: keeps within the server's quota of requests a minute instead of running into it.
//
// The server counts a request when it arrives, at some moment between its sending and its answer.
// So each request is noted with the time of its answer, and the next one is sent only when fewer
// than the limit were noted within the last minute: then no minute of the server's, wherever it
// begins, sees more. (A token bucket that begins full lets twice its size through in a minute.)
#pragma once

#include <deque>
#include <stop_token>

#include "base/clock.h"
#include "http/transport.h"

namespace sheetkeeper {

// Requests a minute, each at least 1. Google counts per account and project: leave room for other
// programs that sign in with the same account.
struct QuotaLimits {
  int reads = 60;
  int writes = 60;
};

class PacedTransport : public HttpTransport {
 public:
  // Both outlive it.
  PacedTransport(HttpTransport& inner, Clock& clock, QuotaLimits limits = {});

  // kCancelled, with not_sent, where the stop came while waiting for the quota.
  Result<HttpResponse> Send(const HttpRequest& request, std::stop_token stop) override;

 private:
  struct Window {
    size_t limit;
    std::deque<MonoTime> answered;  // the newest `limit` at most, oldest first
  };

  Window* WindowOf(QuotaKind kind);  // null for kNone
  bool WaitForRoom(const Window& window, std::stop_token stop);

  HttpTransport& inner_;
  Clock& clock_;
  Window reads_;
  Window writes_;
};

}  // namespace sheetkeeper
