#include "worker/watched_transport.h"

#include <string>
#include <string_view>

#include <fmt/format.h>

#include "base/log.h"

namespace sheetkeeper {
namespace {

// Neither queries nor bodies nor headers: they hold contents of cells and secrets.
void LogRequest(const HttpRequest& request, const Result<HttpResponse>& outcome, Millis took) {
  const std::string_view url = std::string_view(request.url).substr(0, request.url.find('?'));
  Log(LogLevel::kDebug, "sync_worker", "{} {}: {}, {} ms", request.method, url,
      outcome ? fmt::format("HTTP {}", outcome->status) : outcome.error().message, took.count());
}

}  // namespace

Result<HttpResponse> WatchedTransport::Send(const HttpRequest& request, std::stop_token stop) {
  alive_();
  const MonoTime began = clock_.Mono();
  Result<HttpResponse> outcome = inner_.Send(request, std::move(stop));
  ++requests_;
  alive_();
  LogRequest(request, outcome, clock_.Mono() - began);
  return outcome;
}

}  // namespace sheetkeeper
