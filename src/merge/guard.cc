#include "merge/guard.h"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

namespace sheetkeeper {
namespace {

// The writes of a plan that the limits speak of.
struct Tally {
  int64_t sheet_deletes = 0;
  int64_t database_deletes = 0;
  int64_t database_updates = 0;
};

Tally Count(const std::vector<RowPlan>& plan) {
  Tally tally;
  for (const RowPlan& row : plan) {
    if (row.on_sheet == SideAction::kDelete) ++tally.sheet_deletes;
    if (row.on_local == SideAction::kDelete) ++tally.database_deletes;
    if (row.on_local == SideAction::kUpdate) ++tally.database_updates;
  }
  return tally;
}

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
std::optional<Trip> CheckEmptySheet(const Tally& tally, const TableFacts& facts) {
  if (facts.base_rows == 0 || facts.sheet_rows > 0) return std::nullopt;
  std::string consequence = "nothing is written before somebody has looked";
  if (tally.database_deletes > 0) {
    consequence = Rows(tally.database_deletes) + " would be deleted from the database";
  }
  return Trip{"empty-sheet", fmt::format("the sheet is empty where {} stood; {}",
                                         Rows(facts.base_rows), consequence)};
}

std::optional<Trip> CheckDatabaseDeletes(const Tally& tally, const TableFacts& facts,
                                         const Limits& limits) {
  const int64_t deletes = tally.database_deletes;
  const std::string broken = BrokenDeleteLimit(deletes, facts.local_rows, facts, limits);
  if (broken.empty()) return std::nullopt;
  return Trip{"mass-delete-database",
              fmt::format("{} of {} are gone from the sheet and would be deleted from the "
                          "database; {}",
                          deletes, Rows(facts.base_rows), broken)};
}

std::optional<Trip> CheckSheetDeletes(const Tally& tally, const TableFacts& facts,
                                      const Limits& limits) {
  const int64_t deletes = tally.sheet_deletes;
  const std::string broken = BrokenDeleteLimit(deletes, facts.sheet_rows, facts, limits);
  if (broken.empty()) return std::nullopt;
  return Trip{"mass-delete-sheet",
              fmt::format("{} of {} are gone from the database and would be deleted from the "
                          "sheet; {}",
                          deletes, Rows(facts.base_rows), broken)};
}

// A first sync may well change every row: there is no base that could have been spoiled.
std::optional<Trip> CheckChanges(const Tally& tally, const TableFacts& facts,
                                 const Limits& limits) {
  const int64_t changes = tally.database_updates;
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

std::optional<Trip> CheckPlan(const std::vector<RowPlan>& plan, const TableFacts& facts,
                              const Limits& limits) {
  if (plan.empty()) return std::nullopt;
  const Tally tally = Count(plan);
  if (auto trip = CheckEmptySheet(tally, facts)) return trip;
  if (auto trip = CheckDatabaseDeletes(tally, facts, limits)) return trip;
  if (auto trip = CheckSheetDeletes(tally, facts, limits)) return trip;
  return CheckChanges(tally, facts, limits);
}

std::string Fingerprint(const std::vector<RowPlan>& plan) {
  std::vector<const RowPlan*> rows;
  for (const RowPlan& row : plan) {
    if (row.on_sheet != SideAction::kNone || row.on_local != SideAction::kNone) {
      rows.push_back(&row);
    }
  }
  std::sort(rows.begin(), rows.end(),
            [](const RowPlan* a, const RowPlan* b) { return a->key < b->key; });

  Row trace;  // the plan as one list of values, each list in it with its length
  for (const RowPlan* row : rows) {
    trace.push_back(row->key);
    AppendCells(row->on_sheet, row->sheet_cells, trace);
    AppendCells(row->on_local, row->local_cells, trace);
  }
  return fmt::format("{:016x}", Digest(trace));
}

}  // namespace sheetkeeper
