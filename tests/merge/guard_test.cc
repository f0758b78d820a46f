#include "merge/guard.h"

#include <algorithm>

#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

RowPlan Change(int64_t key, SideAction on_sheet, SideAction on_local, const Value& after = {}) {
  RowPlan row;
  row.key = key;
  row.on_sheet = on_sheet;
  row.on_local = on_local;
  const std::vector<CellChange> cells{{1, Null{}, after}};
  if (on_sheet != SideAction::kNone) row.sheet_cells = cells;
  if (on_local != SideAction::kNone) row.local_cells = cells;
  return row;
}

std::vector<RowPlan> Times(int count, SideAction on_sheet, SideAction on_local) {
  std::vector<RowPlan> plan;
  for (int64_t key = 1; key <= count; ++key) plan.push_back(Change(key, on_sheet, on_local));
  return plan;
}

std::vector<RowPlan> DatabaseDeletes(int count) {
  return Times(count, SideAction::kNone, SideAction::kDelete);
}
std::vector<RowPlan> SheetDeletes(int count) {
  return Times(count, SideAction::kDelete, SideAction::kNone);
}
std::vector<RowPlan> DatabaseUpdates(int count) {
  return Times(count, SideAction::kNone, SideAction::kUpdate);
}

PlanSum SumOf(const std::vector<RowPlan>& plan) {
  PlanSum sum;
  for (const RowPlan& row : plan) sum.Add(row);
  return sum;
}

std::string Fingerprint(const std::vector<RowPlan>& plan) {
  return SumOf(plan).Fingerprint();
}

std::string Guard(const std::vector<RowPlan>& plan, const TableFacts& facts,
                  const Limits& limits = {}) {
  const auto trip = CheckPlan(SumOf(plan), facts, limits);
  return trip ? trip->guard : "";
}

// Both sides as large as the base, but for what the plan deletes because it is gone.
TableFacts AllOf(int64_t rows) {
  return {.base_rows = rows, .sheet_rows = rows, .local_rows = rows};
}

TEST(GuardTest, AnEmptyPlanIsWithinEveryLimit) {
  EXPECT_EQ(Guard({}, {}), "");
  EXPECT_EQ(Guard({}, AllOf(7)), "");
  EXPECT_EQ(Guard({}, {.base_rows = 7, .sheet_rows = 0, .local_rows = 0}), "");
}

TEST(GuardTest, AnEmptySheetDeletesNotEvenOneRow) {
  const TableFacts facts{.base_rows = 1, .sheet_rows = 0, .local_rows = 1};
  EXPECT_EQ(Guard(DatabaseDeletes(1), facts), "empty-sheet");
  EXPECT_EQ(CheckPlan(SumOf(DatabaseDeletes(1)), facts, {})->reason,
            "the sheet is empty where 1 row stood; 1 row would be deleted from the database");
  EXPECT_EQ(Guard(DatabaseDeletes(1), {.base_rows = 7, .sheet_rows = 0, .local_rows = 7}),
            "empty-sheet");
}

TEST(GuardTest, AnEmptySheetMayBeFilledUnlessRowsStoodThere) {
  const auto inserts = Times(7, SideAction::kInsert, SideAction::kNone);
  EXPECT_EQ(Guard(inserts, {.base_rows = 0, .sheet_rows = 0, .local_rows = 7}), "");
  EXPECT_EQ(Guard(inserts, {.base_rows = 7, .sheet_rows = 0, .local_rows = 7}), "empty-sheet");
}

TEST(GuardTest, FewDeletionsPass) {
  EXPECT_EQ(Guard(DatabaseDeletes(1), {.base_rows = 1, .sheet_rows = 1, .local_rows = 1}), "");
  EXPECT_EQ(Guard(DatabaseDeletes(2), AllOf(3)), "");
  EXPECT_EQ(Guard(DatabaseDeletes(3), AllOf(4)), "");  // 75 %, but fewer than 4 rows
  EXPECT_EQ(Guard(SheetDeletes(3), AllOf(4)), "");
}

TEST(GuardTest, DeletionsAboveTheShareAreHeld) {
  EXPECT_EQ(Guard(DatabaseDeletes(4), AllOf(14)), "");  // 28.6 %
  EXPECT_EQ(Guard(DatabaseDeletes(6), AllOf(20)), "");  // 30 % exactly
  EXPECT_EQ(Guard(DatabaseDeletes(4), AllOf(13)), "mass-delete-database");
  EXPECT_EQ(Guard(SheetDeletes(4), AllOf(13)), "mass-delete-sheet");
}

TEST(GuardTest, DeletionsAboveTheCountAreHeldHoweverLargeTheTable) {
  EXPECT_EQ(Guard(DatabaseDeletes(500), AllOf(1'000'000)), "");
  EXPECT_EQ(Guard(DatabaseDeletes(501), AllOf(1'000'000)), "mass-delete-database");
  EXPECT_EQ(Guard(SheetDeletes(501), AllOf(1'000'000)), "mass-delete-sheet");
  EXPECT_EQ(Guard(SheetDeletes(1), AllOf(100), {.max_delete_rows = 0}), "mass-delete-sheet");
}

