#include "store/conflict_decision.h"

#include <algorithm>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/time_text.h"
#include "model/canonical.h"
#include "store/row_state.h"
#include "store/sqlite.h"
#include "store/status_reader.h"
#include "store/user_table.h"

namespace sheetkeeper {
namespace {

using Kind = ConflictChoice::Kind;
using Effect = ConflictDecision::Effect;

std::string Shown(const Value& value) {
  return IsNull(value) ? "empty" : "'" + ToText(value) + "'";
}

Error Unfit(std::string message) {
  return {ErrorKind::kInvalid, std::move(message)};
}

// One decision, inside a transaction.
class Decision {
 public:
  Decision(Db& db, const UserTable& table, const KeptConflict& conflict, Clock& clock)
      : db_(db), table_(table), conflict_(conflict), clock_(clock) {}

  Result<ConflictDecision> Plan(const ConflictChoice& choice) {
    ConflictDecision decision;
    decision.conflict = conflict_;
    decision.kind = choice.kind;
    TRY_ASSIGN(const RowState state, "looking at the row",
               ReadRowState(db_, table_, conflict_.key));
    if (conflict_.column.empty()) {
      TRY("choosing a side", PlanRow(state.row.now, decision));
      return decision;
    }
    TRY("finding its cell", FindColumn());
    const auto* row = std::get_if<Row>(&state.row.now);
    if (row == nullptr) {
      return Fail(Unfit("the row is not in the database any more, or holds what does not fit"));
    }
    now_ = (*row)[column_];
    TRY_ASSIGN(decision.chosen, "choosing a value", Chosen(choice));
    TRY("looking at its cell", CheckUnchanged());
    decision.effect = EffectOf(decision);
    return decision;
  }

  Result<> Apply(const ConflictDecision& decision) {
    if (decision.effect == Effect::kNone) return {};
    if (decision.effect == Effect::kDelete) {
      TRY("deleting the row", Query(db_, table_.delete_row, conflict_.key).Run());
    } else if (decision.effect == Effect::kEdit) {
      TRY("writing the cell",
          Query(db_, table_.UpdateRow({column_}), conflict_.key, decision.chosen).Run());
    }
    return Query(db_,
                 "UPDATE _conflicts SET decision = ?2, decided_value = ?3, decided_at = ?4 "
                 "WHERE id = ?1",
                 conflict_.id, Name(decision.kind), decision.chosen, FormatRfc3339(clock_.Wall()))
        .Run();
  }

 private:
  bool IsOpen() const { return conflict_.state == "open"; }

  // The row came back; the side that had deleted it has its way by deleting it again.
  Result<> PlanRow(const SideRow& now, ConflictDecision& decision) const {
    if (decision.kind != Kind::kMine && decision.kind != Kind::kTheirs) {
      return Fail(
          Unfit("this conflict is about a whole row, which one side deleted and the other "
                "edited: decide with mine or theirs"));
    }
    const bool mine = decision.kind == Kind::kMine;
    const bool stays = mine == (conflict_.winner == "database");
    if (!stays && !IsAbsent(now)) decision.effect = Effect::kDelete;
    return {};
  }

  Result<> FindColumn() {
    const auto& columns = table_.schema.columns;
    const auto found = std::find_if(columns.begin(), columns.end(), [&](const Column& column) {
      return column.name == conflict_.column;
    });
    if (found == columns.end()) {
      return Fail(Unfit(fmt::format("the configuration has no column '{}' in table '{}' any more",
                                    conflict_.column, conflict_.table)));
    }
    column_ = static_cast<size_t>(found - columns.begin());
    return {};
  }

  Result<Value> Chosen(const ConflictChoice& choice) const {
    switch (choice.kind) {
      case Kind::kMine:
        return conflict_.database;
      case Kind::kTheirs:
        return conflict_.sheet;
      case Kind::kBase:
        if (conflict_.had_base) return conflict_.base;
        return Fail(Unfit("there was nothing before: the row is new on both sides; give a value"));
      case Kind::kValue:
        break;
    }
    return Fitting(choice.value);
  }

  Result<Value> Fitting(const Value& value) const {
    const Column& column = table_.schema.columns[column_];
    Cell cell = Empty{};
    if (const auto* number = std::get_if<double>(&value)) {
      cell = *number;
    } else if (!IsNull(value)) {
      cell = ToText(value);
    }
    auto fitted = FromCell(cell, column);
    if (const auto* misfit = std::get_if<Misfit>(&fitted)) return Fail(Unfit(misfit->reason));
    return std::get<Value>(std::move(fitted));
  }

