#include "sync/compare.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <utility>
#include <vector>

#include "merge/merge.h"
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

bool EqualsItsBase(const StoredRow& stored) {
  const auto* now = std::get_if<Row>(&stored.now);
  if (now == nullptr) return IsAbsent(stored.now) && stored.base_known && !stored.base;
  return stored.base && *now == *stored.base;
}

class Comparison {
 public:
  Comparison(TableState& table, Store& store, const std::set<RowKey>& being_restored,
             const Refusal& refusal)
      : table_(table), store_(store), being_restored_(being_restored), refusal_(refusal) {}

  Result<Compared> Run() {
    compared_.local_rows = static_cast<int64_t>(table_.base.size());
    TRY("reading what was decided and rejected before", ReadLists());
    TRY("finding deleted rows", FindOthers());
    if (table_.pending.size() > 0) {
      TRY("comparing local changes", MergeLocalChanges());
      TRY("comparing rows that are new on both sides", MergeMeetings());
    }
    std::vector<PlannedRow> local = std::exchange(table_.rows, {});
    TRY("comparing rows that changed in the sheet", MergeOthers());
    TRY("settling decisions", SettleDecided());
    table_.view.new_keys = {};  // they may be many, and have told all there is to tell
    std::move(local.begin(), local.end(), std::back_inserter(table_.rows));
    return compared_;
  }

 private:
  // What one row is merged with.
  struct InSheet {
    SideRow row;
    int sheet_row = -1;
  };
  // Whether a row gets a place among those that are taken up.
  enum class Place {
    kAlways,  // its database has not changed
    kAsk,     // the next one of the local changes
    kAsked,   // was asked for before
  };

  const std::string& name() const { return table_.schema().name; }

  Result<> ReadLists() {
    TRY_ASSIGN(const auto resolutions, "reading decisions", store_.Resolutions(name()));
    for (const Resolution& it : resolutions) {
      resolutions_[it.key].push_back(it);
      undecided_.insert(it.key);
    }
    if (!table_.part.MayPutOff(table_.pending.size())) return {};
    TRY_ASSIGN(const auto rejected, "reading rejected rows", store_.RejectedRows(name()));
    for (const RejectedRow& row : rejected) rejected_before_[row.key].push_back(row);
    return {};
  }

  // Rows that may have changed in the sheet; those of them that changed in the database too are
  // taken out again when they are met there.
  Result<> FindOthers() {
    for (const auto& [key, row] : table_.view.rows) others_.insert(key);
    if (table_.base.CountUnseen() == 0) return {};
    TRY_ASSIGN(const auto unseen, "reading", store_.UnseenKeys(name(), table_.base));
    others_.insert(unseen.begin(), unseen.end());
    return {};
  }

  Result<> MergeLocalChanges() {
    return store_.ForEachLocalChange(name(), table_.last_change,
                                     [&](const StoredRow& stored) -> Result<> {
                                       others_.erase(stored.key);
                                       Count(stored);
                                       if (!IsMeeting(stored.key)) {
                                         Merge(stored, InSheetOf(stored), Place::kAsk);
                                       } else {
                                         table_.part.Take(stored.seq);
                                       }
                                       return {};
                                     });
  }

  void Count(const StoredRow& stored) {
    const bool in_base = stored.base.has_value() || !stored.base_known;
    if (!IsAbsent(stored.now)) ++compared_.local_rows;
    if (in_base) --compared_.local_rows;
  }

  // The row is new on both sides: it stands in the spool of new rows.
  bool IsMeeting(const RowKey& key) const {
    return table_.view.new_keys.PlaceOf(key) >= 0 && !table_.view.held.contains(key) &&
           !table_.view.rows.contains(key) && !being_restored_.contains(key);
  }

  Result<> MergeMeetings() {
    const size_t key_column = table_.schema().key;
    return table_.view.arrivals.ForEach([&](const Row& row, int sheet_row) -> Result<> {
      const RowKey& key = row[key_column];
      if (!table_.pending.Contains(Digest(key)) || !IsMeeting(key)) return {};
      TRY_ASSIGN(auto stored, "reading a row", store_.ReadRows(name(), {key}));
      // It may have gone from the database since.
      if (stored.empty()) stored.emplace_back().key = key;
      Merge(stored.front(), {row, sheet_row}, Place::kAsked);
      return {};
    });
  }

  Result<> MergeOthers() {
    const std::vector<RowKey> keys(others_.begin(), others_.end());
    TRY_ASSIGN(auto rows, "reading rows", store_.ReadRows(name(), keys));
    for (const StoredRow& row : rows) others_.erase(row.key);
    for (const RowKey& key : others_) rows.emplace_back().key = key;
    for (const StoredRow& row : rows) Merge(row, InSheetOf(row), Place::kAlways);
    return {};
  }

