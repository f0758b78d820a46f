#include "ops/metrics.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>

#include <fmt/format.h>

namespace sheetkeeper {
namespace {

double Seconds(Millis time) {
  return static_cast<double>(time.count()) / 1000.0;
}

class Page {
 public:
  void Begin(std::string_view name, std::string_view type, std::string_view help) {
    text_ += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
  }
  template <typename T>
  void Value(std::string_view name, T value) {
    text_ += fmt::format("{} {}\n", name, value);
  }
  template <typename T>
  void One(std::string_view name, std::string_view type, std::string_view help, T value) {
    Begin(name, type, help);
    Value(name, value);
  }
  // One line for each table.
  void PerTable(const Status& status, std::string_view name, std::string_view help,
                int64_t (*value)(const TableStatus&)) {
    Begin(name, "gauge", help);
    for (const TableStatus& table : status.tables) {
      Value(fmt::format("{}{{table=\"{}\"}}", name, Escape(table.name)), value(table));
    }
  }
  const std::string& text() const { return text_; }

 private:
  static std::string Escape(const std::string& label) {
    std::string escaped;
    for (const char c : label) {
      if (c == '"' || c == '\\') escaped += '\\';
      escaped += c == '\n' ? ' ' : c;
    }
    return escaped;
  }

  std::string text_;
};

void WriteTables(const Status& status, Page& page) {
  page.PerTable(status, "sheetkeeper_queued_rows", "Changed rows that wait to reach the sheet.",
                [](const TableStatus& table) { return table.queued; });
  page.PerTable(status, "sheetkeeper_open_conflicts", "Conflicts that wait for a person.",
                [](const TableStatus& table) { return table.conflicts; });
  page.PerTable(status, "sheetkeeper_held_rows", "Rows of the sheet that do not fit.",
                [](const TableStatus& table) { return table.held; });
  page.PerTable(status, "sheetkeeper_rejected_rows", "Rows that the sheet does not take.",
                [](const TableStatus& table) { return table.rejected; });
  page.PerTable(status, "sheetkeeper_table_held", "1 where a guard holds the table.",
                [](const TableStatus& table) { return int64_t{!table.guard.empty()}; });
}

void WriteState(const Status& status, WallTime now, Page& page) {
  const Judgement judgement = Judge(status, now, DefaultMaxAge(status));
  page.Begin("sheetkeeper_build_info", "gauge", "The version that runs.");
  page.Value(fmt::format("sheetkeeper_build_info{{version=\"{}\"}}", status.version), 1);
  page.One("sheetkeeper_in_sync", "gauge", "1 where nothing waits and the last cycle is young.",
           int{judgement.in_sync});
  page.One("sheetkeeper_stalled", "gauge", "1 where changes wait and no cycle completes.",
           int{judgement.stalled});
  page.One("sheetkeeper_interval_seconds", "gauge", "Pause between two cycles.", status.interval_s);
  if (status.last_good_cycle) {
    page.One("sheetkeeper_last_complete_cycle_timestamp_seconds", "gauge",
             "When the last complete cycle ended.",
             Seconds(status.last_good_cycle->finished.time_since_epoch()));
  }
}

}  // namespace

void Counters::NoteGood(Millis duration, int64_t rows_pulled, int64_t rows_pushed) {
  ++good_;
  pulled_ += rows_pulled;
  pushed_ += rows_pushed;
  seconds_ += Seconds(duration);
  for (size_t i = 0; i < kBucketsS.size(); ++i) within_[i] += Seconds(duration) <= kBucketsS[i];
}

std::string MetricsText(const Status& status, const Counters& counters, WallTime now) {
  Page page;
  WriteState(status, now, page);
  page.Begin("sheetkeeper_cycles_total", "counter", "Cycles since the start, by how they ended.");
  page.Value("sheetkeeper_cycles_total{result=\"good\"}", counters.good_);
  page.Value("sheetkeeper_cycles_total{result=\"failed\"}", counters.failed_);
  page.Begin("sheetkeeper_rows_total", "counter", "Rows changed, by the side that was written.");
  page.Value("sheetkeeper_rows_total{side=\"database\"}", counters.pulled_);
  page.Value("sheetkeeper_rows_total{side=\"sheet\"}", counters.pushed_);
  page.One("sheetkeeper_requests_total", "counter", "Requests to the server.", counters.requests_);
  constexpr std::string_view kDuration = "sheetkeeper_cycle_duration_seconds";
  page.Begin(kDuration, "histogram", "How long complete cycles took.");
  for (size_t i = 0; i < Counters::kBucketsS.size(); ++i) {
    page.Value(fmt::format("{}_bucket{{le=\"{}\"}}", kDuration, Counters::kBucketsS[i]),
               counters.within_[i]);
  }
  page.Value(fmt::format("{}_bucket{{le=\"+Inf\"}}", kDuration), counters.good_);
  page.Value(fmt::format("{}_sum", kDuration), counters.seconds_);
  page.Value(fmt::format("{}_count", kDuration), counters.good_);
  WriteTables(status, page);
  return page.text();
}

Result<> ReplaceFile(const std::string& path, const std::string& text) {
  const std::string temporary = path + ".tmp";
  std::ofstream file(temporary, std::ios::binary | std::ios::trunc);
  file << text;
  file.close();
  const bool readable = file && ::chmod(temporary.c_str(), 0644) == 0;
  if (readable && std::rename(temporary.c_str(), path.c_str()) == 0) return {};
  return Fail(ErrorKind::kStorage, fmt::format("writing {}: {}", path, std::strerror(errno)));
}

}  // namespace sheetkeeper
