#include "merge/invariants.h"

#include <algorithm>

#include "merge/merge.h"

namespace sheetkeeper {
namespace {

constexpr Push kPushes[] = {Push::kLost, Push::kLandedUnproved, Push::kProved};

SideRow Side(const std::optional<Row>& row) {
  return row ? SideRow(*row) : SideRow();
}

std::optional<Row> RowOf(const SideRow& side) {
  const Row* row = std::get_if<Row>(&side);
  return row != nullptr ? std::optional(*row) : std::nullopt;
}

void Write(SideAction action, const std::vector<CellChange>& cells, std::optional<Row>& row) {
  if (action == SideAction::kInsert) row = Row(cells.size());
  for (const CellChange& cell : cells) (*row)[cell.column] = cell.after;
  if (action == SideAction::kDelete) row = std::nullopt;
}

// The value that a cell had on both sides before anybody edited it.
Value Before(const World& world, size_t column) {
  return world.base ? (*world.base)[column] : Value();
}

bool Edited(const World& world, const Row& row, size_t column) {
  return row[column] != Before(world, column);
}

const Conflict* ConflictOf(const RowPlan& plan, int column) {
  for (const Conflict& conflict : plan.conflicts) {
    if (conflict.column == column) return &conflict;
  }
  return nullptr;
}

// Whether `cells` are the whole of `row`, appearing or going.
bool AreEveryCell(const std::vector<CellChange>& cells, const Row& row, bool appear) {
  if (cells.size() != row.size()) return false;
  for (size_t column = 0; column < row.size(); ++column) {
    const Value nothing;
    const CellChange expected{column, appear ? nothing : row[column],
                              appear ? row[column] : nothing};
    if (cells[column] != expected) return false;
  }
  return true;
}

bool AreDifferences(const std::vector<CellChange>& cells, const Row& from, const Row& to) {
  size_t next = 0;
  for (const CellChange& cell : cells) {
    if (cell.column < next || cell.before == cell.after) return false;
    if (cell.before != from[cell.column] || cell.after != to[cell.column]) return false;
    next = cell.column + 1;
  }
  return !cells.empty();
}

bool IsSoundWrite(SideAction action, const std::vector<CellChange>& cells,
                  const std::optional<Row>& side, const std::optional<Row>& other,
                  const std::optional<Row>& base) {
  switch (action) {
    case SideAction::kNone:
      return cells.empty();
    case SideAction::kInsert:
      return !side && other && AreEveryCell(cells, *other, true);
    case SideAction::kUpdate:
      return side && other && AreDifferences(cells, *side, *other);
    case SideAction::kDelete:
      return side && !other && side == base && AreEveryCell(cells, *side, false);
  }
  return false;
}

std::string BrokenWrite(const World& world, const RowPlan& plan) {
  if (!IsSoundWrite(plan.on_sheet, plan.sheet_cells, world.remote, world.local, world.base)) {
    return "the write to the sheet is not sound";
  }
  if (!IsSoundWrite(plan.on_local, plan.local_cells, world.local, world.remote, world.base)) {
    return "the write to the database is not sound";
  }
  return "";
}

std::string BrokenCellConflict(const World& world, const RowPlan& plan, size_t column,
                               ConflictPolicy policy) {
  const Value& remote = (*world.remote)[column];
  const Value& local = (*world.local)[column];
  const Conflict* conflict = ConflictOf(plan, static_cast<int>(column));
  const bool collide = remote != local && Edited(world, *world.remote, column) &&
                       Edited(world, *world.local, column);
  if (collide != (conflict != nullptr)) return "a conflict is missing or made up";
  if (!collide) return "";
  const Winner winner = policy == ConflictPolicy::kSheetWins      ? Winner::kSheet
                        : policy == ConflictPolicy::kDatabaseWins ? Winner::kDatabase
                                                                  : Winner::kNobody;
  Conflict expected;
  expected.key = plan.key;
  expected.column = static_cast<int>(column);
  if (world.base) expected.base = (*world.base)[column];
  expected.remote = remote;
  expected.local = local;
  expected.winner = winner;
  expected.reason = conflict->reason;
  return *conflict == expected ? "" : "a conflict says something else than what happened";
}

std::string BrokenConflict(const World& world, const RowPlan& plan, const TableSchema& schema) {
  if (world.remote && world.local) {
    if (ConflictOf(plan, -1) != nullptr) return "a conflict of a row that nobody deleted";
    for (size_t column = 0; column < schema.columns.size(); ++column) {
      const std::string broken =
          BrokenCellConflict(world, plan, column, schema.columns[column].policy);
      if (!broken.empty()) return broken;
    }
    return "";
  }
  const std::optional<Row>& left = world.remote ? world.remote : world.local;
  const bool beaten = world.base && left && left != world.base;
  if (plan.conflicts.size() != (beaten ? 1U : 0U)) return "not one conflict for a beaten deletion";
  if (!beaten) return "";
  const Conflict& conflict = plan.conflicts[0];
  const Winner winner = world.remote ? Winner::kSheet : Winner::kDatabase;
  return conflict.column == -1 && conflict.winner == winner ? "" : "the edit did not win";
}

bool Holds(const std::optional<Row>& row, size_t column, const Value& value) {
  return row && (*row)[column] == value;
}

// Whether what `side` had in a column can be found at the end.
bool IsKept(const Value& value, size_t column, const World& end) {
  if (Holds(end.remote, column, value) || Holds(end.local, column, value)) return true;
  return std::any_of(end.conflicts.begin(), end.conflicts.end(), [&](const Conflict& conflict) {
    return conflict.column == static_cast<int>(column) &&
           (conflict.remote == value || conflict.local == value);
  });
}

std::string LostEdit(const World& start, const World& end) {
  for (const std::optional<Row>& side : {start.remote, start.local}) {
    if (!side) continue;
    for (size_t column = 0; column < side->size(); ++column) {
      if (!Edited(start, *side, column)) continue;
      if (!IsKept((*side)[column], column, end)) return "an edit is lost";
    }
  }
  return "";
}

// Carries the world through every sequence of `steps` broken cycles, then a whole one.
std::string BrokenEnd(const World& start, const World& world, const World& expected,
                      const TableSchema& schema, int steps) {
  const World end = Complete(world, schema);
  if (const std::string unsettled = Unsettled(end, schema); !unsettled.empty()) return unsettled;
  if (end.remote != expected.remote || end.local != expected.local || end.base != expected.base) {
    return "lost writes lead to another end";
  }
  if (const std::string lost = LostEdit(start, end); !lost.empty()) return lost;
  const auto plan = Merge(world, schema);
  if (!plan || steps == 0) return "";
  for (const Push push : kPushes) {
    for (const bool pull : {false, true}) {
      const World next = Carry(world, *plan, push, pull);
      const std::string broken = BrokenEnd(start, next, expected, schema, steps - 1);
      if (!broken.empty()) return broken;
    }
  }
  return "";
}

World Mirrored(const World& world) {
  return World{world.base, world.local, world.remote, {}};
}

TableSchema Mirrored(TableSchema schema) {
  for (Column& column : schema.columns) {
    if (column.policy == ConflictPolicy::kSheetWins) {
      column.policy = ConflictPolicy::kDatabaseWins;
    } else if (column.policy == ConflictPolicy::kDatabaseWins) {
      column.policy = ConflictPolicy::kSheetWins;
    }
  }
  return schema;
}

Winner Mirrored(Winner winner) {
  if (winner == Winner::kNobody) return winner;
  return winner == Winner::kSheet ? Winner::kDatabase : Winner::kSheet;
}

bool AreMirrored(const std::vector<Conflict>& a, const std::vector<Conflict>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const Conflict& x, const Conflict& y) {
                      return x.column == y.column && x.base == y.base && x.remote == y.local &&
                             x.local == y.remote && x.winner == Mirrored(y.winner);
                    });
}

