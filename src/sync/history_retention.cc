#include "sync/history_retention.h"

#include <chrono>

#include "base/log.h"

namespace sheetkeeper {
namespace {

constexpr char kLogger[] = "sync_manager";
constexpr auto kPause = std::chrono::hours(24);
constexpr int64_t kLinesAtOnce = 10'000;

}  // namespace

Result<> HistoryRetention::RunIfDue(Store& store, Clock& clock) {
  if (keep_ == Millis(0)) return {};
  const MonoTime now = clock.Mono();
  if (last_ && now - *last_ < kPause) return {};
  const WallTime before = clock.Wall() - keep_;
  int64_t all = 0;
  while (true) {
    const auto forgotten = store.ForgetHistory(before, kLinesAtOnce);
    if (!forgotten && forgotten.error().kind == ErrorKind::kBusy) return {};
    TRY("forgetting old history", forgotten);
    if (*forgotten == 0) break;
    all += *forgotten;
  }
  last_ = now;
  if (all > 0) Log(LogLevel::kInfo, kLogger, "{} old changes left the history", all);
  return {};
}

}  // namespace sheetkeeper
