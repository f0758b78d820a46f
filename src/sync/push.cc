#include "sync/push.h"

#include <algorithm>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "base/log.h"
#include "model/a1.h"
#include "sync/cycle_log.h"
#include "sync/decide.h"
#include "sync/look_again.h"
#include "sync/mending_history.h"
#include "sync/new_intent.h"
#include "sync/open_intents.h"
#include "sync/refused_tasks.h"
#include "sync/tasks.h"
#include "sync/tokens.h"

namespace sheetkeeper {
namespace {

constexpr char kLogger[] = "sync_manager";

class Pusher {
 public:
  Pusher(std::vector<TableState>& tables, const Unfinished& unfinished, const PushContext& context,
         const RefusedRow& refused)
      : tables_(tables), unfinished_(unfinished), context_(context), refused_(refused) {}

  Result<PushReport> Run() {
    // What is to be put back stands in the evidence sheet, which the next batch empties.
    if (AnyRestoreIsHeld()) return std::move(report_);
    Collect();
    report_.nothing_to_send = NothingToSend();
    if (report_.nothing_to_send) return std::move(report_);
    TRY("looking again before writing", LookAgain());
    if (NothingToSend()) return std::move(report_);
    for (const Intent& open : unfinished_.intents) to_burn_.insert(open.token);
    if (!tasks_.empty()) LogPushing();
    TRY("writing", SendUntilOneLands());
    return std::move(report_);
  }

 private:
  bool NothingToSend() const {
    return tasks_.empty() && unfinished_.intents.empty() && !unfinished_.lease_is_due;
  }

  void Collect() {
    CollectedTasks collected = CollectTasks(tables_, unfinished_.mending, context_.rng);
    tasks_ = std::move(collected.tasks);
    report_.mended_only = collected.mending_only;
    report_.look_again = collected.mending_only || collected.more;
  }

  bool AnyRestoreIsHeld() {
    const std::vector<RowRestore>& restores = unfinished_.mending.restores;
    return std::any_of(restores.begin(), restores.end(), [this](const RowRestore& restore) {
      return TableOf(tables_, restore.table).hold.has_value();
    });
  }

  static bool NeedsALook(const Task& task) {
    if (task.op.kind == SheetOp::Kind::kGiveKey) return true;
    return task.row != nullptr && task.op.kind != SheetOp::Kind::kInsert;
  }

  // A last look at the very cells that are to be written: formulas are never replaced, and a row
  // that has moved or was edited since the read is left to the next cycle.
  Result<> LookAgain() {
    std::vector<LookedAt> wanted;
    for (const Task& task : tasks_) {
      if (!NeedsALook(task)) continue;
      wanted.push_back({&TableOf(tables_, task.op.table), &task.op});
    }
    if (wanted.empty()) return {};
    TRY_ASSIGN(const auto seen, "reading the cells",
               LookAgainAt(wanted, context_.spreadsheet_id, context_.sheets, context_.stop));
    size_t next = 0;
    std::vector<Task> kept;
    for (Task& task : tasks_) {
      if (!NeedsALook(task) || Consider(task, seen[next++])) kept.push_back(std::move(task));
    }
    tasks_ = std::move(kept);
    return {};
  }

  // False where the operation is dropped.
  bool Consider(Task& task, const SecondLook& look) {
    if (!look.unchanged) {
      report_.look_again = true;
      return false;
    }
    TableState& table = TableOf(tables_, task.op.table);
    if (task.op.kind == SheetOp::Kind::kGiveKey && !look.formulas.empty()) {
      HoldKeyless(table, task.op.sheet_row, "the key's cell holds a formula that shows nothing");
      return false;
    }
    for (const size_t column : look.formulas) {
      const SheetLayout& layout = table.view.layout;
      table.rejected.push_back(
          {task.op.key, table.schema().columns[column].name,
           fmt::format("the cell {} holds a formula, which is never replaced by a value; change it "
                       "in the sheet, or take the change in the database back",
                       A1In(table.view.title, task.op.sheet_row, layout.columns[column]))});
      std::erase_if(task.op.cells, [&](const CellChange& c) { return c.column == column; });
      // The row's base keeps the cell as it is: nothing is written there.
      (*task.op.base_pushed)[column] = (*task.row->plan.base_unpushed)[column];
    }
    return !task.op.cells.empty();
  }