std::string BrokenMirror(const World& world, const std::optional<RowPlan>& plan,
                         const TableSchema& schema) {
  const World mirror = Mirrored(world);
  const auto mirrored = Merge(mirror, Mirrored(schema));
  if (plan.has_value() != mirrored.has_value()) return "only one of plan and mirror is there";
  if (!plan) return "";
  if (plan->on_sheet != mirrored->on_local || plan->on_local != mirrored->on_sheet ||
      plan->sheet_cells != mirrored->local_cells || plan->local_cells != mirrored->sheet_cells) {
    return "the mirror writes something else";
  }
  if (!AreMirrored(plan->conflicts, mirrored->conflicts)) return "the mirror has other conflicts";
  for (const bool push : {false, true}) {
    for (const bool pull : {false, true}) {
      const World done = Carry(world, *plan, push ? Push::kProved : Push::kLost, pull);
      const World other = Carry(mirror, *mirrored, pull ? Push::kProved : Push::kLost, push);
      if (done.base != other.base) return "the mirror has another base";
    }
  }
  return "";
}

}  // namespace

std::optional<RowPlan> Merge(const World& world, const TableSchema& schema) {
  RowTriple triple;
  triple.base = world.base;
  triple.remote = Side(world.remote);
  triple.local = Side(world.local);
  for (const auto& row : {world.base, world.remote, world.local}) {
    if (row) triple.key = (*row)[schema.key];
  }
  return MergeRow(triple, schema);
}

