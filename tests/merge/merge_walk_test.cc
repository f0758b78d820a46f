// People edit both sides of a row while cycles fail in every way, and no value is lost unseen.
//
// Every value that is typed is unique. A side has seen a value when it stood in that side's cell.
// Whoever overwrites a value has seen it, so only the writes of a plan can lose one: that is, when
// such a write replaces or deletes a value that the other side has never seen and that stands in no
// conflict. Between the merge and its writes the database may be edited once more; then the writes
// that met such an edit are not made, as the store promises (RowCommit in store/store.h).
#include <set>

#include <gtest/gtest.h>

#include "base/rng.h"
#include "merge/invariants.h"
#include "support/property.h"

namespace sheetkeeper {
namespace {

constexpr size_t kColumns = 4;  // the key, and a column of each policy

TableSchema Schema() {
  return {.name = "t",
          .columns = {{.name = "id", .header = "ID"},
                      {.name = "s", .header = "S", .policy = ConflictPolicy::kSheetWins},
                      {.name = "d", .header = "D", .policy = ConflictPolicy::kDatabaseWins},
                      {.name = "m", .header = "M", .policy = ConflictPolicy::kManual}},
          .key = 0};
}

class Walk {
 public:
  explicit Walk(uint64_t seed) : rng_(seed) {}

  // Several cycles, each after some edits; then quiet ones. "" or what went wrong.
  std::string Run() {
    for (int cycle = 0; cycle < 6; ++cycle) {
      EditSides();
      RunCycle();
    }
    for (int cycle = 0; cycle < 2; ++cycle) world_ = Complete(world_, schema_);
    return lost_.empty() ? Unsettled(world_, schema_) : lost_;
  }

 private:
  using Seen = std::set<std::pair<size_t, Value>>;

  void EditSides() {
    for (uint64_t edits = rng_.Below(4); edits > 0; --edits) {
      rng_.Percent(50) ? Edit(world_.remote) : Edit(world_.local);
    }
    Look();
  }

  // What somebody does to a side: types, clears, deletes the row, or makes one where there is none.
  void Edit(std::optional<Row>& row) {
    if (!row) {
      row = Row{std::string("key"), Typed(), Typed(), Typed()};
    } else if (rng_.Percent(15)) {
      row.reset();
    } else {
      (*row)[1 + rng_.Below(kColumns - 1)] = Typed();
    }
  }

  Value Typed() {
    if (rng_.Percent(15)) return Null{};
    return ++typed_;
  }

  void Look() {
    Note(world_.remote, seen_by_sheet_);
    Note(world_.local, seen_by_database_);
  }

  static void Note(const std::optional<Row>& row, Seen& seen) {
    for (size_t column = 0; row && column < kColumns; ++column) {
      seen.insert({column, (*row)[column]});
    }
  }

  void RunCycle() {
    const auto plan = Merge(world_, schema_);
    if (!plan || rng_.Percent(10)) return;  // a crash before anything was recorded
    for (const Conflict& conflict : plan->conflicts) {
      if (conflict.column < 0) continue;
      recorded_.insert({static_cast<size_t>(conflict.column), conflict.remote});
      recorded_.insert({static_cast<size_t>(conflict.column), conflict.local});
    }
    if (rng_.Percent(20)) EditLocalMeanwhile();
    WriteToSheet(*plan);
    if (rng_.Percent(80)) WriteToDatabase(*plan);
    Look();
  }

  void EditLocalMeanwhile() {
    Edit(world_.local);
    Look();
  }

  void WriteToSheet(const RowPlan& plan) {
    const auto push = static_cast<Push>(rng_.Below(3));
    if (push != Push::kLost) ExpectSeen(plan.sheet_cells, seen_by_database_, "the sheet");
    world_ = Carry(world_, plan, push, false);
  }

  void WriteToDatabase(const RowPlan& plan) {
    switch (plan.on_local) {
      case SideAction::kNone:
        break;
      case SideAction::kInsert:
        if (world_.local) break;
        world_.local = Row(kColumns);
        for (const CellChange& cell : plan.local_cells) (*world_.local)[cell.column] = cell.after;
        world_.base = world_.local;
        break;
      case SideAction::kUpdate:
        for (const CellChange& cell : plan.local_cells) UpdateCell(cell);
        break;
      case SideAction::kDelete:
        if (world_.local != plan.base_unpushed) break;
        ExpectSeen(plan.local_cells, seen_by_sheet_, "the database");
        world_.local.reset();
        world_.base.reset();
        break;
    }
  }

  void UpdateCell(const CellChange& cell) {
    if (!world_.local || (*world_.local)[cell.column] != cell.before) return;
    ExpectSeen({cell}, seen_by_sheet_, "the database");
    (*world_.local)[cell.column] = cell.after;
    (*world_.base)[cell.column] = cell.after;
  }

  void ExpectSeen(const std::vector<CellChange>& cells, const Seen& seen, const std::string& side) {
    for (const CellChange& cell : cells) {
      if (IsNull(cell.before)) continue;
      const std::pair<size_t, Value> value{cell.column, cell.before};
      if (!seen.contains(value) && !recorded_.contains(value)) {
        lost_ = ToText(cell.before) + " of " + side + " is overwritten unseen";
      }
    }
  }

  const TableSchema schema_ = Schema();
  Rng rng_;
  int64_t typed_ = 0;
  World world_;
  Seen seen_by_sheet_;
  Seen seen_by_database_;
  Seen recorded_;
  std::string lost_;
};

TEST(MergeWalkTest, NoValueIsOverwrittenUnseen) {
  const auto walks = static_cast<uint64_t>(30'000 * TestScale());
  for (uint64_t seed = 1; seed <= walks; ++seed) {
    ASSERT_EQ(Walk(seed).Run(), "") << "seed " << seed;
  }
}

}  // namespace
}  // namespace sheetkeeper
