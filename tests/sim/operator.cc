#include "sim/operator.h"

#include <cstdlib>
#include <filesystem>
#include <iterator>

#include <fmt/format.h>

#include "sim/rows.h"
#include "store/conflict_decision.h"
#include "store/hold_decision.h"

namespace sheetkeeper::sim {
namespace {

using Kind = ConflictChoice::Kind;
constexpr char kUnknownWrite[] =
    "FROM _holds WHERE guard IN ('another-worker', 'restored-copy') AND decision = ''";
constexpr char kUndecided[] =
    " FROM _conflicts WHERE state = 'open' AND decision = '' AND column_name IS NOT NULL";

}  // namespace

Operator::~Operator() {
  if (!copy_.empty()) std::filesystem::remove(copy_);
}

bool Operator::HasAConflict(Deployment& deployment) {
  return !deployment.program().Run(std::string("SELECT 1") + kUndecided).empty();
}

void Operator::Resolve(Deployment& deployment) {
  const auto rows = deployment.program().Run(
      std::string("SELECT id, row_key, column_name, sheet_value, database_value") + kUndecided);
  const Sql::Texts& row = rows.at(rng_.Below(rows.size()));
  const Place place{std::atoll(row[1].c_str()), row[2]};
  ConflictChoice choice{static_cast<Kind>(rng_.Below(4)), {}};
  if (choice.kind == Kind::kValue) choice.value = ledger_.NewValue('o', place);
  const auto decision = deployment.Decide(std::atoll(row[0].c_str()), choice);
  if (!decision) return;  // somebody has changed the cell meanwhile
  trace_(fmt::format("operator decides {}.{}: {} ({})", place.first, place.second,
                     Name(choice.kind), ToText(decision->chosen)));
  if (choice.kind != Kind::kTheirs) ledger_.GaveUp(place, row[3]);
  if (choice.kind == Kind::kTheirs) ledger_.GaveUp(place, row[4]);
  if (decision->effect == ConflictDecision::Effect::kEdit) {
    ledger_.Wrote(Side::kDatabase, place, ToText(decision->chosen), row[4]);
  }
}

void Operator::PausesOrResumes(Deployment& deployment, const std::string& table) {
  if (ResumeTable(deployment.path(), table)) return trace_("operator resumes " + table);
  if (PauseTable(deployment.path(), table, "", deployment.clock())) {
    trace_("operator pauses " + table);
  }
}

void Operator::ResumesAll(Deployment& deployment) {
  if (deployment.program().Run("SELECT 1 FROM _holds WHERE guard = 'paused'").empty()) return;
  for (const SimTable& table : deployment.tables()) {
    if (ResumeTable(deployment.path(), table.name)) trace_("operator resumes " + table.name);
  }
}

void Operator::StartsAnotherWorker(Deployment& deployment, const SimTable& table) {
  const SimColumn& column = kColumns[rng_.Below(std::size(kColumns))];
  const Place place{table.anchors()[rng_.Below(2)], column.name};
  const std::string value = ledger_.NewValue('w', place);
  std::string seen;
  trace_("operator starts another worker, whose program writes " + value);
  deployment.RunAnotherWorker([&](Sql& program) {
    const auto rows = program.Run(
        fmt::format("SELECT {} FROM {} WHERE id = {}", column.name, table.name, place.first));
    if (rows.empty()) return;
    seen = rows[0][0];
    program.Run(fmt::format("UPDATE {} SET {} = '{}' WHERE id = {}", table.name, column.name, value,
                            place.first));
  });
  // It may have had to leave the cell alone, as any worker.
  const Seen shown = Look(deployment.sheet(), table);
  const auto row = shown.rows.find(place.first);
  if (row == shown.rows.end() || row->second.cells.at(column.header) != value) return;
  ledger_.Wrote(Side::kSheet, place, value, seen);
}

void Operator::BacksUp(Deployment& deployment) {
  copy_ = deployment.path() + ".copy";
  deployment.program().Run("VACUUM INTO '" + copy_ + "'");
  if (!deployment.program().ok) copy_.clear();
  trace_("operator backs the database up");
}

void Operator::PutsBack(Deployment& deployment) {
  trace_("operator puts the copy of the database back");
  deployment.PutBack(copy_);
  ledger_.DatabaseWasPutBack(RowsOfSheet(deployment.sheet(), deployment.tables()),
                             RowsOfDatabase(deployment.program(), deployment.tables()));
}

bool Operator::IsHeldForAWrite(Deployment& deployment) {
  return !deployment.program().Run(std::string("SELECT 1 ") + kUnknownWrite).empty();
}

void Operator::ApprovesTheWrite(Deployment& deployment) {
  for (const auto& row :
       deployment.program().Run(std::string("SELECT table_name ") + kUnknownWrite)) {
    const auto hold = DecideHold(deployment.path(), row[0], HoldDecision::kApprove);
    if (hold) trace_("operator approves what another wrote: " + row[0]);
  }
}

}  // namespace sheetkeeper::sim
