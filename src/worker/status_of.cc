#include "worker/status_of.h"

#include "base/number_text.h"
#include "base/version.h"
#include "worker/instance_lock.h"

namespace sheetkeeper {
namespace {

std::optional<CycleFact> FactOf(const std::optional<CycleRecord>& record) {
  if (!record) return std::nullopt;
  return CycleFact{.finished = WallTime(Millis(record->finished_ms)),
                   .duration = Millis(record->duration_ms),
                   .error = record->error};
}

Result<int> NumberFact(StatusReader& reader, const std::string& name, int otherwise) {
  TRY_ASSIGN(const auto text, "reading the status", reader.Meta(name));
  return static_cast<int>(ParseInteger(text.value_or("")).value_or(otherwise));
}

}  // namespace

Result<> FillFrom(StatusReader& reader, bool count_rows, WallTime now, Status& status) {
  TRY_ASSIGN(const StoredStatus stored, "reading the status", reader.Read(count_rows));
  TRY_ASSIGN(status.requests_last_hour, "counting requests",
             reader.RequestsSince(now - std::chrono::hours(1)));
  status.format_version = stored.format_version;
  status.spreadsheet = stored.spreadsheet_id;
  status.open_intents = stored.open_intents;
  status.last_cycle = FactOf(stored.last_cycle);
  status.last_good_cycle = FactOf(stored.last_good_cycle);
  status.tables.clear();
  for (const StoredTable& table : stored.tables) {
    status.tables.push_back({.name = table.name,
                             .rows = table.rows,
                             .queued = table.queued,
                             .conflicts = table.conflicts,
                             .held = table.held,
                             .rejected = table.rejected,
                             .guard = table.hold ? table.hold->guard : "",
                             .reason = table.hold ? table.hold->reason : ""});
  }
  return {};
}

Result<Status> ReadStatus(StatusReader& reader, const std::string& database, WallTime now) {
  Status status;
  TRY("", FillFrom(reader, true, now, status));
  status.version = Version();
  status.database = database;
  TRY_ASSIGN(status.interval_s, "reading the status",
             NumberFact(reader, "worker.interval_s", status.interval_s));
  TRY_ASSIGN(status.record_interval_s, "reading the status",
             NumberFact(reader, "worker.record_interval_s", status.record_interval_s));
  TRY_ASSIGN(status.read_quota, "reading the status",
             NumberFact(reader, "worker.read_quota", status.read_quota));
  TRY_ASSIGN(status.write_quota, "reading the status",
             NumberFact(reader, "worker.write_quota", status.write_quota));
  TRY_ASSIGN(const auto worker_version, "reading the status", reader.Meta("worker.version"));
  status.worker_version = worker_version.value_or("");
  const auto holder = InstanceLock::Holder(database);
  if (holder) status.worker = holder->text;
  if (holder && status.last_cycle) {
    status.next_cycle = status.last_cycle->finished + std::chrono::seconds(status.interval_s);
  }
  return status;
}

}  // namespace sheetkeeper
