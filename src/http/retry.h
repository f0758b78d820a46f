// RetryingTransport: sends again what failed for a reason that passes, where that is safe.
//
// Safe means that the server has certainly not done what was asked, or that doing it twice is the
// same as doing it once:
//
//     what happened                       sent again
//     nothing was sent (DNS, refused)     always
//     429                                 always: it was refused before it was looked at
//     408, 5xx, or no answer              only where HttpRequest::repeatable
//     anything else                       never: the answer would be the same
//
// The wait before attempt n+1 is drawn evenly from 0 to min(longest_wait, first_wait * 2^(n-1)), so
// that clients that failed together do not return together. After a 429 it is drawn from 0 to
// longest_wait, for quotas are refilled by the minute. A Retry-After of the server is kept instead.
#pragma once

#include <stop_token>

#include "base/clock.h"
#include "base/rng.h"
#include "http/transport.h"

namespace sheetkeeper {

struct RetryOptions {
  int max_attempts = 5;
  Millis first_wait = std::chrono::seconds(1);
  Millis longest_wait = std::chrono::seconds(64);
  // No further attempt is begun later than this after the first.
  Millis total = std::chrono::minutes(3);
};

class RetryingTransport : public HttpTransport {
 public:
  // All of them outlive it. Wrap it around a PacedTransport, so that each attempt is paced.
  RetryingTransport(HttpTransport& inner, Clock& clock, Rng& rng, RetryOptions options = {});

  // The outcome of the last attempt, or kCancelled where the stop came between two of them.
  Result<HttpResponse> Send(const HttpRequest& request, std::stop_token stop) override;

 private:
  Millis WaitAfter(const Result<HttpResponse>& outcome, int attempt);

  HttpTransport& inner_;
  Clock& clock_;
  Rng& rng_;
  RetryOptions options_;
};

}  // namespace sheetkeeper
