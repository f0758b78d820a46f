#include "cli/plan_command.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/json_object.h"
#include "cli/confirm.h"
#include "cli/preview.h"
#include "cli/record_flags.h"
#include "cli/text_table.h"
#include "cli/value_json.h"

namespace sheetkeeper {
namespace {

CommandLine DescribePlan(PreviewFlags& flags) {
  CommandLine line;
  line.command = "sheetkeeper plan";
  line.summary =
      "Shows what the next cycle would change on both sides, cell by cell, and why. Nothing is\n"
      "written, neither to the sheet nor to the database; there need not be one yet.";
  line.examples =
      "  sheetkeeper plan\n"
      "  sheetkeeper plan --table ranks --json\n";
  line.more =
      "It shows the moment: whoever edits before the next cycle changes its plan. A formula in a\n"
      "cell that is to be written is found only by the cycle, which then leaves that cell alone.\n"
      "\n"
      "Exit status: 0 shown, 2 it cannot be told, 64 wrong flags.\n";
  AddPreviewFlags(line, flags);
  return line;
}

// One cell that would be written, or a row that would come or go.
struct Change {
  std::string side;
  const RowPlan* row = nullptr;
  SideAction action = SideAction::kNone;
  const CellChange* cell = nullptr;
};

std::vector<Change> ChangesOf(const TablePreview& table) {
  std::vector<Change> changes;
  const auto add = [&](const char* side, const RowPlan& row, SideAction action,
                       const std::vector<CellChange>& cells) {
    for (const CellChange& cell : cells) {
      const bool empty = IsNull(cell.before) && IsNull(cell.after);
      if (!empty) changes.push_back({side, &row, action, &cell});
    }
  };
  for (const RowPlan& row : table.plan) {
    if (row.on_sheet != SideAction::kNone) add("sheet", row, row.on_sheet, row.sheet_cells);
    if (row.on_local != SideAction::kNone) add("database", row, row.on_local, row.local_cells);
  }
  return changes;
}

std::string AddressOf(const TablePreview& table, const Change& change) {
  if (change.side == "database") return "";
  return AddressIn(table, change.row->sheet_row, change.cell->column);
}

std::string ChangeJson(const TablePreview& table, const Change& change) {
  return JsonObject()
      .Text("side", change.side)
      .Text("action", Name(change.action))
      .Add("key", JsonOf(change.row->key))
      .Text("column", ColumnName(table, change.cell->column))
      .TextOrNull("address", AddressOf(table, change))
      .Add("before", JsonOf(change.cell->before))
      .Add("after", JsonOf(change.cell->after))
      .Text("reason", change.row->reason)
      .Done();
}

std::string ConflictJson(const TablePreview& table, const Conflict& conflict) {
  const bool row = conflict.column < 0;
  return JsonObject()
      .Add("key", JsonOf(conflict.key))
      .TextOrNull("column", row ? "" : ColumnName(table, static_cast<size_t>(conflict.column)))
      .Add("sheet", JsonOf(conflict.remote))
      .Add("database", JsonOf(conflict.local))
      .Text("winner", Name(conflict.winner))
      .Text("reason", conflict.reason)
      .Done();
}

std::string WaitingJson(const char* side, const RowKey& key, const std::string& address,
                        const std::string& column, const std::string& reason) {
  return JsonObject()
      .Text("side", side)
      .Add("key", JsonOf(key))
      .TextOrNull("address", address)
      .TextOrNull("column", column)
      .Text("reason", reason)
      .Done();
}

std::string HoldJson(const TablePreview& table) {
  if (!table.hold) return "null";
  return JsonObject().Text("guard", table.hold->guard).Text("reason", table.hold->reason).Done();
}

std::string TableJson(const TablePreview& table) {
  std::vector<std::string> changes;
  for (const Change& change : ChangesOf(table)) changes.push_back(ChangeJson(table, change));
  std::vector<std::string> conflicts;
  for (const RowPlan& row : table.plan) {
    for (const Conflict& it : row.conflicts) conflicts.push_back(ConflictJson(table, it));
  }
  std::vector<std::string> waiting;
  for (const HeldRow& row : table.held_rows) {
    waiting.push_back(WaitingJson("sheet", row.key, row.address, row.column, row.reason));
  }
  for (const RejectedRow& row : table.rejected) {
    waiting.push_back(WaitingJson("database", row.key, "", row.column, row.reason));
  }
  return JsonObject()
      .Text("table", table.schema.name)
      .Text("sheet", table.title)
      .Add("hold", HoldJson(table))
      .Add("changes", JsonArray(changes))
      .Add("conflicts", JsonArray(conflicts))
      .Add("waiting", JsonArray(waiting))
      .Done();
}

std::string CellText(const TablePreview& table, const Change& change) {
  const std::string& column = ColumnName(table, change.cell->column);
  if (change.action == SideAction::kInsert) {
    return fmt::format("{}: {}", column, Shown(change.cell->after));
  }
  if (change.action == SideAction::kDelete) {
    return fmt::format("{}: {}", column, Shown(change.cell->before));
  }
  return fmt::format("{}: {} -> {}", column, Shown(change.cell->before), Shown(change.cell->after));
}

void PrintChanges(const TablePreview& table) {
  TextTable text{{"WRITES", "ACTION", "ROW", "CHANGE", "AT", "WHY"}, {}};
  for (const Change& change : ChangesOf(table)) {
    text.rows.push_back({change.side, std::string(Name(change.action)), Shown(change.row->key),
                         CellText(table, change), AddressOf(table, change),
                         std::string(change.row->reason)});
  }
  if (!text.rows.empty()) fmt::print("{}", Render(text, LookOfStdout()));
}

void PrintConflicts(const TablePreview& table) {
  for (const RowPlan& row : table.plan) {
    for (const Conflict& it : row.conflicts) {
      const std::string winner = it.winner == Winner::kNobody
                                     ? "waits for a person"
                                     : fmt::format("the {} wins", Name(it.winner));
      if (it.column < 0) {
        PrintProse(fmt::format("conflict: row {}: {}; {}", Shown(it.key), it.reason, winner));
      } else {
        PrintProse(fmt::format("conflict: row {}, {}: sheet {}, database {}; {}", Shown(it.key),
                               ColumnName(table, static_cast<size_t>(it.column)), Shown(it.remote),
                               Shown(it.local), winner));
      }
    }
  }
}

void PrintWaiting(const TablePreview& table) {
  for (const HeldRow& row : table.held_rows) {
    PrintProse(fmt::format("waits: {}: {}", row.address, row.reason));
  }
  for (const RejectedRow& row : table.rejected) {
    PrintProse(fmt::format("waits: row {} of the database{}: {}", Shown(row.key),
                           row.column.empty() ? "" : ", " + row.column, row.reason));
  }
}

// "1 row inserted in the sheet, 3 rows updated in the database"; "nothing to do".
std::string Summary(const TablePreview& table) {
  std::map<std::pair<std::string_view, std::string_view>, int64_t> rows;
  for (const RowPlan& row : table.plan) {
    if (row.on_sheet != SideAction::kNone) ++rows[{"sheet", Name(row.on_sheet)}];
    if (row.on_local != SideAction::kNone) ++rows[{"database", Name(row.on_local)}];
  }
  std::vector<std::string> parts;
  for (const auto& [what, count] : rows) {
    const auto& [side, action] = what;
    parts.push_back(fmt::format("{} row{} {}{} in the {}", count, count == 1 ? "" : "s", action,
                                action.ends_with('e') ? "d" : "ed", side));
  }
  if (parts.empty()) return table.plan.empty() ? "nothing to do" : "nothing to write";
  return fmt::format("{}", fmt::join(parts, ", "));
}

void PrintPlan(const TablePreview& table) {
  const std::string name = fmt::format("{} (sheet {})", table.schema.name, table.title);
  if (table.hold) {
    PrintProse(fmt::format("{} is held ({}): {}{}", name, table.hold->guard, table.hold->reason,
                           table.plan.empty() ? "" : "; it stops: " + Summary(table)));
  } else {
    PrintProse(name + ": " + Summary(table));
  }
  PrintChanges(table);
  PrintConflicts(table);
  PrintWaiting(table);
}

void SuggestNext(const std::vector<TablePreview>& tables, const DatabaseFlags& flags) {
  const auto any = [&](auto condition) {
    return std::any_of(tables.begin(), tables.end(), condition);
  };
  if (any([](const TablePreview& table) { return table.hold.has_value(); })) {
    Hint("What is held waits for an answer: " + CommandOn(flags, "held"));
  }
  if (any([](const TablePreview& table) { return !table.hold && !table.plan.empty(); })) {
    Hint("To do it: " + CommandOn(flags, "sync --now"));
  }
}

}  // namespace

int RunPlanCommand(int argc, char** argv) {
  PreviewFlags flags;
  const CommandLine line = DescribePlan(flags);
  if (const auto done = ParseFlags(line, argc, argv)) return *done;
  const auto tables = LookAhead(flags);
  if (!tables) return Fails(line, tables.error(), kExitCannotTell);
  if (!flags.database.json) {
    for (const TablePreview& table : *tables) PrintPlan(table);
    SuggestNext(*tables, flags.database);
    return 0;
  }
  std::vector<std::string> items;
  for (const TablePreview& table : *tables) items.push_back(TableJson(table));
  fmt::print("{}\n", JsonObject().Add("tables", JsonArray(items)).Done());
  return 0;
}

}  // namespace sheetkeeper
