// One cycle, top to bottom.
//
// Any call below may fail, or be the last thing this process does. Three rules make that safe; the
// simulation leaves each of them out to show that it matters:
//   1. The base moves only inside a store transaction: in Commit, or in Absorb, which takes in what
//      the last intent really did.
//   2. Before the sheet is touched, the intent is recorded: what is about to be written, where,
//   over
//      what, and under which token. A cycle that finds an intent open first finds out what became
//      of it, and its own batch makes sure that nothing else can become of it any more.
//   3. An entry of the change log goes only when the row equals the new base, compared in the very
//      transaction that moves it: an edit made during the cycle stays and waits for the next one.

#include "sync/cycle.h"

#include <algorithm>
#include <chrono>
#include <set>

#include "base/log.h"
#include "sync/commit.h"
#include "sync/cycle_log.h"
#include "sync/decide.h"
#include "sync/last_writer.h"
#include "sync/observe.h"
#include "sync/push.h"
#include "sync/table_preview.h"

namespace sheetkeeper {
namespace {

constexpr char kLogger[] = "sync_manager";
constexpr auto kRefusedRowRest = std::chrono::hours(1);

class Cycle {
 public:
  Cycle(const CycleContext& context, std::stop_token stop) : context_(context), stop_(stop) {
    for (const TableBinding& binding : context.options.tables)
      tables_.emplace_back().binding = &binding;
  }

  Result<CycleReport> Run() {
    LogPulling();
    TRY_ASSIGN(auto outside, "reading both sides", LookFromOutside());
    if (outside.report) return Repeat(*outside.report);
    kept_ = std::move(outside.read);
    if (auto looked = Look(); !looked) return Fail(std::move(looked).error());
    context_.outbox.Divide(tables_);
    if (auto decided = Decide(); !decided) return Fail(std::move(decided).error());
    LogPulled(context_.options.tables, Records());

    // Beyond this point the two sides may disagree until this cycle, or a later one, commits.
    // Not even an earlier batch is settled where another worker may be at work.
    auto pushed =
        held_for_another_ ? PushReport{} : Push(tables_, unfinished_, PushingContext(), Refuser());
    const PushReport push = pushed ? std::move(*pushed) : PushReport{};
    TRY_ASSIGN(const auto outcomes, "committing the cycle", Commit(push));
    // Beyond this point both sides hold the new base, except for edits made meanwhile.

    if (!pushed) return Fail(WithStep("pushing to Google Sheets", std::move(pushed).error()));
    TRY_ASSIGN(CycleReport report, "reporting", Report(push, outcomes));
    TRY("reading the database's version", RememberIfIdle(push, report));
    return report;
  }

  // To be called when the cycle is over.
  void KeepBases() {
    for (TableState& table : tables_) {
      context_.store.KeepBase(table.schema().name, std::move(table.base));
    }
  }

  Result<CyclePreview> Preview() {
    if (auto looked = Look(); !looked) return Fail(std::move(looked).error());
    if (auto decided = Decide(); !decided) return Fail(std::move(decided).error());
    CyclePreview preview;
    preview.mends_first = !unfinished_.mending.empty();
    for (TableState& table : tables_) {
      TRY_ASSIGN(auto of_table, "previewing", PreviewOf(table, BeingRestored(table)));
      preview.tables.push_back(std::move(of_table));
    }
    return preview;
  }

 private:
  // A cycle that has nothing to do is known from outside (sync/standstill.h).
  Result<Standstill::Found> LookFromOutside() {
    TRY_ASSIGN(database_, "reading the database's version", context_.store.Version());
    return context_.standstill.Look(
        database_, {context_.options.spreadsheet_id, context_.store, context_.sheets,
                    context_.known, context_.clock, context_.refusals, context_.scrubs, stop_});
  }

  Result<> RememberIfIdle(const PushReport& push, const CycleReport& report) {
    TRY_ASSIGN(const StoreVersion now, "reading the version", context_.store.Version());
    const bool wrote = now.by_us != database_.by_us;
    if (wrote || !push.nothing_to_send || report.look_again || held_for_another_) return {};
    if (observation_.ranges.empty() || !IsWhole(tables_)) return {};
    context_.standstill.Remember({.ranges = observation_.ranges,
                                  .answer = observation_.answer,
                                  .database = database_.by_others,
                                  .at = began_,
                                  .lease_due = LeaseDue(observation_.evidence, context_.writer),
                                  .report = report});
    return {};
  }

  CycleReport Repeat(const CycleReport& report) const {
    std::vector<std::optional<int64_t>> records;
    for (const TableReport& table : report.tables) {
      records.push_back(table.hold.empty() ? std::optional(table.records) : std::nullopt);
    }
    LogPulled(context_.options.tables, records);
    LogPushed("", report);
    return report;
  }

  // Nothing is decided yet, so a failure here only ends the cycle.
  Result<> Look() {
    TRY("reading what is unfinished", ReadUnfinished());
    HoldPausedTables();
    TRY("reading the headers", context_.headers.Load(context_.store));
    TRY("looking for writes past the triggers",
        context_.scrubs.RunIfDue(tables_, context_.store, context_.clock));
    TRY("finding the tabs", FindTabs());
    TRY("reading both sides", Observe());
    return {};
  }

