#include "http/retry.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "http/http_date.h"

namespace sheetkeeper {
namespace {

bool MaySendAgain(const HttpRequest& request, const Result<HttpResponse>& outcome) {
  if (!outcome) {
    const Error& error = outcome.error();
    return error.kind == ErrorKind::kUnavailable && (request.repeatable || error.not_sent);
  }
  if (outcome->status == 429) return true;
  return request.repeatable && (outcome->status == 408 || outcome->status >= 500);
}

std::string Describe(const Result<HttpResponse>& outcome) {
  return outcome ? fmt::format("HTTP {}", outcome->status) : outcome.error().message;
}

}  // namespace

RetryingTransport::RetryingTransport(HttpTransport& inner, Clock& clock, Rng& rng,
                                     RetryOptions options)
    : inner_(inner), clock_(clock), rng_(rng), options_(options) {}

Result<HttpResponse> RetryingTransport::Send(const HttpRequest& request, std::stop_token stop) {
  const MonoTime latest = clock_.Mono() + options_.total;
  for (int attempt = 1;; ++attempt) {
    Result<HttpResponse> outcome = inner_.Send(request, stop);
    if (!MaySendAgain(request, outcome) || attempt >= options_.max_attempts) return outcome;
    const MonoTime next = clock_.Mono() + WaitAfter(outcome, attempt);
    if (next > latest) return outcome;
    if (!clock_.SleepUntil(next, stop)) {
      return Fail(ErrorKind::kCancelled,
                  fmt::format("stopped while waiting to try again after: {}", Describe(outcome)));
    }
  }
}

Millis RetryingTransport::WaitAfter(const Result<HttpResponse>& outcome, int attempt) {
  if (outcome) {
    if (const auto asked = RetryAfter(*outcome, clock_.Wall()); asked) return *asked;
  }
  Millis bound = options_.longest_wait;
  if (!outcome || outcome->status != 429) {
    const int doublings = std::min(attempt - 1, 20);
    bound = std::min(bound, options_.first_wait * (int64_t{1} << doublings));
  }
  return Millis(rng_.Between(0, bound.count()));
}

}  // namespace sheetkeeper
