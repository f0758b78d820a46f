#include "sync/absorb.h"

#include <algorithm>

#include "base/log.h"
#include "sync/last_writer.h"
#include "sync/mending_history.h"

namespace sheetkeeper {
namespace {

constexpr char kLogger[] = "sync_manager";

const TableSchema* SchemaOf(const std::vector<TableBinding>& tables, const std::string& name) {
  for (const TableBinding& table : tables) {
    if (table.schema.name == name) return &table.schema;
  }
  return nullptr;
}

class Absorption {
 public:
  Absorption(const std::vector<TableBinding>& tables, Store& store, const Intent& landed,
             const Evidence& evidence)
      : tables_(tables), store_(store), landed_(landed), evidence_(evidence) {}

  Result<> Run(const std::vector<Intent>& open) {
    TRY_ASSIGN(mending_, "reading what is to be mended", store_.ToMend());
    TRY("judging the batch", JudgeAll());
    TRY_ASSIGN(transaction_, "opening the transaction", store_.Begin());
    for (const auto& [op, verdict] : judged_) Done(*op);
    for (const auto& [op, verdict] : judged_) TRY("taking it in", TakeIn(*op, verdict));
    for (const Intent& intent : open) {
      TRY("settling the intent", transaction_->SettleIntent(intent.token));
    }
    TRY("recording what is to be mended", transaction_->SetMending(mending_));
    TRY("recording the write",
        RecordLastWrite({landed_.token, landed_.at_ms}, store_, *transaction_));
    return transaction_->Commit();
  }

 private:
  // An intent is recorded without the headers of the row that it puts back.
  SheetOp WithHeaders(SheetOp op) const {
    for (const RowRestore& restore : mending_.restores) {
      const bool same = restore.table == op.table && restore.evidence_row == op.evidence_row;
      if (op.kind == SheetOp::Kind::kRestoreRow && same) op.restored_headers = restore.headers;
    }
    return op;
  }

  // The store is read before the transaction opens.
  Result<> JudgeAll() {
    for (const SheetOp& op : landed_.ops) {
      const TableSchema* schema = SchemaOf(tables_, op.table);
      if (schema == nullptr) continue;  // the table has left the configuration
      judged_.emplace_back(&op, Judge(landed_, WithHeaders(op), evidence_, *schema));
      std::optional<Row>& base = bases_.emplace_back();
      if (IsNull(op.key)) continue;
      TRY_ASSIGN(const auto rows, "reading " + op.table, store_.ReadRows(op.table, {op.key}));
      if (!rows.empty() && rows.front().base_known) base = rows.front().base;
    }
    return {};
  }

  Result<> TakeIn(const SheetOp& op, const Verdict& verdict) {
    const auto index =
        static_cast<size_t>(std::find_if(judged_.begin(), judged_.end(),
                                         [&](const auto& j) { return j.first == &op; }) -
                            judged_.begin());
    const bool carries_row = CarriesRow(op.kind);
    mending_.Add(verdict.mending);
    if (carries_row) {
      RowCommit commit;
      commit.key = op.key;
      commit.base = BaseAfter(bases_[index], op, verdict);
      TRY("moving the base", transaction_->CommitRow(op.table, commit));
    }
    for (const Conflict& conflict : WonConflicts(op, verdict, bases_[index])) {
      TRY("keeping the conflict", transaction_->AddConflict(op.table, conflict));
    }
    for (const Conflict& covered : verdict.conflicts) {
      TRY("keeping what was covered", transaction_->AddCovered(op.table, covered));
    }
    if (!carries_row) {
      const auto entry = HistoryOfMending(landed_, op, verdict, *SchemaOf(tables_, op.table));
      return entry ? transaction_->AddHistory(*entry) : Result<>();
    }
    if (verdict.kind == Verdict::Kind::kMisplaced) return {};
    return transaction_->AddHistory({op.table, op.key, "sheet", std::string(Name(op.kind)),
                                     op.cells, "changed in the database"});
  }

  // The plan's conflicts went with the cycle that made it, but the operation still tells them: it
  // wrote over a value that was not the base's, or brought back a row that was deleted.
  std::vector<Conflict> WonConflicts(const SheetOp& op, const Verdict& verdict,
                                     const std::optional<Row>& base) const {
    std::vector<Conflict> conflicts;
    const auto add = [&](int column, std::optional<Value> agreed, Value remote, Value local) {
      conflicts.push_back({op.key, column, std::move(agreed), std::move(remote), std::move(local),
                           Winner::kDatabase, "both sides changed it"});
    };
    if (op.kind == SheetOp::Kind::kInsert && base) add(-1, std::nullopt, Null{}, Null{});
    if (op.kind != SheetOp::Kind::kUpdate) return conflicts;
    for (size_t i = 0; i < op.cells.size(); ++i) {
      const CellChange& cell = op.cells[i];
      const Value agreed = base ? (*base)[cell.column] : Value(Null{});
      if (!verdict.cell_done[i] || cell.before == agreed) continue;
      add(static_cast<int>(cell.column), agreed, cell.before, cell.after);
    }
    return conflicts;
  }

  // What `op` has mended.
  void Done(const SheetOp& op) {
    if (op.kind == SheetOp::Kind::kRestoreRow) mending_.restores.clear();
    if (op.kind == SheetOp::Kind::kRemoveRow) {
      std::erase_if(mending_.removals, [&](const RowRemoval& removal) {
        return removal.table == op.table && ShowsTheSame(removal, op);
      });
    }
    if (op.kind != SheetOp::Kind::kRepair) return;
    for (const SheetOp::RawCell& cell : op.raw) {
      for (Repair& repair : mending_.repairs) {
        if (repair.table == op.table && repair.key == op.key && repair.written == cell.written &&
            repair.restore == cell.restore) {
          repair.made = true;
        }
      }
    }
  }

  static bool ShowsTheSame(const RowRemoval& removal, const SheetOp& op) {
    return std::equal(removal.cells.begin(), removal.cells.end(), op.raw.begin(), op.raw.end(),
                      [](const RowRemoval::Shown& shown, const SheetOp::RawCell& cell) {
                        return shown.cell == cell.written;
                      });
  }

  const std::vector<TableBinding>& tables_;
  Store& store_;
  const Intent& landed_;
  const Evidence& evidence_;
  std::vector<std::pair<const SheetOp*, Verdict>> judged_;
  std::vector<std::optional<Row>> bases_;
  Mending mending_;
  std::unique_ptr<StoreTransaction> transaction_;
};

}  // namespace

Result<bool> Absorb(const std::vector<TableBinding>& tables, Store& store,
                    const std::vector<Intent>& open, const Evidence& evidence) {
  const auto landed = std::find_if(open.begin(), open.end(), [&](const Intent& intent) {
    return evidence.token == intent.token;
  });
  if (landed == open.end()) return false;
  Log(LogLevel::kInfo, kLogger, "An earlier write turned out to have reached the sheet");
  TRY("taking in what an earlier write did",
      Absorption(tables, store, *landed, evidence).Run(open));
  return true;
}

Result<> SettleWithoutEvidence(Store& store, const std::vector<Intent>& open) {
  TRY_ASSIGN(const auto transaction, "opening the transaction", store.Begin());
  for (const Intent& intent : open) {
    TRY("settling the intent", transaction->SettleIntent(intent.token));
  }
  return transaction->Commit();
}

}  // namespace sheetkeeper
