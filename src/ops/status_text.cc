// Status for people and for programs.
#include <fmt/format.h>

#include "base/json_object.h"
#include "base/json_text.h"
#include "base/number_text.h"
#include "base/time_text.h"
#include "ops/status.h"

namespace sheetkeeper {
namespace {

double Seconds(Millis duration) {
  return static_cast<double>(duration.count()) / 1000.0;
}

std::string CycleText(const CycleFact& cycle, WallTime now) {
  return fmt::format("{} ago, took {:.2f} s", AgeText(now - cycle.finished),
                     Seconds(cycle.duration));
}

// What a worker that cycles often has recorded may be older than its next cycle.
std::string NextText(const Status& status, WallTime now) {
  if (!status.next_cycle) return "not planned";
  if (*status.next_cycle <= now) return fmt::format("within {} s", status.interval_s);
  return fmt::format("in {}", AgeText(*status.next_cycle - now));
}

// After an upgrade the worker may be the old one still.
std::string VersionText(const Status& status) {
  const bool other = !status.worker_version.empty() && status.worker_version != status.version;
  return status.version + (other ? "; the worker's was " + status.worker_version : "");
}

// "  ranks                    6 rows, 1 queued, 3 conflicts".
std::string TableText(const TableStatus& table) {
  std::vector<std::string> parts;
  const auto add = [&](int64_t count, const char* one, const char* many) {
    if (count > 0) parts.push_back(fmt::format("{} {}", count, count == 1 ? one : many));
  };
  if (table.rows == 0) parts.emplace_back("no rows");
  add(table.rows, "row", "rows");
  add(table.queued, "queued", "queued");
  add(table.conflicts, "conflict", "conflicts");
  add(table.held, "row held", "rows held");
  add(table.rejected, "row rejected", "rows rejected");
  if (!table.guard.empty()) parts.push_back("HELD (" + table.guard + ")");
  return fmt::format("  {:<24} {}", table.name, fmt::join(parts, ", "));
}

std::string CycleJson(const std::optional<CycleFact>& cycle, WallTime now) {
  if (!cycle) return "null";
  return JsonObject()
      .Text("finished", FormatRfc3339(cycle->finished))
      .Integer("age_s", (now - cycle->finished).count() / 1000)
      .Integer("duration_ms", cycle->duration.count())
      .Bool("good", cycle->error.empty())
      .Text("error", cycle->error)
      .Done();
}

std::string HoldJson(const TableStatus& table) {
  if (table.guard.empty()) return "null";
  return JsonObject().Text("guard", table.guard).Text("reason", table.reason).Done();
}

std::string TableJson(const TableStatus& table) {
  return JsonObject()
      .Text("name", table.name)
      .Add("rows", table.rows < 0 ? "null" : NumberText(table.rows))
      .Integer("queued", table.queued)
      .Integer("conflicts", table.conflicts)
      .Integer("held_rows", table.held)
      .Integer("rejected_rows", table.rejected)
      .Add("hold", HoldJson(table))
      .Done();
}

}  // namespace

std::string StatusText(const Status& status, const Judgement& judgement, WallTime now) {
  std::string text = judgement.in_sync ? "In sync.\n" : "Not in sync:\n";
  for (const std::string& reason : judgement.reasons) text += "  - " + reason + "\n";
  const auto line = [&](const char* name, const std::string& value) {
    text += fmt::format("{:<21}{}\n", name, value);
  };
  const auto& good = status.last_good_cycle;
  const auto& last = status.last_cycle;
  line("Last complete cycle:", good ? CycleText(*good, now) : "none");
  if (last && !last->error.empty()) {
    line("Last cycle failed:", CycleText(*last, now) + ": " + last->error);
  }
  line("Next cycle:", NextText(status, now));
  line("Worker:", status.worker.empty() ? "none is running" : status.worker);
  line("Interval:", fmt::format("{} s", status.interval_s));
  line("Requests:", fmt::format("{} in the last hour; quota a minute: {} reads, {} writes",
                                status.requests_last_hour, status.read_quota, status.write_quota));
  line("Database:", fmt::format("{} (format {})", status.database, status.format_version));
  line("Spreadsheet:", status.spreadsheet.empty() ? "not bound yet" : status.spreadsheet);
  line("Version:", VersionText(status));
  text += "Tables:\n";
  for (const TableStatus& table : status.tables) text += TableText(table) + "\n";
  return text;
}

std::string StatusJson(const Status& status, const Judgement& judgement, WallTime now) {
  return JsonObject()
      .Bool("in_sync", judgement.in_sync)
      .Text("health", Name(judgement.health))
      .Bool("stalled", judgement.stalled)
      .Add("reasons", JsonList(judgement.reasons, JsonText))
      .Add("last_complete_cycle", CycleJson(status.last_good_cycle, now))
      .Add("last_cycle", CycleJson(status.last_cycle, now))
      .TextOrNull("next_cycle", status.next_cycle ? FormatRfc3339(*status.next_cycle) : "")
      .Integer("interval_s", status.interval_s)
      .TextOrNull("worker", status.worker)
      .Integer("open_writes", status.open_intents)
      .Integer("requests_last_hour", status.requests_last_hour)
      .Integer("read_quota", status.read_quota)
      .Integer("write_quota", status.write_quota)
      .Add("tables", JsonList(status.tables, TableJson))
      .Text("database", status.database)
      .Integer("format_version", status.format_version)
      .Text("spreadsheet", status.spreadsheet)
      .Text("version", status.version)
      .TextOrNull("worker_version", status.worker_version)
      .Done();
}

}  // namespace sheetkeeper