  // Pure code but for reads of the store: the same three sides give the same plan.
  Result<> Decide() {
    for (TableState& table : tables_) TRY("deciding", DecideTable(table));
    return {};
  }

  // A paused table is not even read. One that has a row on its way back is paused when that is
  // done: until then no other table could be written.
  void HoldPausedTables() {
    for (TableState& table : tables_) {
      const std::string& name = table.schema().name;
      const auto& restores = unfinished_.mending.restores;
      const bool being_restored =
          std::any_of(restores.begin(), restores.end(),
                      [&](const RowRestore& restore) { return restore.table == name; });
      for (const Hold& hold : holds_) {
        const bool paused = hold.table == name && hold.guard == kPausedGuard;
        if (paused && !being_restored) table.hold = hold;
      }
    }
  }

  Result<> ReadUnfinished() {
    TRY_ASSIGN(unfinished_.intents, "reading intents", context_.store.OpenIntents());
    TRY_ASSIGN(unfinished_.mending, "reading what is to be mended", context_.store.ToMend());
    TRY_ASSIGN(holds_, "reading holds", context_.store.Holds());
    return {};
  }

  // A look-up is needed on a new database, after a tab was missing, and while it is open what the
  // last batch did, as that may have made the evidence sheet.
  Result<> FindTabs() {
    TRY("reading the tabs", context_.tabs.Load(context_.store));
    if (context_.tabs.IsComplete() && unfinished_.intents.empty()) return {};
    return context_.tabs.LookUp(context_.options.spreadsheet_id, context_.sheets, stop_);
  }

  Result<> Observe() {
    // Each round but the last learns something about an earlier batch that changes what is seen.
    constexpr int kMaxRounds = 4;
    for (int round = 0; round < kMaxRounds; ++round) {
      TRY_ASSIGN(observation_, "observing", ObserveBoth());
      TRY("looking for other writers", CheckLastWriter(observation_.evidence));
      TRY_ASSIGN(const bool again, "taking in what the read shows", Learn());
      if (!again) return {};
      TRY("reading what is unfinished", ReadUnfinished());
    }
    return Fail(ErrorKind::kUnavailable,
                "what became of an earlier write could not be found out yet; the next cycle tries "
                "again");
  }

  Result<bool> Learn() {
    if (!unfinished_.intents.empty()) {
      TRY_ASSIGN(const bool learned, "looking after an earlier write", LookAfterEarlierWrite());
      if (learned || !OnlyRestore(unfinished_.intents)) return learned;
    }
    return context_.headers.Follow(tables_, context_.store);
  }

  // What such a batch has done is judged by the headers that were read before it. It has to be
  // tried again before anything else is written, and cannot in a table whose header is missing.
  static bool OnlyRestore(const std::vector<Intent>& open) {
    return std::all_of(open.begin(), open.end(), [](const Intent& intent) {
      return std::all_of(intent.ops.begin(), intent.ops.end(),
                         [](const SheetOp& op) { return op.kind == SheetOp::Kind::kRestoreRow; });
    });
  }

  Result<SheetObservation> ObserveBoth() {
    TRY("reading the database", ObserveDatabase(tables_, context_.store));
    TRY_ASSIGN(const auto kept, "taking the read before", TakeKeptRead());
    return ObserveSheet(tables_, {.spreadsheet_id = context_.options.spreadsheet_id,
                                  .sheets = context_.sheets,
                                  .store = context_.store,
                                  .tabs = context_.tabs,
                                  .mending = unfinished_.mending,
                                  .headers = context_.headers,
                                  .all_evidence = !unfinished_.intents.empty(),
                                  .kept = kept ? &*kept : nullptr,
                                  .known = &context_.known,
                                  .stop = stop_});
  }

  // The sheet is to be read after the database. One that was read before counts as read after,
  // where the database has not changed in between.
  Result<std::optional<KeptRead>> TakeKeptRead() {
    auto kept = std::exchange(kept_, std::nullopt);
    if (!kept) return kept;
    TRY_ASSIGN(const StoreVersion now, "reading the version", context_.store.Version());
    if (now != database_) kept.reset();
    return kept;
  }

  // A write that this database does not know of holds every table, until a person approves.
  Result<> CheckLastWriter(const std::optional<Evidence>& seen) {
    const WallTime now = context_.clock.Wall();
    const Evidence evidence = seen.value_or(Evidence{});
    TRY_ASSIGN(
        const auto foreign, "reading the last write",
        FindForeignWrite(evidence, unfinished_.intents, context_.writer.id, now, context_.store));
    const auto lease_due = LeaseDue(seen, context_.writer);
    unfinished_.lease_is_due = !foreign && lease_due && now >= *lease_due;
    if (!foreign) return {};
    const bool approved = std::any_of(holds_.begin(), holds_.end(), [&](const Hold& hold) {
      return hold.decision == HoldDecision::kApprove && hold.guard == foreign->guard &&
             hold.fingerprint == foreign->fingerprint;
    });
    if (approved) {
      adopted_ = LastWrite{*evidence.token, evidence.at_ms};
      ForgetRestores(*evidence.token, foreign->guard == kAnotherWorkerGuard);
      return {};
    }
    held_for_another_ = true;
    for (TableState& table : tables_) {
      if (table.hold) continue;
      table.hold = HoldOf(table, foreign->guard, foreign->reason);
      table.hold->fingerprint = foreign->fingerprint;
    }
    return {};
  }