  // A row that was decided about and need not be compared equals its base on both sides: the
  // decision has nothing left to decide. Nor has one about a row that is nowhere any more. A row
  // that a program has changed since is compared by the next cycle.
  Result<> SettleDecided() {
    if (undecided_.empty()) return {};
    TRY_ASSIGN(auto rows, "reading rows",
               store_.ReadRows(name(), {undecided_.begin(), undecided_.end()}));
    for (const StoredRow& row : rows) undecided_.erase(row.key);
    for (const RowKey& key : undecided_) {
      if (table_.view.new_keys.PlaceOf(key) < 0) rows.emplace_back().key = key;
    }
    for (StoredRow& row : rows) {
      if (EqualsItsBase(row) && !IsHeld(InSheetOf(row).row)) {
        table_.settled.push_back(std::move(row));
      }
    }
    return {};
  }

  InSheet InSheetOf(const StoredRow& stored) const {
    const RowKey& key = stored.key;
    if (being_restored_.contains(key)) return {Held{"it is being put back"}};
    if (const auto held = table_.view.held.find(key); held != table_.view.held.end()) {
      return {held->second};
    }
    if (const auto found = table_.view.rows.find(key); found != table_.view.rows.end()) {
      return {found->second.row, found->second.sheet_row};
    }
    const BaseIndex::Entry* entry = table_.base.Find(key);
    if (entry == nullptr) return {};
    if (entry->sheet_row >= 0) return AsAgreed(stored, entry->sheet_row);
    if (table_.view.unkeyed_rows > 0) {
      return {Held{"it may be one of the rows whose key is not usable"}};
    }
    return {};
  }

  // The read met the row, and it was the one of the base.
  static InSheet AsAgreed(const StoredRow& stored, int sheet_row) {
    if (!stored.base) return {Held{"its base is not known any more; the next cycle reads it"}};
    return {*stored.base, sheet_row};
  }

  SideRow LocalOf(const StoredRow& stored, Place place) {
    if (const auto* held = std::get_if<Held>(&stored.now)) return Reject(stored.key, *held);
    const auto* row = std::get_if<Row>(&stored.now);
    if (row == nullptr || place == Place::kAlways) return stored.now;
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

  void Merge(const StoredRow& stored, InSheet in_sheet, Place place) {
    undecided_.erase(stored.key);
    RowTriple triple;
    triple.key = stored.key;
    triple.sheet_row = in_sheet.sheet_row;
    triple.remote = std::move(in_sheet.row);
    triple.local = LocalOf(stored, place);
    triple.base = BaseOf(stored, triple.remote);
    if (const auto found = resolutions_.find(stored.key); found != resolutions_.end()) {
      triple.resolutions = found->second;
    }
    if (auto plan = MergeRow(triple, table_.schema())) {
      Keep(stored, std::move(*plan), std::move(triple.base), place);
    } else if (place != Place::kAlways && !IsHeld(triple.remote) && !IsHeld(triple.local)) {
      if (HasPlace(stored, place)) table_.settled.push_back(stored);
    }
  }

  bool HasPlace(const StoredRow& stored, Place place) {
    if (place == Place::kAlways) return true;
    return place == Place::kAsk ? table_.part.Take(stored.seq) : table_.part.Has(stored.seq);
  }

  void Keep(const StoredRow& stored, RowPlan plan, std::optional<Row> base, Place place) {
    compared_.plan.Add(plan);
    const uint64_t writes = WritesOf(plan);
    if (!HasPlace(stored, place)) return PutOff(stored.key, writes);
    const auto* row = std::get_if<Row>(&stored.now);
    PlannedRow& planned = table_.rows.emplace_back();
    planned.plan = std::move(plan);
    planned.base = std::move(base);
    planned.local_digest = Digest(row != nullptr ? *row : Row{});
    planned.writes = writes;
  }

  // Whoever was in its way when it was tried last is taken to be there still.
  void PutOff(const RowKey& key, uint64_t writes) {
    table_.put_off += writes;
    const auto before = rejected_before_.find(key);
    if (before == rejected_before_.end()) return;
    table_.rejected.insert(table_.rejected.end(), before->second.begin(), before->second.end());
  }

  TableState& table_;
  Store& store_;
  const std::set<RowKey>& being_restored_;
  const Refusal& refusal_;
  std::map<RowKey, std::vector<Resolution>> resolutions_;
  std::map<RowKey, std::vector<RejectedRow>> rejected_before_;
  std::set<RowKey> undecided_;  // keys of resolutions that no comparison has met yet
  std::set<RowKey> others_;
  Compared compared_;
};

}  // namespace

Result<Compared> Compare(TableState& table, Store& store, const std::set<RowKey>& being_restored,
                         const Refusal& refusal) {
  return Comparison(table, store, being_restored, refusal).Run();
}

}  // namespace sheetkeeper
