// Status for people and for programs.
#include <fmt/format.h>

#include "base/json_text.h"
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

std::string TableText(const TableStatus& table) {
  std::string text = fmt::format("  {:<24} ", table.name);
  if (table.rows >= 0) text += fmt::format("{} rows, ", table.rows);
  text += fmt::format("{} queued, {} conflicts, {} held, {} rejected", table.queued,
                      table.conflicts, table.held, table.rejected);
  return text + (table.guard.empty() ? "" : ", HELD (" + table.guard + ")");
}

std::string CycleJson(const std::optional<CycleFact>& cycle, WallTime now) {
  if (!cycle) return "null";
  return fmt::format(R"({{"finished":"{}","age_s":{},"duration_ms":{},"good":{},"error":{}}})",
                     FormatRfc3339(cycle->finished), (now - cycle->finished).count() / 1000,
                     cycle->duration.count(), cycle->error.empty(), JsonText(cycle->error));
}

std::string TableJson(const TableStatus& table) {
  const std::string hold = table.guard.empty()
                               ? "null"
                               : fmt::format(R"({{"guard":{},"reason":{}}})", JsonText(table.guard),
                                             JsonText(table.reason));
  return fmt::format(
      R"({{"name":{},"rows":{},"queued":{},"conflicts":{},"held_rows":{},"rejected_rows":{},"hold":{}}})",
      JsonText(table.name), table.rows < 0 ? "null" : fmt::format("{}", table.rows), table.queued,
      table.conflicts, table.held, table.rejected, hold);
}

template <typename T, typename Write>
std::string List(const std::vector<T>& items, const Write& write) {
  std::string text;
  for (const T& item : items) text += (text.empty() ? "" : ",") + write(item);
  return "[" + text + "]";
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
  line("Next cycle:", status.next_cycle ? FormatRfc3339(*status.next_cycle) : "not planned");
  line("Worker:", status.worker.empty() ? "none is running" : status.worker);
  line("Interval:", fmt::format("{} s", status.interval_s));
  line("Requests:", fmt::format("{} in the last record", status.requests_last_record));
  line("Database:", fmt::format("{} (format {})", status.database, status.format_version));
  line("Spreadsheet:", status.spreadsheet.empty() ? "not bound yet" : status.spreadsheet);
  line("Version:", status.version);
  text += "Tables:\n";
  for (const TableStatus& table : status.tables) text += TableText(table) + "\n";
  return text;
}

std::string StatusJson(const Status& status, const Judgement& judgement, WallTime now) {
  const std::string next =
      status.next_cycle ? "\"" + FormatRfc3339(*status.next_cycle) + "\"" : "null";
  return fmt::format(
      R"({{"in_sync":{},"health":"{}","stalled":{},"reasons":{},"last_complete_cycle":{},)"
      R"("last_cycle":{},"next_cycle":{},"interval_s":{},"worker":{},"open_writes":{},)"
      R"("requests_last_record":{},"tables":{},"database":{},"format_version":{},)"
      R"("spreadsheet":{},"version":{}}})",
      judgement.in_sync, Name(judgement.health), judgement.stalled,
      List(judgement.reasons, [](const std::string& reason) { return JsonText(reason); }),
      CycleJson(status.last_good_cycle, now), CycleJson(status.last_cycle, now), next,
      status.interval_s, status.worker.empty() ? "null" : JsonText(status.worker),
      status.open_intents, status.requests_last_record, List(status.tables, TableJson),
      JsonText(status.database), status.format_version, JsonText(status.spreadsheet),
      JsonText(status.version));
}

}  // namespace sheetkeeper