  // What we were to put back stood in the evidence sheet before that write: where a copy of this
  // database was ahead, it was put back before anything else was written.
  void ForgetRestores(int32_t last_token, bool for_good) {
    std::erase_if(unfinished_.mending.restores, [&](const RowRestore& restore) {
      if (restore.token == last_token) return false;
      if (for_good) {
        Log(LogLevel::kWarning, kLogger,
            "Row {} of table {} was to be put back, but another worker has written over what was "
            "kept of it; the version history of the spreadsheet still has it",
            ToText(restore.key), restore.table);
      }
      return true;
    });
  }

  Result<bool> LookAfterEarlierWrite() {
    const EarlierWrite::Means means{context_.options, context_.store,    context_.sheets,
                                    context_.tabs,    held_for_another_, stop_};
    const Evidence evidence = observation_.evidence.value_or(Evidence{});
    return context_.earlier.LookAfter(unfinished_.intents, evidence, context_.clock.Mono(), means);
  }

  std::set<RowKey> BeingRestored(const TableState& table) const {
    return unfinished_.mending.KeysBeingRestored(table.schema().name);
  }

  Result<> DecideTable(TableState& table) {
    std::optional<Hold> held_before;
    for (const Hold& hold : holds_) {
      if (hold.table == table.schema().name) held_before = hold;
    }
    const Refusal refusal = [&](const StoredRow& row) {
      return context_.refusals.Find(table.schema().name, row, context_.clock.Wall());
    };
    return sheetkeeper::Decide(table, context_.store, BeingRestored(table), held_before, refusal);
  }

  PushContext PushingContext() const {
    return {context_.options.spreadsheet_id,
            context_.store,
            context_.sheets,
            context_.tabs,
            context_.writer,
            context_.clock,
            context_.rng,
            stop_};
  }

  RefusedRow Refuser() {
    return [this](const std::string& table, const RowKey& key, uint64_t local,
                  const std::string& reason) {
      context_.refusals.Add(table, key, local, reason, context_.clock.Wall() + kRefusedRowRest);
    };
  }

  Result<std::vector<TableOutcome>> Commit(const PushReport& push) {
    return CommitCycle(
        {tables_, push, holds_, unfinished_.mending, adopted_, *context_.options.progress},
        context_.store, context_.tabs, context_.headers);
  }

  static int64_t Records(const TableState& table) {
    return table.view.keyed_rows - static_cast<int64_t>(table.view.held.size());
  }

  // Of each table; nothing where it is held.
  std::vector<std::optional<int64_t>> Records() const {
    std::vector<std::optional<int64_t>> records;
    for (const TableState& table : tables_) {
      records.push_back(table.hold ? std::nullopt : std::optional(Records(table)));
    }
    return records;
  }

  Result<CycleReport> Report(const PushReport& push, const std::vector<TableOutcome>& outcomes) {
    CycleReport report;
    report.look_again = push.look_again;
    report.rest = !push.mended_only && AnyRest(tables_);
    for (size_t i = 0; i < tables_.size(); ++i) {
      const TableState& table = tables_[i];
      TRY_ASSIGN(const TableCounts counts, "counting", context_.store.Counts(table.schema().name));
      report.look_again = report.look_again || outcomes[i].unfinished;
      report.tables.push_back({.table = table.schema().name,
                               .sheet_title = table.view.title,
                               .records = Records(table),
                               .pulled = outcomes[i].pulled,
                               .pushed = outcomes[i].pushed,
                               .conflicts = counts.conflicts,
                               .held = counts.held,
                               .rejected = counts.rejected,
                               .hold = table.hold ? table.hold->reason : ""});
    }
    // What was put right first is met again by the next pass.
    if (!push.mended_only && context_.outbox.Advance(tables_, report.look_again)) {
      report.look_again = true;
    }
    LogPushed(push.failure, report);
    return report;
  }

  const CycleContext& context_;
  std::stop_token stop_;
  std::vector<TableState> tables_;
  Unfinished unfinished_;
  std::vector<Hold> holds_;
  std::optional<LastWrite> adopted_;

  StoreVersion database_;  // before anything was read
  const WallTime began_ = context_.clock.Wall();
  SheetObservation observation_;
  std::optional<KeptRead> kept_;
  bool held_for_another_ = false;
};

}  // namespace

Result<CycleReport> RunCycle(const CycleContext& context, std::stop_token stop) {
  Cycle cycle(context, stop);
  auto report = cycle.Run();
  cycle.KeepBases();
  return report;
}

Result<CyclePreview> PreviewCycle(const CycleContext& context, std::stop_token stop) {
  return Cycle(context, stop).Preview();
}

}  // namespace sheetkeeper