  Result<> SendUntilOneLands() {
    constexpr int kMaxAttempts = 32;
    for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
      TRY("recording what is about to be written", RecordIntent());
      // Beyond this point the sheet may hold what the base does not know, until a verdict is in.
      TRY_ASSIGN(const Outcome outcome, "writing the sheet", Apply());
      if (outcome != Outcome::kRefused || tasks_.empty()) return {};
      // That this batch was refused does not prove that no earlier copy of it landed.
      to_burn_.insert(intent_.token);
    }
    return {};
  }

  Result<> RecordIntent() {
    const int64_t token = context_.rng.Between(1, std::numeric_limits<int32_t>::max());
    intent_ = NewIntent(static_cast<int32_t>(token), context_.clock.Wall(), tasks_, tables_,
                        context_.tabs);
    std::vector<int32_t> replaced = GivenUp(unfinished_.intents, intent_.at_ms);
    if (const Intent* same = FindSame(intent_, unfinished_.intents)) {
      intent_.token = same->token;
      replaced.push_back(same->token);
    }
    TRY_ASSIGN(const int64_t written, "reading", ReadTokenCount(context_.store));
    tokens_ = TokensAfter(written, OthersToBurn());
    TRY_ASSIGN(const auto transaction, "opening the transaction", context_.store.Begin());
    for (const int32_t old : replaced) TRY("replacing it", transaction->SettleIntent(old));
    TRY("recording the intent", transaction->RecordIntent(intent_));
    const auto added = static_cast<int64_t>(1 + tokens_.burned.size());
    TRY("counting the tokens", WriteTokenCount(*transaction, written + added));
    if (context_.tabs.NeedsSaving()) TRY("recording tabs", context_.tabs.Save(*transaction));
    return transaction->Commit();
  }

  std::vector<int32_t> OthersToBurn() const {
    std::vector<int32_t> others(to_burn_.begin(), to_burn_.end());
    std::erase(others, intent_.token);
    return others;
  }

  enum class Outcome {
    kLanded,
    kRefused,  // by the rows it had; `tasks_` has fewer now
    kUnclear,  // the next cycle looks
  };

  Result<Outcome> Apply() {
    std::vector<const TableSchema*> schemas;
    for (const TableState& table : tables_) schemas.push_back(&table.schema());
    const BuiltBatch built =
        BuildBatch(intent_, context_.tabs.evidence(), context_.writer, tokens_, schemas);
    RefusedRequest refused;
    auto reply =
        context_.sheets.Apply(context_.spreadsheet_id, built.batch, context_.stop, &refused);
    if (!reply) return NotApplied(reply.error(), refused, built);
    TRY("checking what was written", Verify(*reply));
    return Outcome::kLanded;
  }

  // Nothing was applied by this request; that an earlier one was may be the reason. The intent
  // stays open: the next read tells.
  Result<Outcome> NotApplied(const Error& error, const RefusedRequest& refused,
                             const BuiltBatch& built) {
    if (error.kind != ErrorKind::kInvalid) return Fail(error);
    report_.look_again = true;
    TRY_ASSIGN(const bool shrank, "reading the tabs' sizes", AnyTabShrank());
    if (shrank) return Outcome::kUnclear;
    report_.failure = error.message;
    std::optional<size_t> blamed;
    if (refused.index >= 0) {
      const int operation = OperationOf(static_cast<size_t>(refused.index), built);
      if (operation < 0) return Outcome::kUnclear;
      blamed = static_cast<size_t>(operation);
    }
    const bool fewer =
        LeaveOutRefused(tasks_, blamed, error.message, tables_, refused_, report_.covered);
    return fewer ? Outcome::kRefused : Outcome::kUnclear;
  }

