// Whole tables as they stand in a sheet and in a database, through canonical forms, merge and back.
//
// A table is drawn as the base and what each side did to it since: rows that came, went or were
// edited, with values that are easily taken for another, and cells that nobody touched in any
// spelling that means the same. What does not fit is held back, as sheet_scan.cc and decide.cc do.
#include <map>
#include <set>
#include <sstream>

#include <gtest/gtest.h>

#include "merge/explain.h"
#include "merge/guard.h"
#include "merge/invariants.h"
#include "merge/merge.h"
#include "model/canonical.h"
#include "support/property.h"
#include "support/traps.h"

namespace sheetkeeper {
namespace {

constexpr size_t kMaxRows = 4;

// A row of one side as it was drawn. Each number is an index into the traps; 0 is "as in the base".
struct DrawnSide {
  bool is_there = true;
  std::vector<int> cells;
  std::vector<int> spellings;  // of the untouched cells
};

struct DrawnRow {
  std::vector<int> base;  // empty: the row has no base
  DrawnSide sheet;
  DrawnSide database;
};

struct DrawnTable {
  std::vector<int> types;
  std::vector<int> policies;
  std::vector<DrawnRow> rows;
};

std::vector<int> Numbers(size_t count, int below) {
  return *rc::gen::container<std::vector<int>>(count, rc::gen::inRange(0, below));
}

// Mostly 0.
std::vector<int> Edits(size_t count, size_t traps) {
  return *rc::gen::container<std::vector<int>>(
      count, rc::gen::weightedOneOf<int>(
                 {{3, rc::gen::just(0)}, {1, rc::gen::inRange(0, static_cast<int>(traps) + 1)}}));
}

bool Often() {
  return *rc::gen::inRange(0, 8) != 7;
}

DrawnSide DrawSide(size_t columns, size_t traps) {
  return {Often(), Edits(columns, traps), Numbers(columns, 4)};
}

DrawnTable DrawTable() {
  DrawnTable table;
  const auto columns = static_cast<size_t>(*rc::gen::inRange(1, 4));
  table.types = Numbers(columns, 8);
  table.policies = Numbers(columns, 3);
  const auto rows = static_cast<size_t>(*rc::gen::inRange(1, static_cast<int>(kMaxRows) + 1));
  while (table.rows.size() < rows) {
    DrawnRow& row = table.rows.emplace_back();
    if (Often()) row.base = Numbers(columns, static_cast<int>(TrapValues().size()));
    row.sheet = DrawSide(columns, TrapCells().size());
    row.database = DrawSide(columns, TrapValues().size());
  }
  return table;
}

TableSchema SchemaOf(const DrawnTable& table) {
  TableSchema schema{.name = "t", .columns = {{.name = "id", .header = "ID"}}, .key = 0};
  schema.columns[0].type = ColumnType::kInteger;
  for (size_t i = 0; i < table.types.size(); ++i) {
    const std::string name = "c" + std::to_string(i + 1);
    schema.columns.push_back({.name = name,
                              .header = name,
                              .type = static_cast<ColumnType>(table.types[i]),
                              .policy = static_cast<ConflictPolicy>(table.policies[i])});
  }
  return schema;
}

template <typename Raw>
Fitted<Value> Decode(const Raw& raw, const Column& column, const Value* known) {
  if constexpr (std::is_same_v<Raw, Cell>) {
    return FromCell(raw, column, known);
  } else {
    return FromDatabase(raw, column);
  }
}

// The ways to write a canonical value, by type and value: the traps that mean it, and its own form.
template <typename Raw>
std::vector<Raw> Spellings(const Value& value, const Column& column, const std::vector<Raw>& traps,
                           Raw plain) {
  std::vector<Raw> spellings{std::move(plain)};
  for (const Raw& trap : traps) {
    const auto decoded = Decode(trap, column, &value);
    const auto* meant = std::get_if<Value>(&decoded);
    if (meant != nullptr && *meant == value) spellings.push_back(trap);
  }
  return spellings;
}

Value Canonical(const Value& value, const Column& column) {
  const auto fitted = FromDatabase(value, column);
  const auto* canonical = std::get_if<Value>(&fitted);
  const bool fits =
      canonical != nullptr && std::holds_alternative<Cell>(ToCell(*canonical, column));
  return fits ? *canonical : Value(Null{});
}

// A row as it stands in the sheet (Cell) or the database (Value).
template <typename Raw>
using RawRow = std::optional<std::vector<Raw>>;

// A table in the world: both sides as they are written, the base in canonical form.
struct RowWorld {
  std::optional<Row> base;
  RawRow<Cell> sheet;
  RawRow<Value> database;
};

Cell PlainForm(const Value& value, const Column& column, const Cell&) {
  return std::get<Cell>(ToCell(value, column));
}
Value PlainForm(const Value& value, const Column&, const Value&) {
  return value;
}

template <typename Raw>
RawRow<Raw> SideOf(const DrawnSide& drawn, const std::optional<Row>& base, const Raw& key,
                   const TableSchema& schema, const std::vector<Raw>& traps) {
  if (!drawn.is_there) return std::nullopt;
  std::vector<Raw> row{key};
  for (size_t i = 0; i < drawn.cells.size(); ++i) {
    const Column& column = schema.columns[i + 1];
    if (drawn.cells[i] > 0) {
      row.push_back(traps[static_cast<size_t>(drawn.cells[i] - 1)]);
      continue;
    }
    const Value value = base ? (*base)[i + 1] : Value(Null{});
    const auto spellings = Spellings(value, column, traps, PlainForm(value, column, Raw()));
    row.push_back(spellings[static_cast<size_t>(drawn.spellings[i]) % spellings.size()]);
  }
  return row;
}

RowWorld WorldOf(const DrawnRow& drawn, int64_t key, const TableSchema& schema) {
  RowWorld world;
  if (!drawn.base.empty()) {
    world.base = Row{Value(key)};
    for (size_t i = 0; i < drawn.base.size(); ++i) {
      world.base->push_back(
          Canonical(TrapValues()[static_cast<size_t>(drawn.base[i])], schema.columns[i + 1]));
    }
  }
  world.sheet =
      SideOf(drawn.sheet, world.base, Cell(static_cast<double>(key)), schema, TrapCells());
  world.database = SideOf(drawn.database, world.base, Value(key), schema, TrapValues());
  return world;
}

template <typename Raw>
SideRow Read(const RawRow<Raw>& raw, const std::optional<Row>& base, const TableSchema& schema) {
  if (!raw) return std::monostate{};
  Row row;
  for (size_t i = 0; i < raw->size(); ++i) {
    const Column& column = schema.columns[i];
    auto value = Decode((*raw)[i], column, base ? &(*base)[i] : nullptr);
    if (auto* misfit = std::get_if<Misfit>(&value)) return Held{misfit->reason};
    auto cell = ToCell(std::get<Value>(value), column);
    if (auto* misfit = std::get_if<Misfit>(&cell)) return Held{misfit->reason};
    row.push_back(std::get<Value>(std::move(value)));
  }
  return row;
}

RowTriple Look(const RowWorld& world, int64_t key, const TableSchema& schema) {
  RowTriple triple;
  triple.key = key;
  triple.base = world.base;
  triple.remote = Read(world.sheet, world.base, schema);
  triple.local = Read(world.database, world.base, schema);
  triple.sheet_row = world.sheet ? static_cast<int>(key) : -1;
  return triple;
}

template <typename Raw>
void Write(SideAction action, const std::vector<CellChange>& cells, const TableSchema& schema,
           RawRow<Raw>& row) {
  if (action == SideAction::kInsert) row.emplace(schema.columns.size());
  for (const CellChange& cell : cells) {
    (*row)[cell.column] = PlainForm(cell.after, schema.columns[cell.column], Raw());
  }
  if (action == SideAction::kDelete) row.reset();
}

void CarryOut(const RowPlan& plan, const TableSchema& schema, RowWorld& world) {
  Write(plan.on_sheet, plan.sheet_cells, schema, world.sheet);
  Write(plan.on_local, plan.local_cells, schema, world.database);
  world.base = plan.base_pushed;
  RawRow<Value> base = world.base;
  Write(plan.on_local, plan.local_cells, schema, base);
  world.base = base;
}

std::string Text(const RowTriple& triple) {
  const auto row_text = [](const Row& row) {
    std::string text;
    for (const Value& value : row) text += " [" + Shown(value) + "]";
    return text;
  };
  const auto side_text = [&](const SideRow& side) {
    if (const auto* held = std::get_if<Held>(&side)) return " held: " + held->reason;
    const auto* row = std::get_if<Row>(&side);
    return row == nullptr ? std::string(" -") : row_text(*row);
  };
  return "base" + (triple.base ? row_text(*triple.base) : " -") + "\nsheet" +
         side_text(triple.remote) + "\ndatabase" + side_text(triple.local);
}

TEST(PlannerPropertyTest, EveryRowKeepsTheInvariantsAndSettles) {
  ForAll(50'000, [] {
    const DrawnTable table = DrawTable();
    const TableSchema schema = SchemaOf(table);
    int64_t key = 0;
    for (const DrawnRow& drawn : table.rows) {
      RowWorld world = WorldOf(drawn, ++key, schema);
      const RowTriple triple = Look(world, key, schema);
      RC_LOG(Text(triple));
      RC_ASSERT(BrokenInvariant(triple, schema) == "");
      const auto plan = MergeRow(triple, schema);
      if (!plan) continue;
      CarryOut(*plan, schema, world);
      const RowTriple after = Look(world, key, schema);
      RC_LOG(Text(after));
      RC_ASSERT(!IsHeld(after.remote));
      RC_ASSERT(!IsHeld(after.local));
      const auto again = MergeRow(after, schema);
      if (!again) continue;  // else there is an open conflict, which waits unchanged
      RC_ASSERT(again->on_sheet == SideAction::kNone);
      RC_ASSERT(again->on_local == SideAction::kNone);
      RC_ASSERT(again->base_pushed == world.base);
      RC_ASSERT(!again->conflicts.empty());
    }
  });
}

std::vector<RowPlan> Plan(const DrawnTable& table, const TableSchema& schema) {
  std::vector<RowPlan> plans;
  int64_t key = 0;
  for (const DrawnRow& drawn : table.rows) {
    ++key;
    if (auto plan = MergeRow(Look(WorldOf(drawn, key, schema), key, schema), schema)) {
      plans.push_back(std::move(*plan));
    }
  }
  return plans;
}

// Spelling a cell otherwise is no edit.
TEST(PlannerPropertyTest, NobodySeesHowAnUntouchedCellIsSpelled) {
  ForAll(10'000, [] {
    DrawnTable table = DrawTable();
    const TableSchema schema = SchemaOf(table);
    const auto before = Explain(Plan(table, schema), schema);
    for (DrawnRow& row : table.rows) {
      row.sheet.spellings = Numbers(row.sheet.spellings.size(), 4);
      row.database.spellings = Numbers(row.database.spellings.size(), 4);
    }
    RC_ASSERT(Explain(Plan(table, schema), schema) == before);
  });
}

// An approval names a plan, not the order in which its rows were looked at.
TEST(PlannerPropertyTest, TheOrderOfRowsChangesNeitherFingerprintNorGuard) {
  ForAll(10'000, [] {
    const DrawnTable table = DrawTable();
    const TableSchema schema = SchemaOf(table);
    std::vector<RowPlan> plans = Plan(table, schema);
    const auto sum_of = [](const std::vector<RowPlan>& all) {
      PlanSum sum;
      for (const RowPlan& row : all) sum.Add(row);
      return sum;
    };
    const std::string fingerprint = sum_of(plans).Fingerprint();
    const auto rows = static_cast<int64_t>(table.rows.size());
    const TableFacts facts{.base_rows = rows, .sheet_rows = rows, .local_rows = rows};
    const auto trip = CheckPlan(sum_of(plans), facts, Limits{});
    std::reverse(plans.begin(), plans.end());
    RC_ASSERT(sum_of(plans).Fingerprint() == fingerprint);
    const auto other = CheckPlan(sum_of(plans), facts, Limits{});
    RC_ASSERT(other.has_value() == trip.has_value());
    if (trip) RC_ASSERT(other->reason == trip->reason);
  });
}

}  // namespace
}  // namespace sheetkeeper
