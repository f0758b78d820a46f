#include "cli/stats_text.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "base/json_text.h"
#include "base/time_text.h"

namespace sheetkeeper {
namespace {

struct Durations {
  int64_t mean = 0, p50 = 0, p95 = 0, p99 = 0, longest = 0;
};

// The smallest duration that at least `percent` of them do not exceed.
int64_t Percentile(const std::vector<int64_t>& sorted, size_t percent) {
  const size_t rank = (sorted.size() * percent + 99) / 100;
  return sorted[std::max<size_t>(rank, 1) - 1];
}

Durations DurationsOf(std::vector<int64_t> ms) {
  if (ms.empty()) return {};
  std::sort(ms.begin(), ms.end());
  const int64_t sum = std::accumulate(ms.begin(), ms.end(), int64_t{0});
  return {sum / static_cast<int64_t>(ms.size()), Percentile(ms, 50), Percentile(ms, 95),
          Percentile(ms, 99), ms.back()};
}

double ErrorRate(const Activity& activity) {
  if (activity.cycles == 0) return 0;
  return static_cast<double>(activity.failed) / static_cast<double>(activity.cycles);
}

}  // namespace

std::string StatsText(const Activity& activity, WallTime since) {
  const Durations took = DurationsOf(activity.durations_ms);
  const auto seconds = [](int64_t ms) {
    return fmt::format("{:.2f} s", static_cast<double>(ms) / 1000);
  };
  std::string text = fmt::format(
      "Since:      {}\nCycles:     {}\nFailed:     {} ({:.1f} %)\nRequests:   {}\n"
      "Duration:   mean {}, median {}, 95 % {}, 99 % {}, longest {}\n",
      FormatRfc3339(since), activity.cycles, activity.failed, 100 * ErrorRate(activity),
      activity.requests, seconds(took.mean), seconds(took.p50), seconds(took.p95),
      seconds(took.p99), seconds(took.longest));
  if (activity.moved.empty()) return text + "Moved:      nothing\n";
  text += "Moved:\n";
  for (const Activity::Moved& moved : activity.moved) {
    text += fmt::format("  {:<24} to the {:<9} {} rows, {} cells\n", moved.table, moved.side + ":",
                        moved.rows, moved.cells);
  }
  return text;
}

std::string StatsJson(const Activity& activity, WallTime since) {
  const Durations took = DurationsOf(activity.durations_ms);
  std::string moved;
  for (const Activity::Moved& it : activity.moved) {
    moved +=
        fmt::format(R"({}{{"table":{},"side":{},"rows":{},"cells":{}}})", moved.empty() ? "" : ",",
                    JsonText(it.table), JsonText(it.side), it.rows, it.cells);
  }
  return fmt::format(
      R"({{"since":"{}","cycles":{},"failed":{},"error_rate":{:.6f},"requests":{},)"
      R"("duration_ms":{{"mean":{},"p50":{},"p95":{},"p99":{},"max":{}}},"moved":[{}]}})"
      "\n",
      FormatRfc3339(since), activity.cycles, activity.failed, ErrorRate(activity),
      activity.requests, took.mean, took.p50, took.p95, took.p99, took.longest, moved);
}

}  // namespace sheetkeeper