TEST(GuardTest, TheLastRowsAreHeldHoweverFew) {
  EXPECT_EQ(Guard(DatabaseDeletes(2), AllOf(2)), "mass-delete-database");
  EXPECT_EQ(Guard(SheetDeletes(2), AllOf(2)), "mass-delete-sheet");
  EXPECT_EQ(Guard(DatabaseDeletes(2), AllOf(2), {.max_delete_percent = 100}),
            "mass-delete-database");
  // Replaced by others: still none of the agreed rows would be left.
  EXPECT_EQ(Guard(DatabaseDeletes(2), {.base_rows = 2, .sheet_rows = 2, .local_rows = 5}),
            "mass-delete-database");
  // The others went on the other side before.
  EXPECT_EQ(Guard(DatabaseDeletes(1), {.base_rows = 2, .sheet_rows = 1, .local_rows = 1}),
            "mass-delete-database");
}

TEST(GuardTest, TheSidesAreCountedEachForItself) {
  std::vector<RowPlan> plan = SheetDeletes(3);
  plan.push_back(Change(4, SideAction::kNone, SideAction::kDelete));
  EXPECT_EQ(Guard(plan, AllOf(8)), "");
}

TEST(GuardTest, ManyEditsByTheSheetAreHeld) {
  EXPECT_EQ(Guard(DatabaseUpdates(49), AllOf(49)), "");
  EXPECT_EQ(Guard(DatabaseUpdates(80), AllOf(100)), "");
  EXPECT_EQ(Guard(DatabaseUpdates(81), AllOf(100)), "mass-change");
  EXPECT_EQ(Guard(Times(81, SideAction::kUpdate, SideAction::kNone), AllOf(100)), "");
}

TEST(GuardTest, AFirstSyncMayChangeEveryRow) {
  EXPECT_EQ(Guard(DatabaseUpdates(100), {.base_rows = 0, .sheet_rows = 100, .local_rows = 100}),
            "");
}

TEST(GuardTest, ReasonsHaveTheFigures) {
  const auto reason = [](const std::vector<RowPlan>& plan, int64_t rows) {
    return CheckPlan(SumOf(plan), AllOf(rows), {})->reason;
  };
  EXPECT_EQ(reason(DatabaseDeletes(5), 10),
            "5 of 10 rows are gone from the sheet and would be deleted from the database; at most "
            "30 % may go in one cycle");
  EXPECT_EQ(reason(SheetDeletes(501), 2000),
            "501 of 2000 rows are gone from the database and would be deleted from the sheet; at "
            "most 500 may go in one cycle");
  EXPECT_EQ(reason(SheetDeletes(2), 2),
            "2 of 2 rows are gone from the database and would be deleted from the sheet; none of "
            "the agreed rows would be left");
  EXPECT_EQ(reason(DatabaseUpdates(90), 100),
            "90 of 100 rows of the database would be changed by the sheet; at most 80 % may change "
            "in one cycle");
}

TEST(FingerprintTest, NamesThePlanWhateverTheOrderOfItsRows) {
  std::vector<RowPlan> plan = DatabaseDeletes(3);
  plan.push_back(Change(9, SideAction::kUpdate, SideAction::kUpdate, std::string("x")));
  const std::string name = Fingerprint(plan);
  EXPECT_EQ(name.size(), 16U);
  std::reverse(plan.begin(), plan.end());
  EXPECT_EQ(Fingerprint(plan), name);
}

TEST(FingerprintTest, IsKeptInDatabasesAndNeverChanges) {
  EXPECT_EQ(Fingerprint({}), "0000000000000000");
  EXPECT_EQ(Fingerprint({Change(7, SideAction::kUpdate, SideAction::kNone, 15.5)}),
            "4924f98ec524630c");
}

TEST(FingerprintTest, DiffersWithKeyActionSideCellAndValue) {
  const auto name = [](int64_t key, SideAction on_sheet, SideAction on_local, const Value& after) {
    return Fingerprint({Change(key, on_sheet, on_local, after)});
  };
  const std::string one = name(1, SideAction::kUpdate, SideAction::kNone, int64_t{1});
  EXPECT_NE(name(2, SideAction::kUpdate, SideAction::kNone, int64_t{1}), one);
  EXPECT_NE(name(1, SideAction::kInsert, SideAction::kNone, int64_t{1}), one);
  EXPECT_NE(name(1, SideAction::kNone, SideAction::kUpdate, int64_t{1}), one);
  EXPECT_NE(name(1, SideAction::kUpdate, SideAction::kNone, std::string("1")), one);
  RowPlan other = Change(1, SideAction::kUpdate, SideAction::kNone, int64_t{1});
  other.sheet_cells[0].column = 2;
  EXPECT_NE(Fingerprint({other}), one);
}

TEST(FingerprintTest, LeavesOutWhatIsNotWritten) {
  RowPlan written = Change(1, SideAction::kUpdate, SideAction::kNone, int64_t{1});
  const std::string name = Fingerprint({written});
  written.sheet_cells[0].before = int64_t{5};
  written.conflicts.emplace_back();
  EXPECT_EQ(Fingerprint({written, Change(2, SideAction::kNone, SideAction::kNone)}), name);
}

}  // namespace
}  // namespace sheetkeeper
