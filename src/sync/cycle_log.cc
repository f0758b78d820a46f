#include "sync/cycle_log.h"

#include <fmt/format.h>

#include "base/log.h"

namespace sheetkeeper {
namespace {

constexpr char kLogger[] = "sync_manager";

void AddCount(std::string& counts, const std::string& table, int64_t count) {
  counts += fmt::format("{}'{}': {}", counts.empty() ? "" : ", ", table, count);
}

}  // namespace

void LogPulling() {
  Log(LogLevel::kInfo, kLogger, "Pulling changes from Google Sheets...");
}

void LogPulled(const std::vector<TableBinding>& tables,
               const std::vector<std::optional<int64_t>>& records) {
  std::string counts;
  for (size_t i = 0; i < records.size(); ++i) {
    const TableBinding& table = tables[i];
    if (records[i]) {
      Log(LogLevel::kInfo, kLogger, "Pulled {} {} records", *records[i], table.sheet_title);
    }
    AddCount(counts, table.schema.name, records[i].value_or(0));
  }
  Log(LogLevel::kInfo, kLogger, "Pull completed: {{{}}}", counts);
}

void LogPushing() {
  Log(LogLevel::kInfo, kLogger, "Pushing changes to Google Sheets...");
}

void LogPushed(const std::string& failure, const CycleReport& report) {
  int64_t total = 0;
  std::string counts;
  for (const TableReport& table : report.tables) {
    total += table.pushed;
    AddCount(counts, table.table, table.pushed);
  }
  if (!failure.empty()) {
    Log(LogLevel::kWarning, kLogger, "The sheet refused the changes as a whole: {}", failure);
  } else if (total == 0) {
    Log(LogLevel::kInfo, kLogger, "No pending changes to push");
  } else {
    Log(LogLevel::kInfo, kLogger, "Push completed: {{{}}}", counts);
  }
}

}  // namespace sheetkeeper
