#include "sync/commit.h"

#include <algorithm>
#include <memory>
#include <span>
#include <utility>

#include "base/log.h"
#include "model/a1.h"
#include "sync/decide.h"
#include "sync/last_writer.h"

namespace sheetkeeper {
namespace {

constexpr char kLogger[] = "sync_manager";

bool Pushed(const PlannedRow& row) {
  return row.sent && row.sent->verdict.kind != Verdict::Kind::kMisplaced;
}

// The cell holds what this cycle was to write there.
bool Stands(const PlannedRow& row, int column) {
  if (column < 0) return Pushed(row);
  for (size_t i = 0; row.sent && i < row.sent->op.cells.size(); ++i) {
    if (row.sent->op.cells[i].column != static_cast<size_t>(column)) continue;
    return row.sent->verdict.cell_done[i];
  }
  return false;
}

// Else the row waits as it is: its change cannot be sent now, or a person has to decide.
bool Moves(const PlannedRow& row) {
  return row.plan.on_local != SideAction::kNone || row.sent || row.plan.base_unpushed != row.base;
}

bool SameValues(const Conflict& a, const Conflict& b) {
  return a.key == b.key && a.column == b.column && a.remote == b.remote && a.local == b.local;
}

class Commit {
 public:
  Commit(const CommitInput& input, Store& store, Tabs& tabs, HeaderNames& headers)
      : input_(input), store_(store), tabs_(tabs), headers_(headers) {}

  Result<std::vector<TableOutcome>> Run() {
    outcomes_.resize(input_.tables.size());
    const ProgressEnd end(input_.progress);
    for (size_t i = 0; i < input_.tables.size(); ++i) {
      TRY("committing " + input_.tables[i].schema().name,
          CommitTable(input_.tables[i], outcomes_[i]));
    }
    for (const auto& [table, covered] : input_.push.covered) {
      TRY("keeping what was covered", Open());
      TRY("keeping what was covered", transaction_->AddCovered(table, covered));
    }
    for (const HistoryEntry& entry : input_.push.history) {
      TRY("entering the history", Open());
      TRY("entering the history", transaction_->AddHistory(entry));
    }
    TRY("recording what is to be mended", CommitMending());
    TRY("settling intents", SettleIntents());
    if (tabs_.NeedsSaving()) {
      TRY("recording tabs", Open());
      TRY("recording tabs", tabs_.Save(*transaction_));
    }
    if (transaction_ != nullptr) TRY("committing", transaction_->Commit());
    return std::move(outcomes_);
  }

 private:
  // The transaction opens with the first thing to write: a quiet cycle has none.
  Result<> Open() {
    if (transaction_ != nullptr) return {};
    TRY_ASSIGN(transaction_, "opening the transaction", store_.Begin());
    return {};
  }

  Result<> CommitTable(TableState& table, TableOutcome& outcome) {
    TRY("recording the hold", CommitHold(table));
    if (table.hold) return {};
    TRY_ASSIGN(open_, "reading open conflicts", store_.OpenConflicts(table.schema().name));
    input_.progress.Begin("writing " + table.schema().name + " to the database",
                          RowsToCommit(table));
    for (PlannedRow& row : table.rows) {
      bool pulled = false;
      if (Moves(row)) {
        TRY_ASSIGN(pulled, "committing a row", CommitRow(table, row, outcome));
      }
      TRY("keeping conflicts", KeepConflicts(table, row, pulled));
      TRY("closing conflicts", CloseAgreed(table, row));
    }
    TRY("committing new rows of the sheet", CommitArrivals(table, outcome));
    for (const StoredRow& row : table.settled) TRY("settling a row", SettleRow(table, row));
    if (!IsBeingRestored(table)) {
      for (const Repair& repair : table.view.moot_repairs) {
        TRY("keeping what was covered", KeepCovered(table, repair));
      }
    }
    if (headers_.NeedsSaving(table)) {
      TRY("recording the headers", Open());
      TRY("recording the headers", headers_.Save(table, *transaction_));
    }
    TRY("listing held rows", CommitHeldRows(table));
    return CommitRejectedRows(table);
  }

