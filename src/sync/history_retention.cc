#include "sync/history_retention.h"

#include <chrono>

#include "base/log.h"

namespace sheetkeeper {
namespace {

constexpr char kLogger[] = "sync_manager";
constexpr auto kPause = std::chrono::hours(24);
constexpr int64_t kLinesAtOnce = 10'000;

// A cycle that has committed does not fail for what is only housekeeping.
Result<> TryLater(const Error& error) {
  if (error.kind == ErrorKind::kCorrupt) return Fail(WithStep("forgetting old history", error));
  if (error.kind != ErrorKind::kBusy) {
    Log(LogLevel::kWarning, kLogger, "Old changes stay in the history for now: {}", error.message);
  }
  return {};
}

}  // namespace

Result<> HistoryRetention::RunIfDue(Store& store, Clock& clock) {
  if (keep_ == Millis(0)) return {};
  const MonoTime now = clock.Mono();
  if (last_ && now - *last_ < kPause) return {};
  const WallTime before = clock.Wall() - keep_;
  int64_t all = 0;
  while (true) {
    const auto forgotten = store.ForgetHistory(before, kLinesAtOnce);
    if (!forgotten) return TryLater(forgotten.error());
    if (*forgotten == 0) break;
    all += *forgotten;
  }
  last_ = now;
  if (all > 0) Log(LogLevel::kInfo, kLogger, "{} old changes left the history", all);
  return {};
}

}  // namespace sheetkeeper
