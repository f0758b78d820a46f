#include "ops/status.h"

#include <algorithm>

#include <fmt/format.h>

namespace sheetkeeper {
namespace {

// "1 row", "3 rows".
std::string Count(int64_t count, const std::string& one, const std::string& many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

void JudgeFreshness(const Status& status, WallTime now, Millis max_age, Judgement& judgement) {
  const auto& good = status.last_good_cycle;
  if (good && now - good->finished <= max_age) return;
  judgement.health = Health::kBad;
  judgement.reasons.push_back(
      good ? fmt::format("the last complete cycle was {} ago; it may be {} old",
                         AgeText(now - good->finished), AgeText(max_age))
           : "no cycle has completed yet");
  const int64_t queued = Queued(status);
  if (queued == 0) return;
  judgement.stalled = true;
  judgement.reasons.push_back(fmt::format("stalled: {} to reach the sheet, and no cycle completes",
                                          Count(queued, "changed row waits", "changed rows wait")));
}

// Gives whether something of the table waits for a person.
bool JudgeTable(const TableStatus& table, std::vector<std::string>& reasons) {
  const size_t before = reasons.size();
  const auto add = [&](int64_t count, const char* one, const char* many) {
    if (count > 0) reasons.push_back(fmt::format("{}: {}", table.name, Count(count, one, many)));
  };
  if (!table.guard.empty()) {
    reasons.push_back(
        fmt::format("{}: held ({}): {} (sheetkeeper held)", table.name, table.guard, table.reason));
  }
  add(table.conflicts, "conflict to decide (sheetkeeper resolve)",
      "conflicts to decide (sheetkeeper resolve)");
  add(table.held, "row of the sheet does not fit (sheetkeeper rejected)",
      "rows of the sheet do not fit (sheetkeeper rejected)");
  add(table.rejected, "row that the sheet does not take (sheetkeeper rejected)",
      "rows that the sheet does not take (sheetkeeper rejected)");
  return reasons.size() > before;
}

}  // namespace

const char* Name(Health health) {
  switch (health) {
    case Health::kGood:
      return "good";
    case Health::kAttention:
      return "attention";
    case Health::kBad:
      return "bad";
  }
  return "bad";
}

Millis DefaultMaxAge(const Status& status) {
  return std::chrono::seconds(std::max({2 * status.interval_s, 2 * status.record_interval_s, 60}));
}

int64_t Queued(const Status& status) {
  int64_t queued = 0;
  for (const TableStatus& table : status.tables) queued += table.queued;
  return queued;
}

Judgement Judge(const Status& status, WallTime now, Millis max_age) {
  Judgement judgement;
  JudgeFreshness(status, now, max_age, judgement);
  for (const TableStatus& table : status.tables) {
    const bool waits = JudgeTable(table, judgement.reasons);
    if (waits && judgement.health == Health::kGood) judgement.health = Health::kAttention;
  }
  const int64_t queued = Queued(status);
  if (queued > 0 && !judgement.stalled) {
    judgement.reasons.push_back(fmt::format(
        "{} to reach the sheet", Count(queued, "changed row waits", "changed rows wait")));
  }
  if (status.open_intents > 0) {
    judgement.reasons.push_back("what became of the last write to the sheet is not known yet");
  }
  judgement.in_sync = judgement.reasons.empty();
  return judgement;
}

std::string AgeText(Millis age) {
  const int64_t s = std::max<int64_t>(0, age.count() / 1000);
  if (s < 60) return fmt::format("{} s", s);
  if (s < 3600) return fmt::format("{} min {} s", s / 60, s % 60);
  if (s < 86400) return fmt::format("{} h {} min", s / 3600, s % 3600 / 60);
  return fmt::format("{} d {} h", s / 86400, s % 86400 / 3600);
}

}  // namespace sheetkeeper