  static int64_t RowsToCommit(const TableState& table) {
    return std::count_if(table.rows.begin(), table.rows.end(), Moves) + table.view.arrivals.size();
  }

  Result<> CommitHold(const TableState& table) {
    const std::string& name = table.schema().name;
    const auto before = std::find_if(input_.holds_before.begin(), input_.holds_before.end(),
                                     [&](const Hold& hold) { return hold.table == name; });
    if (!table.hold && before == input_.holds_before.end()) return {};
    if (const auto left = table.hold ? std::nullopt : LeftOfDecision(table)) {
      if (left->fingerprint == before->fingerprint) return {};
      TRY("keeping what is left of a decision", Open());
      return transaction_->SetHold(*left);
    }
    if (!table.hold) {
      TRY("clearing the hold", Open());
      Log(LogLevel::kInfo, kLogger, "Table {} is no longer held", name);
      return transaction_->ClearHold(name);
    }
    const bool known = before != input_.holds_before.end() && before->guard == table.hold->guard &&
                       before->reason == table.hold->reason &&
                       before->fingerprint == table.hold->fingerprint;
    if (known) return {};
    Log(LogLevel::kWarning, kLogger, "Table {} (sheet {}) is held ({}): {}", name,
        table.binding->sheet_title, table.hold->guard, table.hold->reason);
    TRY("holding the table", Open());
    return transaction_->SetHold(*table.hold);
  }

  // True where the database was written.
  Result<bool> CommitRow(TableState& table, PlannedRow& row, TableOutcome& outcome) {
    TRY("committing", Open());
    RowCommit commit = CommitOf(row);
    auto applied = transaction_->CommitRow(table.schema().name, commit);
    return TakeApplied(table, row, std::move(commit), std::move(applied), outcome);
  }

  static RowCommit CommitOf(PlannedRow& row) {
    RowCommit commit;
    commit.key = row.plan.key;
    commit.base = row.sent ? BaseAfter(row.plan.base_unpushed, row.sent->op, row.sent->verdict)
                           : row.plan.base_unpushed;
    commit.on_local = row.plan.on_local;
    commit.local_cells = std::move(row.plan.local_cells);
    commit.reason = row.plan.reason;
    return commit;
  }

  Result<bool> TakeApplied(TableState& table, const PlannedRow& row, RowCommit commit,
                           Result<bool> applied, TableOutcome& outcome) {
    const std::string& name = table.schema().name;
    input_.progress.Advance(1);
    if (!applied && applied.error().kind == ErrorKind::kInvalid) {
      // The user's own constraint refuses the sheet's row; what was pushed counts all the same.
      HoldBack(table, row.plan, applied.error().message);
      commit.on_local = SideAction::kNone;
      commit.local_cells.clear();
      applied = transaction_->CommitRow(name, commit);
    }
    if (!applied) return Fail(applied.error());
    const bool pulled = commit.on_local != SideAction::kNone;
    outcome.pulled += pulled && *applied ? 1 : 0;
    outcome.unfinished = outcome.unfinished || !*applied;
    if (Pushed(row)) {
      ++outcome.pushed;
      TRY("entering the history",
          transaction_->AddHistory({name, row.plan.key, "sheet",
                                    std::string(Name(row.sent->op.kind)), row.sent->op.cells,
                                    std::string(row.plan.reason)}));
    }
    return pulled;
  }

  Result<> CommitArrivals(TableState& table, TableOutcome& outcome) {
    const auto being_restored = input_.mending_before.KeysBeingRestored(table.schema().name);
    std::vector<PlannedRow> arrivals;
    arrivals.reserve(StoreTransaction::kRowsAtOnce);
    const auto decide = [&](const Row& row, int sheet_row) -> Result<> {
      auto arrival = DecideArrival(table, being_restored, row, sheet_row);
      if (arrival) arrivals.push_back(*std::move(arrival));
      if (arrivals.size() < StoreTransaction::kRowsAtOnce) return {};
      TRY("committing rows", CommitTogether(table, arrivals, outcome));
      arrivals.clear();
      return {};
    };
    TRY("committing rows", table.view.arrivals.ForEach(decide));
    return CommitTogether(table, arrivals, outcome);
  }

