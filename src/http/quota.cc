#include "http/quota.h"

#include <utility>

#include "base/check.h"

namespace sheetkeeper {
namespace {

// A second over the minute, for clocks that do not run alike.
constexpr Millis kWindow = std::chrono::seconds(61);

}  // namespace

PacedTransport::PacedTransport(HttpTransport& inner, Clock& clock, QuotaLimits limits)
    : inner_(inner), clock_(clock) {
  CHECK(limits.reads >= 1 && limits.writes >= 1);
  reads_.limit = static_cast<size_t>(limits.reads);
  writes_.limit = static_cast<size_t>(limits.writes);
}

Result<HttpResponse> PacedTransport::Send(const HttpRequest& request, std::stop_token stop) {
  Window* const window = WindowOf(request.quota);
  if (window == nullptr) return inner_.Send(request, stop);
  if (!WaitForRoom(*window, stop)) {
    return Fail({.kind = ErrorKind::kCancelled,
                 .message = "stopped while waiting for the quota of requests a minute",
                 .not_sent = true});
  }
  Result<HttpResponse> outcome = inner_.Send(request, std::move(stop));
  if (outcome || !outcome.error().not_sent) {
    if (window->answered.size() == window->limit) window->answered.pop_front();
    window->answered.push_back(clock_.Mono());
  }
  return outcome;
}

PacedTransport::Window* PacedTransport::WindowOf(QuotaKind kind) {
  switch (kind) {
    case QuotaKind::kNone:
      return nullptr;
    case QuotaKind::kRead:
      return &reads_;
    case QuotaKind::kWrite:
      return &writes_;
  }
  return nullptr;
}

bool PacedTransport::WaitForRoom(const Window& window, std::stop_token stop) {
  if (window.answered.size() < window.limit) return true;
  const MonoTime room_at = window.answered.front() + kWindow;
  return room_at <= clock_.Mono() || clock_.SleepUntil(room_at, std::move(stop));
}

}  // namespace sheetkeeper