World Carry(World world, const RowPlan& plan, Push push, bool pull) {
  if (push != Push::kLost) Write(plan.on_sheet, plan.sheet_cells, world.remote);
  world.base = push == Push::kProved ? plan.base_pushed : plan.base_unpushed;
  if (pull) {
    Write(plan.on_local, plan.local_cells, world.local);
    Write(plan.on_local, plan.local_cells, world.base);
  }
  world.conflicts.insert(world.conflicts.end(), plan.conflicts.begin(), plan.conflicts.end());
  return world;
}

World Complete(const World& world, const TableSchema& schema) {
  const auto plan = Merge(world, schema);
  return plan ? Carry(world, *plan, Push::kProved, true) : world;
}

std::string Unsettled(const World& world, const TableSchema& schema) {
  const auto plan = Merge(world, schema);
  if (!plan) {
    const bool equal = world.remote == world.local && world.local == world.base;
    return equal ? "" : "nothing is planned for sides that differ";
  }
  if (plan->on_sheet != SideAction::kNone || plan->on_local != SideAction::kNone) {
    return "a second merge writes again";
  }
  if (plan->conflicts.empty()) return "a second merge finds nothing, but plans";
  if (plan->base_unpushed != world.base || plan->base_pushed != world.base) {
    return "a second merge moves the base";
  }
  for (size_t column = 0; column < schema.columns.size(); ++column) {
    const Conflict* conflict = ConflictOf(*plan, static_cast<int>(column));
    const bool open = conflict != nullptr && conflict->winner == Winner::kNobody;
    const bool equal = (*world.remote)[column] == (*world.local)[column] &&
                       (*world.local)[column] == (*world.base)[column];
    if (open == equal) return "a cell is neither equal nor an undecided conflict";
  }
  return "";
}

std::string BrokenInvariant(const RowTriple& triple, const TableSchema& schema) {
  const auto plan = MergeRow(triple, schema);
  if (IsHeld(triple.remote) || IsHeld(triple.local)) {
    return plan ? "a held row is merged" : "";
  }
  const World world{triple.base, RowOf(triple.remote), RowOf(triple.local), {}};
  if (plan) {
    if (plan->key != triple.key || plan->sheet_row != triple.sheet_row) return "another row";
    if (plan->reason.empty()) return "no reason is given";
    if (const std::string broken = BrokenWrite(world, *plan); !broken.empty()) return broken;
    if (const std::string broken = BrokenConflict(world, *plan, schema); !broken.empty()) {
      return broken;
    }
  }
  if (const std::string broken = BrokenMirror(world, plan, schema); !broken.empty()) return broken;
  return BrokenEnd(world, world, Complete(world, schema), schema, 2);
}

}  // namespace sheetkeeper
