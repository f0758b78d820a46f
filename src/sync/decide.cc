#include "sync/decide.h"

#include <algorithm>
#include <string>
#include <utility>

#include "merge/guard.h"
#include "merge/merge.h"
#include "merge/revert.h"
#include "model/a1.h"
#include "sync/compare.h"

namespace sheetkeeper {
namespace {

// Ends the fingerprint of what is left of a plan that a person decided about, while it is carried
// out part by part.
constexpr char kRest[] = "-rest";

// Rows that we took away by mistake and are putting back are not missed in the sheet.
std::optional<Trip> Check(const TableState& table, const Compared& compared,
                          const std::set<RowKey>& being_restored) {
  const int64_t away =
      std::count_if(being_restored.begin(), being_restored.end(),
                    [&](const RowKey& key) { return table.base.Find(key) != nullptr; });
  const TableFacts facts{.base_rows = static_cast<int64_t>(table.base.size()) - away,
                         .sheet_rows = table.view.keyed_rows + table.view.unkeyed_rows,
                         .local_rows = compared.local_rows};
  return CheckPlan(compared.plan, facts, table.binding->limits);
}

void Stop(TableState& table, const Trip& trip, const PlanSum& plan) {
  table.hold = HoldOf(table, trip.guard, trip.reason);
  table.hold->fingerprint = plan.Fingerprint();
  table.stopped = std::move(table.rows);
  table.rows.clear();
  table.settled.clear();
}

void CarryOut(TableState& table, const Hold& decided) {
  table.decided = decided;
  if (decided.decision != HoldDecision::kRevert) return;
  for (PlannedRow& row : table.rows) row.plan = TakenBack(std::move(row.plan), decided.guard);
}

// Stops an improbable plan, unless a person has decided about this very one, or one that this is
// the rest of. Where that rest is another by now, what was to be taken back must not be carried out
// because the limits allow so few rows.
void Guard(TableState& table, const std::optional<Hold>& held_before, const Compared& compared,
           const std::set<RowKey>& being_restored) {
  const PlanSum& plan = compared.plan;
  if (plan.rows() == 0) return;
  const bool decided = held_before && held_before->decision != HoldDecision::kNone;
  const std::string name = plan.Fingerprint();
  if (decided && (held_before->fingerprint == name || held_before->fingerprint == name + kRest)) {
    CarryOut(table, *held_before);
    return;
  }
  if (const auto trip = Check(table, compared, being_restored)) {
    Stop(table, *trip, plan);
  } else if (decided && held_before->decision == HoldDecision::kRevert &&
             held_before->fingerprint.ends_with(kRest)) {
    Stop(table,
         {held_before->guard,
          "something else changed while what was to be taken back was; what is "
          "left has to be decided about once more"},
         plan);
  }
}

// The sheet refuses a key as it refuses a row; nobody can tell the rows apart.
void DecideKeys(TableState& table, const Refusal& refusal) {
  if (table.view.keyless.empty()) return;
  StoredRow keyless;
  keyless.now = Row{};
  const auto refused = refusal(keyless);
  if (!refused) return;
  for (const int row : std::exchange(table.view.keyless, {})) {
    HoldKeyless(table, row, "the sheet refuses to take a key: " + *refused);
  }
}

}  // namespace

void HoldKeyless(TableState& table, int sheet_row, const std::string& reason) {
  const SheetView& view = table.view;
  const int column = view.layout.columns[table.schema().key];
  table.view.held_rows.push_back(
      {Null{}, A1In(view.title, sheet_row, column), table.schema().key_column().name, reason});
}

Result<> Decide(TableState& table, Store& store, const std::set<RowKey>& being_restored,
                const std::optional<Hold>& held_before, const Refusal& refusal) {
  if (table.hold) return {};
  if (table.view.trouble) {
    table.hold = HoldOf(table, "header", table.view.trouble->reason);
    return {};
  }
  TRY_ASSIGN(const Compared compared, "comparing " + table.schema().name,
             Compare(table, store, being_restored, refusal));
  DecideKeys(table, refusal);
  Guard(table, held_before, compared, being_restored);
  return {};
}

std::optional<Hold> LeftOfDecision(const TableState& table) {
  if (!table.decided) return std::nullopt;
  uint64_t left = table.put_off;
  for (const PlannedRow& row : table.rows) {
    if (row.plan.on_sheet != SideAction::kNone && !row.sent) left += row.writes;
  }
  if (left == 0) return std::nullopt;
  Hold hold = *table.decided;
  hold.fingerprint = FingerprintOf(left) + kRest;
  return hold;
}

std::optional<PlannedRow> DecideArrival(const TableState& table,
                                        const std::set<RowKey>& being_restored, const Row& row,
                                        int sheet_row) {
  RowTriple triple;
  triple.key = row[table.schema().key];
  if (being_restored.contains(triple.key) || table.view.held.contains(triple.key) ||
      table.pending.Contains(Digest(triple.key))) {
    return std::nullopt;
  }
  triple.remote = row;
  triple.sheet_row = sheet_row;
  auto plan = MergeRow(triple, table.schema());
  if (!plan) return std::nullopt;
  PlannedRow planned;
  planned.plan = std::move(*plan);
  return planned;
}

}  // namespace sheetkeeper