  Result<> CommitTogether(TableState& table, std::span<PlannedRow> rows, TableOutcome& outcome) {
    if (rows.empty()) return {};
    TRY("committing", Open());
    std::vector<RowCommit> commits;
    commits.reserve(rows.size());
    for (PlannedRow& row : rows) commits.push_back(CommitOf(row));
    TRY_ASSIGN(auto applied, "committing rows",
               transaction_->CommitRows(table.schema().name, commits));
    for (size_t i = 0; i < rows.size(); ++i) {
      TRY("committing a row",
          TakeApplied(table, rows[i], std::move(commits[i]), std::move(applied[i]), outcome));
      TRY("closing conflicts", CloseAgreed(table, rows[i]));
    }
    return {};
  }

  void HoldBack(TableState& table, const RowPlan& plan, const std::string& reason) const {
    const SheetLayout& layout = table.view.layout;
    table.view.held_rows.push_back(
        {plan.key, A1In(table.view.title, plan.sheet_row, layout.columns[table.schema().key]), "",
         reason});
  }

  // A decided conflict is recorded with the write that decides it. A write to the database that met
  // a newer edit in one cell may have been made in another, so it counts.
  Result<> KeepConflicts(const TableState& table, const PlannedRow& row, bool pulled) {
    const std::string& name = table.schema().name;
    for (const Conflict& conflict : row.plan.conflicts) {
      const bool decided = conflict.winner == Winner::kSheet      ? pulled
                           : conflict.winner == Winner::kDatabase ? Stands(row, conflict.column)
                                                                  : !IsOpen(conflict);
      if (!decided) continue;
      TRY("keeping a conflict", Open());
      TRY("keeping a conflict", transaction_->AddConflict(name, conflict));
    }
    if (!row.sent) return {};
    for (const Conflict& covered : row.sent->verdict.conflicts) {
      TRY("keeping what was covered", Open());
      TRY("keeping what was covered", transaction_->AddCovered(name, covered));
    }
    return {};
  }

  bool IsOpen(const Conflict& conflict) const {
    return std::any_of(open_.begin(), open_.end(),
                       [&](const Conflict& other) { return SameValues(conflict, other); });
  }

  // Open conflicts of the row that this plan does not have any more. One that it decides is over
  // when its write is recorded.
  Result<> CloseAgreed(const TableState& table, const PlannedRow& row) {
    for (const Conflict& open : open_) {
      if (open.key != row.plan.key || open.column < 0) continue;
      const bool still =
          std::any_of(row.plan.conflicts.begin(), row.plan.conflicts.end(),
                      [&](const Conflict& conflict) { return conflict.column == open.column; });
      if (still) continue;
      TRY("closing a conflict", Open());
      TRY("closing a conflict", transaction_->CloseConflicts(table.schema().name, row.plan.key,
                                                             static_cast<size_t>(open.column)));
    }
    return {};
  }

  bool IsBeingRestored(const TableState& table) const {
    const auto& restores = input_.mending_before.restores;
    return std::any_of(restores.begin(), restores.end(), [&](const RowRestore& restore) {
      return restore.table == table.schema().name;
    });
  }

  Result<> KeepCovered(const TableState& table, const Repair& repair) {
    const auto covered = Covered(repair, table.schema());
    if (!covered) return {};
    TRY("keeping a conflict", Open());
    return transaction_->AddCovered(table.schema().name, *covered);
  }

  Result<> SettleRow(const TableState& table, const StoredRow& row) {
    TRY("settling", Open());
    RowCommit commit;
    commit.key = row.key;
    const auto* now = std::get_if<Row>(&row.now);
    if (now != nullptr) commit.base = *now;
    TRY("settling", transaction_->CommitRow(table.schema().name, commit));
    return transaction_->CloseConflicts(table.schema().name, row.key, std::nullopt);
  }

