#include "sync/scrub_schedule.h"

#include "base/log.h"

namespace sheetkeeper {
namespace {

constexpr char kLogger[] = "sync_manager";

Result<> ScrubTable(TableState& table, Store& store) {
  const std::string& name = table.schema().name;
  const auto found = store.Scrub(name);
  if (found) {
    if (*found > 0) {
      Log(LogLevel::kInfo, kLogger, "{} changes of table {} went past its triggers", *found, name);
    }
    return {};
  }
  if (found.error().kind != ErrorKind::kInvalid) return Fail(found.error());
  table.hold = HoldOf(table, "database-table", found.error().message);
  return {};
}

}  // namespace

Result<bool> ScrubSchedule::IsDue(Store& store, Clock& clock) const {
  TRY_ASSIGN(const int64_t structure, "reading the structure", store.StructureVersion());
  return !last_ || structure != structure_ || clock.Mono() - *last_ >= interval_;
}

Result<> ScrubSchedule::RunIfDue(std::vector<TableState>& tables, Store& store, Clock& clock) {
  TRY_ASSIGN(const bool due, "looking whether it is due", IsDue(store, clock));
  if (!due) return {};
  const MonoTime now = clock.Mono();
  last_.reset();
  bool all = true;
  for (TableState& table : tables) {
    TRY("comparing " + table.schema().name + " with its base", ScrubTable(table, store));
    all = all && !table.hold;
  }
  if (!all) return {};
  // The scrub itself puts triggers back.
  TRY_ASSIGN(structure_, "reading the structure", store.StructureVersion());
  last_ = now;
  return {};
}

}  // namespace sheetkeeper
