#include "sync/decide.h"

#include <map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "merge/guard.h"
#include "merge/merge.h"
#include "merge/revert.h"
#include "model/a1.h"
#include "model/canonical.h"

namespace sheetkeeper {
namespace {

// The first value of a row that a sheet cannot hold.
std::optional<Held> WhatDoesNotFit(const Row& row, const TableSchema& schema) {
  for (size_t i = 0; i < row.size(); ++i) {
    auto cell = ToCell(row[i], schema.columns[i]);
    if (auto* misfit = std::get_if<Misfit>(&cell)) {
      return Held{std::move(misfit->reason), static_cast<int>(i)};
    }
  }
  return std::nullopt;
}

// The row with that digest each of whose cells stands in one of the two rows: the base, where no
// cell was changed on both sides. Nothing where there is none, or too many cells differ to try;
// such a row is merged as one without a base.
std::optional<Row> FindBase(const Row& a, const Row& b, uint64_t digest) {
  constexpr size_t kMaxDiffering = 12;
  std::vector<size_t> differing;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i]) differing.push_back(i);
  }
  if (differing.size() > kMaxDiffering) return std::nullopt;
  for (uint32_t choice = 0; choice < (1U << differing.size()); ++choice) {
    Row row = a;
    for (size_t i = 0; i < differing.size(); ++i) {
      if ((choice >> i & 1U) != 0) row[differing[i]] = b[differing[i]];
    }
    if (Digest(row) == digest) return row;
  }
  return std::nullopt;
}

class Decision {
 public:
  Decision(TableState& table, Store& store, const std::set<RowKey>& being_restored,
           const Refusal& refusal)
      : table_(table), store_(store), being_restored_(being_restored), refusal_(refusal) {}

  Result<> Run() {
    TRY_ASSIGN(const auto resolutions, "reading decisions",
               store_.Resolutions(table_.schema().name));
    for (const Resolution& it : resolutions) resolutions_[it.key].push_back(it);
    TRY_ASSIGN(const auto rows, "reading the rows to compare", OtherRowsToCompare());
    table_.rows.reserve(rows.size() + table_.local.size());
    for (const StoredRow& row : rows) Merge(row);
    for (const auto& [key, row] : table_.local) Merge(row);
    return SettleDecided(rows);
  }

  // Keys that the database holds and the sheet does not.
  bool AnyUnseen() const { return table_.base.CountUnseen() > 0; }

 private:
  // Rows that may have changed in the sheet, with their base, but for those that may have changed
  // in the database: these may be many, and stand in table_.local.
  Result<std::vector<StoredRow>> OtherRowsToCompare() {
    std::set<RowKey> wanted;
    for (const auto& [key, row] : table_.view.rows) wanted.insert(key);
    if (AnyUnseen()) {
      TRY_ASSIGN(const auto unseen, "finding deleted rows",
                 store_.UnseenKeys(table_.schema().name, table_.base));
      wanted.insert(unseen.begin(), unseen.end());
    }
    std::vector<RowKey> to_read;
    for (const RowKey& key : wanted) {
      if (!table_.local.contains(key)) to_read.push_back(key);
    }
    TRY_ASSIGN(auto rows, "reading rows", store_.ReadRows(table_.schema().name, to_read));
    for (const StoredRow& row : rows) wanted.erase(row.key);
    for (const RowKey& key : wanted) {
      if (!table_.local.contains(key)) rows.emplace_back().key = key;
    }
    return rows;
  }

  // A row that was decided about and need not be compared equals its base on both sides: the
  // decision has nothing left to decide.
  Result<> SettleDecided(const std::vector<StoredRow>& compared) {
    std::set<RowKey> keys;
    for (const auto& [key, resolutions] : resolutions_) {
      if (!table_.local.contains(key)) keys.insert(key);
    }
    for (const StoredRow& row : compared) keys.erase(row.key);
    if (keys.empty()) return {};
    TRY_ASSIGN(auto rows, "reading rows",
               store_.ReadRows(table_.schema().name, {keys.begin(), keys.end()}));
    for (StoredRow& row : rows) {
      if (!IsHeld(RemoteOf(row.key))) table_.settled.push_back(std::move(row));
    }
    return {};
  }

  SideRow RemoteOf(const RowKey& key) const {
    if (being_restored_.contains(key)) return Held{"it is being put back"};
    if (const auto held = table_.view.held.find(key); held != table_.view.held.end()) {
      return held->second;
    }
    if (const auto found = table_.view.rows.find(key); found != table_.view.rows.end()) {
      return found->second.row;
    }
    const BaseIndex::Entry* entry = table_.base.Find(key);
    if (entry != nullptr && table_.view.unkeyed_rows > 0) {
      return Held{"it may be one of the rows whose key is not usable"};
    }
    return std::monostate{};
  }

  SideRow LocalOf(const StoredRow& stored) {
    if (const auto* held = std::get_if<Held>(&stored.now)) return Reject(stored.key, *held);
    const auto* row = std::get_if<Row>(&stored.now);
    if (row == nullptr || !table_.local.contains(stored.key)) return stored.now;
    if (const auto misfit = WhatDoesNotFit(*row, table_.schema())) {
      return Reject(stored.key, *misfit);
    }
    if (const auto reason = refusal_(stored)) return Reject(stored.key, Held{*reason, -1});
    return stored.now;
  }