  Result<> CommitHeldRows(const TableState& table) {
    const std::string& name = table.schema().name;
    TRY_ASSIGN(const auto before, "reading held rows", store_.HeldRows(name));
    if (before == table.view.held_rows) return {};
    for (const HeldRow& row : table.view.held_rows) {
      if (std::find(before.begin(), before.end(), row) != before.end()) continue;
      Log(LogLevel::kWarning, kLogger,
          "{} is held back: it does not fit {}{}{}; the reason is in the table _held_rows",
          row.address, name, row.column.empty() ? "" : ".", row.column);
    }
    TRY("listing", Open());
    return transaction_->SetHeldRows(name, table.view.held_rows);
  }

  // In the order of keys: that in which a pass met them is not the one of the next.
  Result<> CommitRejectedRows(TableState& table) {
    const std::string& name = table.schema().name;
    std::stable_sort(table.rejected.begin(), table.rejected.end(),
                     [](const RejectedRow& a, const RejectedRow& b) { return a.key < b.key; });
    TRY_ASSIGN(const auto before, "reading rejected rows", store_.RejectedRows(name));
    if (before == table.rejected) return {};
    Log(LogLevel::kWarning, kLogger,
        "{} rows of {} cannot be sent to the sheet; the reasons are in the table _rejected_rows",
        table.rejected.size(), name);
    TRY("listing", Open());
    return transaction_->SetRejectedRows(name, table.rejected);
  }

  // What this read no longer found to be mended is dropped, as is what this batch carried out.
  Result<> CommitMending() {
    const PushReport& push = input_.push;
    const Mending& before = input_.mending_before;
    Mending mending = push.new_mending;
    for (const TableState& table : input_.tables) mending.Add(LeftToMend(table));
    if (!push.restores_done) {
      mending.restores.insert(mending.restores.end(), before.restores.begin(),
                              before.restores.end());
    }
    if (before.empty() && mending.empty() && !input_.adopted) return {};
    TRY("recording", Open());
    return transaction_->SetMending(mending);
  }

  // In a table that is held nothing was looked for, and what a row needs that is being put back
  // was not there to be found.
  Mending LeftToMend(const TableState& table) const {
    Mending left;
    if (table.hold || IsBeingRestored(table)) {
      const auto of_table = [&](const auto& it) { return it.table == table.schema().name; };
      const Mending& before = input_.mending_before;
      std::copy_if(before.repairs.begin(), before.repairs.end(), std::back_inserter(left.repairs),
                   of_table);
      std::copy_if(before.removals.begin(), before.removals.end(),
                   std::back_inserter(left.removals), of_table);
      return left;
    }
    for (const FoundRepair& found : table.view.repairs) {
      left.repairs.push_back(found.repair);
      left.repairs.back().made = found.done;
    }
    for (const FoundRemoval& found : table.view.removals) {
      if (!found.done) left.removals.push_back(found.removal);
    }
    return left;
  }

  Result<> SettleIntents() {
    const auto& last = input_.push.landed ? input_.push.landed : input_.adopted;
    if (last) {
      TRY("recording the last write", Open());
      TRY("recording the last write", RecordLastWrite(*last, store_, *transaction_));
    }
    for (const int32_t token : input_.push.settled_tokens) {
      TRY("settling", Open());
      TRY("settling", transaction_->SettleIntent(token));
    }
    return {};
  }

  const CommitInput& input_;
  Store& store_;
  Tabs& tabs_;
  HeaderNames& headers_;
  std::unique_ptr<StoreTransaction> transaction_;
  std::vector<TableOutcome> outcomes_;
  std::vector<Conflict> open_;  // of the table at hand
};

}  // namespace

Result<std::vector<TableOutcome>> CommitCycle(const CommitInput& input, Store& store, Tabs& tabs,
                                              HeaderNames& headers) {
  return Commit(input, store, tabs, headers).Run();
}

}  // namespace sheetkeeper