  // What the database's cell holds while nobody has touched it since.
  Value Expected() const {
    if (!conflict_.decision.empty()) return conflict_.decided_value;
    return conflict_.winner == "sheet" ? conflict_.sheet : conflict_.database;
  }

  Result<> CheckUnchanged() const {
    if (now_ == Expected()) return {};
    return Fail(
        Unfit(fmt::format("the database's cell was changed since: it is {}, not {}; run "
                          "'sheetkeeper sync --now' and look again",
                          Shown(now_), Shown(Expected()))));
  }

  Effect EffectOf(const ConflictDecision& decision) const {
    const bool same = decision.chosen == now_;
    if (!IsOpen()) return same ? Effect::kNone : Effect::kEdit;
    if (decision.kind == Kind::kTheirs || same) return Effect::kNextSync;
    return Effect::kEdit;
  }

  Db& db_;
  const UserTable& table_;
  const KeptConflict& conflict_;
  Clock& clock_;
  size_t column_ = 0;
  Value now_;
};

Result<> CheckDecidable(const KeptConflict& conflict) {
  if (conflict.state == "open" && !conflict.decision.empty()) {
    return Fail(
        Unfit(fmt::format("conflict {} is decided already ({}); the next cycle carries it "
                          "out ('sheetkeeper sync --now')",
                          conflict.id, conflict.decision)));
  }
  if (conflict.state == "open" || conflict.state == "decided") return {};
  return Fail(Unfit(fmt::format("conflict {} is over: {}", conflict.id,
                                conflict.state == "closed"
                                    ? "the sides have agreed"
                                    : "a later one took its place ('sheetkeeper conflicts')")));
}

}  // namespace

std::string_view Name(ConflictChoice::Kind kind) {
  switch (kind) {
    case Kind::kMine:
      return "mine";
    case Kind::kTheirs:
      return "theirs";
    case Kind::kBase:
      return "base";
    case Kind::kValue:
      break;
  }
  return "value";
}

std::string_view Name(ConflictDecision::Effect effect) {
  switch (effect) {
    case Effect::kNextSync:
      return "next-sync";
    case Effect::kEdit:
      return "edit";
    case Effect::kDelete:
      return "delete";
    case Effect::kNone:
      break;
  }
  return "none";
}

ConflictDecider::ConflictDecider(std::unique_ptr<Db> db, std::vector<TableSchema> tables,
                                 Clock& clock)
    : db_(std::move(db)), tables_(std::move(tables)), clock_(&clock) {}
ConflictDecider::ConflictDecider(ConflictDecider&&) noexcept = default;
ConflictDecider::~ConflictDecider() = default;

Result<ConflictDecider> ConflictDecider::Open(const std::string& path,
                                              std::vector<TableSchema> tables, Clock& clock) {
  constexpr int kBusyTimeoutMs = 5000;
  // It says what is wrong with a file that is not ours, or not of this format.
  TRY("opening the database", StatusReader::Open(path));
  TRY_ASSIGN(auto db, "opening the database", Db::OpenExisting(path, kBusyTimeoutMs));
  TRY_ASSIGN(const bool decisions, "opening the database", KeepsDecisions(*db));
  if (!decisions) {
    return Fail(
        Unfit(path + " was last used by an older sheetkeeper; start this one's worker once"));
  }
  return ConflictDecider(std::move(db), std::move(tables), clock);
}

Result<ConflictDecision> ConflictDecider::Decide(int64_t id, const ConflictChoice& choice,
                                                 bool apply) {
  DbTransaction transaction(*db_);
  const std::string step = fmt::format("resolving conflict {}", id);
  TRY(step, apply ? transaction.BeginWrite() : transaction.BeginRead());
  TRY_ASSIGN(const auto conflict, step, ReadConflict(*db_, id));
  TRY(step, CheckDecidable(conflict));
  const auto schema = std::find_if(tables_.begin(), tables_.end(), [&](const TableSchema& it) {
    return it.name == conflict.table;
  });
  if (schema == tables_.end()) {
    return Fail(Unfit(fmt::format("the configuration has no table '{}'", conflict.table)));
  }
  TRY_ASSIGN(auto shape, step, InspectTable(*db_, *schema));
  if (!shape) return Fail(Unfit(fmt::format("table '{}' is gone", schema->name)));
  const UserTable table(*schema, *std::move(shape));
  Decision decision(*db_, table, conflict, *clock_);
  TRY_ASSIGN(ConflictDecision planned, step, decision.Plan(choice));
  if (apply) TRY(step, decision.Apply(planned));
  TRY(step, transaction.Commit());
  return planned;
}

}  // namespace sheetkeeper
