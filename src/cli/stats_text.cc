#include "cli/stats_text.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "base/json_object.h"
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
  const auto moved_json = [](const Activity::Moved& moved) {
    return JsonObject()
        .Text("table", moved.table)
        .Text("side", moved.side)
        .Integer("rows", moved.rows)
        .Integer("cells", moved.cells)
        .Done();
  };
  const std::string duration_ms = JsonObject()
                                      .Integer("mean", took.mean)
                                      .Integer("p50", took.p50)
                                      .Integer("p95", took.p95)
                                      .Integer("p99", took.p99)
                                      .Integer("max", took.longest)
                                      .Done();
  return JsonObject()
      .Text("since", FormatRfc3339(since))
      .Integer("cycles", activity.cycles)
      .Integer("failed", activity.failed)
      .Add("error_rate", fmt::format("{:.6f}", ErrorRate(activity)))
      .Integer("requests", activity.requests)
      .Add("duration_ms", duration_ms)
      .Add("moved", JsonList(activity.moved, moved_json))
      .Done();
}

}  // namespace sheetkeeper
