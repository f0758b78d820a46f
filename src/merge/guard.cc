#include "merge/guard.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace sheetkeeper {
namespace {

bool AboveShare(int64_t part, int64_t whole, int percent) {
  return part * 100 > whole * percent;
}

std::string Rows(int64_t count) {
  return fmt::format("{} row{}", count, count == 1 ? "" : "s");
}

// Where `deletes` rows go from a side that has `side_rows`: the limit that this breaks, as the end
// of a sentence, or "".
std::string BrokenDeleteLimit(int64_t deletes, int64_t side_rows, const TableFacts& facts,
                              const Limits& limits) {
  if (deletes == 0) return "";
  if (facts.base_rows >= 2 && deletes >= std::min(facts.base_rows, side_rows)) {
    return "none of the agreed rows would be left";
  }
  if (deletes > limits.max_delete_rows) {
    return fmt::format("at most {} may go in one cycle", limits.max_delete_rows);
  }
  if (deletes >= limits.delete_percent_from &&
      AboveShare(deletes, facts.base_rows, limits.max_delete_percent)) {
    return fmt::format("at most {} % may go in one cycle", limits.max_delete_percent);
  }
  return "";
}

// Whatever the plan is: a sheet that somebody cleared is likely to be filled again.
std::optional<Trip> CheckEmptySheet(const PlanSum& plan, const TableFacts& facts) {
  if (facts.base_rows == 0 || facts.sheet_rows > 0) return std::nullopt;
  std::string consequence = "nothing is written before somebody has looked";
  if (plan.database_deletes() > 0) {
    consequence = Rows(plan.database_deletes()) + " would be deleted from the database";
  }
  return Trip{"empty-sheet", fmt::format("the sheet is empty where {} stood; {}",
                                         Rows(facts.base_rows), consequence)};
}

std::optional<Trip> CheckDatabaseDeletes(const PlanSum& plan, const TableFacts& facts,
                                         const Limits& limits) {
  const int64_t deletes = plan.database_deletes();
  const std::string broken = BrokenDeleteLimit(deletes, facts.local_rows, facts, limits);
  if (broken.empty()) return std::nullopt;
  return Trip{"mass-delete-database",
              fmt::format("{} of {} are gone from the sheet and would be deleted from the "
                          "database; {}",
                          deletes, Rows(facts.base_rows), broken)};
}

std::optional<Trip> CheckSheetDeletes(const PlanSum& plan, const TableFacts& facts,
                                      const Limits& limits) {
  const int64_t deletes = plan.sheet_deletes();
  const std::string broken = BrokenDeleteLimit(deletes, facts.sheet_rows, facts, limits);
  if (broken.empty()) return std::nullopt;
  return Trip{"mass-delete-sheet",
              fmt::format("{} of {} are gone from the database and would be deleted from the "
                          "sheet; {}",
                          deletes, Rows(facts.base_rows), broken)};
}

// A first sync may well change every row: there is no base that could have been spoiled.
std::optional<Trip> CheckChanges(const PlanSum& plan, const TableFacts& facts,
                                 const Limits& limits) {
  const int64_t changes = plan.database_updates();
  if (facts.base_rows == 0 || changes < limits.change_percent_from ||
      !AboveShare(changes, facts.local_rows, limits.max_change_percent)) {
    return std::nullopt;
  }
  return Trip{"mass-change",
              fmt::format("{} of {} of the database would be changed by the sheet; at most {} % "
                          "may change in one cycle",
                          changes, Rows(facts.local_rows), limits.max_change_percent)};
}

void AppendCells(SideAction action, const std::vector<CellChange>& cells, Row& trace) {
  trace.emplace_back(std::string(Name(action)));
  trace.emplace_back(static_cast<int64_t>(cells.size()));
  for (const CellChange& cell : cells) {
    trace.emplace_back(static_cast<int64_t>(cell.column));
    trace.push_back(cell.after);
  }
}

}  // namespace

std::optional<Trip> CheckPlan(const PlanSum& plan, const TableFacts& facts, const Limits& limits) {
  if (plan.rows() == 0) return std::nullopt;
  if (auto trip = CheckEmptySheet(plan, facts)) return trip;
  if (auto trip = CheckDatabaseDeletes(plan, facts, limits)) return trip;
  if (auto trip = CheckSheetDeletes(plan, facts, limits)) return trip;
  return CheckChanges(plan, facts, limits);
}

uint64_t WritesOf(const RowPlan& row) {
  if (row.on_sheet == SideAction::kNone && row.on_local == SideAction::kNone) return 0;
  Row trace{row.key};  // each list in it with its length
  AppendCells(row.on_sheet, row.sheet_cells, trace);
  AppendCells(row.on_local, row.local_cells, trace);
  return Digest(trace);
}

std::string FingerprintOf(uint64_t writes) {
  return fmt::format("{:016x}", writes);
}

void PlanSum::Add(const RowPlan& row) {
  ++rows_;
  if (row.on_sheet == SideAction::kDelete) ++sheet_deletes_;
  if (row.on_local == SideAction::kDelete) ++database_deletes_;
  if (row.on_local == SideAction::kUpdate) ++database_updates_;
  writes_ += WritesOf(row);
}

}  // namespace sheetkeeper