  Held Reject(const RowKey& key, const Held& held) {
    const std::string column =
        held.column < 0 ? "" : table_.schema().columns[static_cast<size_t>(held.column)].name;
    table_.rejected.push_back({key, column, held.reason});
    return held;
  }

  // A write that went past the triggers took the values of the base along, but not its digest.
  static std::optional<Row> BaseOf(const StoredRow& stored, const SideRow& remote) {
    if (stored.base_known) return stored.base;
    const auto* theirs = std::get_if<Row>(&remote);
    const auto* ours = std::get_if<Row>(&stored.now);
    if (theirs == nullptr && ours == nullptr) return std::nullopt;
    return FindBase(theirs != nullptr ? *theirs : *ours, ours != nullptr ? *ours : *theirs,
                    stored.base_digest);
  }

  void Merge(const StoredRow& stored) {
    RowTriple triple;
    triple.key = stored.key;
    triple.remote = RemoteOf(stored.key);
    triple.local = LocalOf(stored);
    triple.base = BaseOf(stored, triple.remote);
    if (const auto found = table_.view.rows.find(stored.key); found != table_.view.rows.end()) {
      triple.sheet_row = found->second.sheet_row;
    }
    if (const auto found = resolutions_.find(stored.key); found != resolutions_.end()) {
      triple.resolutions = found->second;
    }
    if (auto plan = MergeRow(triple, table_.schema())) {
      table_.rows.push_back({std::move(*plan), std::move(triple.base), nullptr});
    } else if (table_.local.contains(stored.key) && !IsHeld(triple.remote) &&
               !IsHeld(triple.local)) {
      table_.settled.push_back(stored);
    }
  }

  TableState& table_;
  Store& store_;
  const std::set<RowKey>& being_restored_;
  const Refusal& refusal_;
  std::map<RowKey, std::vector<Resolution>> resolutions_;
};

// The plans of all rows, taken out of them for as long as it lives: they may be many.
class PlansOf {
 public:
  explicit PlansOf(TableState& table) : rows_(table.rows) {
    plans_.reserve(rows_.size());
    for (PlannedRow& row : rows_) plans_.push_back(std::move(row.plan));
  }
  ~PlansOf() {
    for (size_t i = 0; i < rows_.size(); ++i) rows_[i].plan = std::move(plans_[i]);
  }
  PlansOf(const PlansOf&) = delete;
  PlansOf& operator=(const PlansOf&) = delete;

  const std::vector<RowPlan>& all() const { return plans_; }

 private:
  std::vector<PlannedRow>& rows_;
  std::vector<RowPlan> plans_;
};

struct Stopped {
  Trip trip;
  std::string fingerprint;  // of the plan
};

std::optional<Stopped> Check(TableState& table, int64_t local_rows) {
  const PlansOf plans(table);
  const TableFacts facts{.base_rows = static_cast<int64_t>(table.base.size()),
                         .sheet_rows = table.view.keyed_rows + table.view.unkeyed_rows,
                         .local_rows = local_rows};
  auto trip = CheckPlan(plans.all(), facts, table.binding->limits);
  if (!trip) return std::nullopt;
  return Stopped{*std::move(trip), Fingerprint(plans.all())};
}

// Stops an improbable plan, unless a person has decided about this very one.
Result<> Guard(TableState& table, Store& store, const std::optional<Hold>& held_before) {
  if (table.rows.empty()) return {};
  TRY_ASSIGN(const int64_t local_rows, "counting rows", store.CountRows(table.schema().name));
  const auto stopped = Check(table, local_rows);
  if (!stopped) return {};
  const auto& [trip, fingerprint] = *stopped;
  if (held_before && held_before->fingerprint == fingerprint) {
    if (held_before->decision == HoldDecision::kApprove) return {};
    if (held_before->decision == HoldDecision::kRevert) {
      for (PlannedRow& row : table.rows) row.plan = TakenBack(std::move(row.plan), trip.guard);
      return {};
    }
  }
  table.hold = HoldOf(table, trip.guard, trip.reason);
  table.hold->fingerprint = fingerprint;
  table.stopped = std::move(table.rows);
  table.rows.clear();
  table.settled.clear();
  return {};
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
  TRY("comparing " + table.schema().name, Decision(table, store, being_restored, refusal).Run());
  DecideKeys(table, refusal);
  return Guard(table, store, held_before);
}

std::optional<PlannedRow> DecideArrival(const TableState& table,
                                        const std::set<RowKey>& being_restored, const Row& row,
                                        int sheet_row) {
  RowTriple triple;
  triple.key = row[table.schema().key];
  if (being_restored.contains(triple.key) || table.view.held.contains(triple.key)) {
    return std::nullopt;
  }
  triple.remote = row;
  triple.sheet_row = sheet_row;
  auto plan = MergeRow(triple, table.schema());
  if (!plan) return std::nullopt;
  return PlannedRow{std::move(*plan), std::nullopt, nullptr};
}

}  // namespace sheetkeeper