  // -1: of none.
  static int OperationOf(size_t request, const BuiltBatch& built) {
    const std::vector<int>& operations = built.operation_of_request;
    return request < operations.size() ? operations[request] : -1;
  }

  // Rows or columns have gone since the read, so that a place in it may be outside the tab now: the
  // refusal says nothing of what was to be written.
  Result<bool> AnyTabShrank() {
    TRY_ASSIGN(const SpreadsheetInfo info, "reading",
               context_.sheets.ReadInfo(context_.spreadsheet_id, context_.stop));
    return std::any_of(
        intent_.layouts.begin(), intent_.layouts.end(), [&](const SheetLayout& read) {
          const auto tab = std::find_if(
              info.tabs.begin(), info.tabs.end(),
              [&](const Tab& candidate) { return candidate.sheet_id == read.sheet_id; });
          return tab == info.tabs.end() || tab->row_count < read.row_count ||
                 tab->column_count < read.column_count;
        });
  }

  Result<> Verify(const BatchReply& reply) {
    context_.tabs.EvidenceSheetExists();
    Evidence evidence;
    for (const GridBlock& block : reply.blocks) {
      if (block.sheet_id == context_.tabs.evidence().sheet_id) evidence = ReadEvidence(block);
    }
    if (evidence.token != intent_.token) {
      return Fail(ErrorKind::kUnavailable,
                  "the answer does not show what was written; the next cycle looks for it");
    }
    for (size_t i = 0; i < tasks_.size(); ++i) {
      Task& task = tasks_[i];
      SheetOp& op = intent_.ops[i];
      Verdict verdict = Judge(intent_, op, evidence, TableOf(tables_, op.table).schema());
      Note(verdict);
      if (task.row == nullptr) {
        NoteMended(op, std::move(verdict));
      } else {
        task.row->sent = std::make_unique<SentOp>(SentOp{std::move(op), std::move(verdict)});
      }
    }
    report_.restores_done = !unfinished_.mending.restores.empty();
    report_.landed = LastWrite{intent_.token, intent_.at_ms};
    report_.settled_tokens.push_back(intent_.token);
    report_.settled_tokens.insert(report_.settled_tokens.end(), to_burn_.begin(), to_burn_.end());
    return {};
  }

  void Note(const Verdict& verdict) {
    if (verdict.kind != Verdict::Kind::kDone) report_.look_again = true;
    report_.new_mending.Add(verdict.mending);
    if (verdict.kind == Verdict::Kind::kMisplaced) {
      Log(LogLevel::kWarning, kLogger,
          "Rows moved in the sheet while it was written; what was hit is being put back");
    }
  }

  void NoteMended(const SheetOp& op, Verdict verdict) {
    TableState& table = TableOf(tables_, op.table);
    auto entry = HistoryOfMending(intent_, op, verdict, table.schema());
    if (entry) report_.history.push_back(std::move(*entry));
    // A row that has its key now is met by the next read.
    if (op.kind == SheetOp::Kind::kGiveKey) report_.look_again = true;
    MarkMended(table.view, op);
    for (Conflict& conflict : verdict.conflicts) {
      report_.covered.emplace_back(op.table, std::move(conflict));
    }
  }

  std::vector<TableState>& tables_;
  const Unfinished& unfinished_;
  const PushContext& context_;
  const RefusedRow& refused_;
  std::vector<Task> tasks_;
  std::set<int32_t> to_burn_;  // tokens of batches that are not to land any more
  Intent intent_;
  BatchTokens tokens_;  // of the intent's batch
  PushReport report_;
};

}  // namespace

Result<PushReport> Push(std::vector<TableState>& tables, const Unfinished& unfinished,
                        const PushContext& context, const RefusedRow& refused) {
  return Pusher(tables, unfinished, context, refused).Run();
}

}  // namespace sheetkeeper
