#include "sync/push.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "base/check.h"
#include "base/log.h"
#include "model/a1.h"
#include "sync/decide.h"
#include "sync/look_again.h"
#include "sync/mending_history.h"
#include "sync/new_key.h"

namespace sheetkeeper {
namespace {

constexpr char kLogger[] = "sync_manager";
// Operations of one batch; the rest waits for the next cycle, which then comes at once.
constexpr size_t kMaxOperations = 5000;
constexpr char kClearedDay[] = "tokens.cleared_day";

SheetOp::Kind KindOf(SideAction action) {
  switch (action) {
    case SideAction::kInsert:
      return SheetOp::Kind::kInsert;
    case SideAction::kDelete:
      return SheetOp::Kind::kDelete;
    default:
      return SheetOp::Kind::kUpdate;
  }
}

SheetOp OpFor(const PlannedRow& row, const std::string& table) {
  SheetOp op;
  op.kind = KindOf(row.plan.on_sheet);
  op.table = table;
  op.key = row.plan.key;
  op.sheet_row = row.plan.sheet_row;
  op.cells = row.plan.sheet_cells;
  op.base_pushed = row.plan.base_pushed;
  return op;
}

SheetOp OpFor(const FoundRepair& found) {
  SheetOp op;
  op.kind = SheetOp::Kind::kRepair;
  op.table = found.repair.table;
  op.key = found.repair.key;
  op.sheet_row = found.sheet_row;
  op.raw = {{found.sheet_column, found.repair.written, found.repair.restore}};
  return op;
}

SheetOp OpFor(const FoundRemoval& found) {
  SheetOp op;
  op.kind = SheetOp::Kind::kRemoveRow;
  op.table = found.removal.table;
  op.sheet_row = found.sheet_row;
  for (size_t i = 0; i < found.removal.cells.size(); ++i) {
    op.raw.push_back({found.sheet_columns[i], found.removal.cells[i].cell, Empty{}});
  }
  return op;
}

SheetOp GiveKey(const TableState& table, int sheet_row, Rng& rng) {
  const TableSchema& schema = table.schema();
  SheetOp op;
  op.kind = SheetOp::Kind::kGiveKey;
  op.table = schema.name;
  op.sheet_row = sheet_row;
  op.cells = {{schema.key, Null{}, NewKey(schema.key_column(), rng)}};
  return op;
}

// An operation of the batch and the planned row it comes from; where it is of no row that is known,
// it has none.
struct Task {
  SheetOp op;
  PlannedRow* row = nullptr;
};

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
    for (const Intent& open : unfinished_.intents) to_burn_.push_back(open.token);
    if (!tasks_.empty()) Log(LogLevel::kInfo, kLogger, "Pushing changes to Google Sheets...");
    TRY("writing", SendUntilOneLands());
    return std::move(report_);
  }

 private:
  bool NothingToSend() const {
    return tasks_.empty() && unfinished_.intents.empty() && !unfinished_.lease_is_due;
  }

  void Collect() {
    CollectRestores();
    if (tasks_.empty()) CollectRepairsAndRemovals();
    const bool mending = !tasks_.empty();
    report_.mended_only = report_.look_again = mending;
    for (TableState& table : tables_) {
      if (!mending && !table.hold) CollectPlanned(table);
    }
  }

  bool AnyRestoreIsHeld() {
    const std::vector<RowRestore>& restores = unfinished_.mending.restores;
    return std::any_of(restores.begin(), restores.end(), [this](const RowRestore& restore) {
      return TableOf(restore.table).hold.has_value();
    });
  }

  void CollectRestores() {
    for (const RowRestore& restore : unfinished_.mending.restores) {
      SheetOp op;
      op.kind = SheetOp::Kind::kRestoreRow;
      op.table = restore.table;
      op.key = restore.key;
      op.sheet_row = restore.sheet_row;
      op.evidence_row = restore.evidence_row;
      op.restored_headers = restore.headers;
      tasks_.push_back({std::move(op), nullptr});
    }
  }

  void CollectRepairsAndRemovals() {
    for (const TableState& table : tables_) {
      for (const FoundRepair& found : table.view.repairs) tasks_.push_back({OpFor(found), nullptr});
      for (const FoundRemoval& found : table.view.removals) {
        if (found.sheet_row >= 0) tasks_.push_back({OpFor(found), nullptr});
      }
    }
  }

  void CollectPlanned(TableState& table) {
    // Rows to be written, by where they stand; nullptr for a row that is given a key. They may be
    // many more than one batch takes.
    std::vector<std::pair<int, PlannedRow*>> rows;
    for (PlannedRow& row : table.rows) {
      if (row.plan.on_sheet != SideAction::kNone) rows.emplace_back(row.plan.sheet_row, &row);
    }
    for (const int row : table.view.keyless) rows.emplace_back(row, nullptr);
    std::stable_sort(rows.begin(), rows.end(),
                     [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [sheet_row, row] : rows) {
      if (tasks_.size() == kMaxOperations) {
        report_.look_again = true;
        return;
      }
      tasks_.push_back({row != nullptr ? OpFor(*row, table.schema().name)
                                       : GiveKey(table, sheet_row, context_.rng),
                        row});
    }
  }

  TableState& TableOf(const std::string& name) {
    const auto table = std::find_if(tables_.begin(), tables_.end(),
                                    [&](const TableState& t) { return t.schema().name == name; });
    CHECK(table != tables_.end());
    return *table;
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
      wanted.push_back({&TableOf(task.op.table), &task.op});
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
    TableState& table = TableOf(task.op.table);
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

  // The sheet takes a batch whole or not at all, so one row that it refuses would keep all others
  // away. A refused batch is sent again without the row that the answer blames; where it blames
  // none, with half of the rows, down to one. What is left out waits for the next cycle.
  Result<> SendUntilOneLands() {
    constexpr int kMaxAttempts = 32;
    for (int attempt = 0; attempt < kMaxAttempts; ++attempt) {
      TRY("recording what is about to be written", RecordIntent());
      // Beyond this point the sheet may hold what the base does not know, until a verdict is in.
      TRY_ASSIGN(const Outcome outcome, "writing the sheet", Apply());
      if (outcome != Outcome::kRefused || tasks_.empty()) return {};
      // That this batch was refused does not prove that no earlier copy of it landed.
      to_burn_.push_back(intent_.token);
    }
    return {};
  }

  Result<> RecordIntent() {
    intent_ = Intent{};
    intent_.token =
        static_cast<int32_t>(context_.rng.Between(1, std::numeric_limits<int32_t>::max()));
    intent_.at_ms = context_.clock.Wall().time_since_epoch().count();
    for (const Task& task : tasks_) intent_.ops.push_back(task.op);
    for (TableState& table : tables_) {
      const bool used = std::any_of(intent_.ops.begin(), intent_.ops.end(), [&](const SheetOp& op) {
        return op.table == table.schema().name;
      });
      if (!used) continue;
      intent_.layouts.push_back(LayoutFor(table));
    }
    PlaceEvidence(intent_);
    const int64_t day = intent_.at_ms / kMsPerTokenDay;
    TRY_ASSIGN(const auto cleared, "reading the day", context_.store.Meta(kClearedDay));
    TRY_ASSIGN(const auto transaction, "opening the transaction", context_.store.Begin());
    TRY("recording the intent", transaction->RecordIntent(intent_));
    if (cleared != std::to_string(day)) {
      // Once a day, whatever comes of it: where the server refuses it, the next batch goes without.
      if (cleared) clear_tokens_ = TokenKey(day + 1);
      TRY("recording the day", transaction->SetMeta(kClearedDay, std::to_string(day)));
    }
    if (context_.tabs.NeedsSaving()) TRY("recording tabs", context_.tabs.Save(*transaction));
    return transaction->Commit();
  }

  // A repair can be in any column of the sheet, and a whole row may have to be put back.
  static bool NeedsEveryColumn(SheetOp::Kind kind) {
    return kind == SheetOp::Kind::kDelete || Mends(kind);
  }

  // A column that moves a little before the batch lands is still in sight of the evidence.
  SheetLayout LayoutFor(const TableState& table) const {
    constexpr int kMargin = 3;
    SheetLayout layout = table.view.layout;
    layout.sheet_id = *context_.tabs.Of(table.schema().name).sheet_id;
    layout.span_begin = std::max(0, layout.first_column() - kMargin);
    layout.span_end = std::min(layout.column_count, layout.last_column() + 1 + kMargin);
    const bool all = std::any_of(intent_.ops.begin(), intent_.ops.end(), [&](const SheetOp& op) {
      return op.table == layout.table && NeedsEveryColumn(op.kind);
    });
    if (all) layout.span_begin = 0;
    if (all) layout.span_end = layout.column_count;
    layout.span_end = std::max(layout.span_end, layout.last_column() + 1);
    for (int column = layout.span_begin; column < layout.span_end; ++column) {
      const auto at = static_cast<size_t>(column);
      const std::vector<std::string>& headers = table.view.headers;
      layout.span_headers.push_back(at < headers.size() ? headers[at] : "");
    }
    return layout;
  }

  enum class Outcome {
    kLanded,
    kRefused,  // by the rows it had; `tasks_` has fewer now
    kUnclear,  // the next cycle looks
  };

  Result<Outcome> Apply() {
    std::vector<const TableSchema*> schemas;
    for (const TableState& table : tables_) schemas.push_back(&table.schema());
    BuiltBatch built =
        BuildBatch(intent_, context_.tabs.evidence(), context_.writer, to_burn_, schemas);
    if (!clear_tokens_.empty()) {
      built.batch.requests.emplace_back(DeleteTokens{clear_tokens_});
      built.operation_of_request.push_back(-1);
    }
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
    if (refused.index < 0) return WithoutTheRefused(error.message);
    const auto request = static_cast<size_t>(refused.index);
    const bool known = request < built.operation_of_request.size();
    const int operation = known ? built.operation_of_request[request] : -1;
    if (operation < 0 || IsRestore(static_cast<size_t>(operation))) return Outcome::kUnclear;
    Refuse(static_cast<size_t>(operation), error.message);
    return Outcome::kRefused;
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

  Outcome WithoutTheRefused(const std::string& reason) {
    if (tasks_.empty() || IsRestore(0)) return Outcome::kUnclear;
    if (tasks_.size() == 1) {
      Refuse(0, reason);
    } else {
      tasks_.resize((tasks_.size() + 1) / 2);
    }
    return Outcome::kRefused;
  }

  // It stays to be done: what it puts back stands nowhere else.
  bool IsRestore(size_t task) const { return tasks_[task].op.kind == SheetOp::Kind::kRestoreRow; }

  void Refuse(size_t index, const std::string& reason) {
    const Task task = std::move(tasks_[index]);
    tasks_.erase(tasks_.begin() + static_cast<std::ptrdiff_t>(index));
    TableState& table = TableOf(task.op.table);
    if (task.op.kind == SheetOp::Kind::kRemoveRow) return MarkMended(task.op);
    if (task.op.kind == SheetOp::Kind::kGiveKey) {
      return refused_(task.op.table, Null{}, Digest(Row{}), reason);
    }
    if (task.row == nullptr) return GiveUpRepair(table, task.op);
    refused_(task.op.table, task.op.key, task.row->local_digest, reason);
    table.rejected.push_back({task.op.key, "", reason});
  }

  // What the sheet does not let us put back is kept as a conflict.
  void GiveUpRepair(TableState& table, const SheetOp& op) {
    std::erase_if(table.view.repairs, [&](const FoundRepair& found) {
      if (found.sheet_row != op.sheet_row || found.sheet_column != op.raw.at(0).sheet_column) {
        return false;
      }
      if (auto covered = Covered(found.repair, table.schema())) {
        report_.conflicts.emplace_back(op.table, std::move(*covered));
      }
      return true;
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
      Verdict verdict = Judge(intent_, intent_.ops[i], evidence, TableOf(task.op.table).schema());
      Note(verdict);
      if (task.row == nullptr) {
        const TableSchema& schema = TableOf(task.op.table).schema();
        auto entry = HistoryOfMending(intent_, intent_.ops[i], verdict, schema);
        if (entry) report_.history.push_back(std::move(*entry));
        // A row that has its key now is met by the next read.
        report_.look_again = report_.look_again || task.op.kind == SheetOp::Kind::kGiveKey;
        MarkMended(task.op);
        for (Conflict& conflict : verdict.conflicts) {
          report_.conflicts.emplace_back(task.op.table, std::move(conflict));
        }
        continue;
      }
      task.row->sent =
          std::make_unique<SentOp>(SentOp{std::move(intent_.ops[i]), std::move(verdict)});
    }
    report_.restores_done = !unfinished_.mending.restores.empty();
    report_.landed = LastWrite{intent_.token, intent_.at_ms};
    report_.settled_tokens.push_back(intent_.token);
    report_.settled_tokens.insert(report_.settled_tokens.end(), to_burn_.begin(), to_burn_.end());
    return {};
  }

  void MarkMended(const SheetOp& op) {
    SheetView& view = TableOf(op.table).view;
    for (FoundRepair& found : view.repairs) {
      if (op.kind == SheetOp::Kind::kRepair && found.sheet_row == op.sheet_row &&
          found.sheet_column == op.raw.at(0).sheet_column) {
        found.done = true;
      }
    }
    for (FoundRemoval& found : view.removals) {
      if (op.kind == SheetOp::Kind::kRemoveRow && found.sheet_row == op.sheet_row) {
        found.done = true;
      }
    }
  }

  void Note(const Verdict& verdict) {
    if (verdict.kind != Verdict::Kind::kDone) report_.look_again = true;
    report_.new_mending.Add(verdict.mending);
    if (verdict.kind == Verdict::Kind::kMisplaced) {
      Log(LogLevel::kWarning, kLogger,
          "Rows moved in the sheet while it was written; what was hit is being put back");
    }
  }

  std::vector<TableState>& tables_;
  const Unfinished& unfinished_;
  const PushContext& context_;
  const RefusedRow& refused_;
  std::vector<Task> tasks_;
  std::vector<int32_t> to_burn_;  // tokens of batches that are not to land any more
  Intent intent_;
  std::string clear_tokens_;  // the key of tokens that are of no use any more, or ""
  PushReport report_;
};

}  // namespace

Result<PushReport> Push(std::vector<TableState>& tables, const Unfinished& unfinished,
                        const PushContext& context, const RefusedRow& refused) {
  return Pusher(tables, unfinished, context, refused).Run();
}

}  // namespace sheetkeeper
