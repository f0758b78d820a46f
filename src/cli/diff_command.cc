#include "cli/diff_command.h"

#include <cstdio>
#include <string>
#include <string_view>
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

constexpr int kExitDiffers = 1;

CommandLine DescribeDiff(PreviewFlags& flags) {
  CommandLine line;
  line.command = "sheetkeeper diff";
  line.summary = "Shows what differs between the sheet and the database right now.";
  line.examples =
      "  sheetkeeper diff\n"
      "  sheetkeeper diff --json | jq '.differences | length'\n";
  line.more =
      "'sheetkeeper plan' shows what the next cycle would do about it.\n"
      "\n"
      "Exit status: 0 nothing differs, 1 something does, 2 it cannot be told, 64 wrong flags.\n";
  AddPreviewFlags(line, flags);
  return line;
}

// One cell, or a whole row (column ""), that the two sides do not have alike.
struct Difference {
  const TablePreview* table = nullptr;
  const RowPlan* row = nullptr;
  std::string column;
  std::string address;
  Value sheet;
  Value database;
  const char* only_in = "";  // "sheet" or "database", for a row
};

class Differences {
 public:
  void Add(const TablePreview& table) {
    for (const RowPlan& row : table.plan) AddRow(table, row);
  }
  const std::vector<Difference>& list() const { return list_; }

 private:
  using enum SideAction;

  void AddRow(const TablePreview& table, const RowPlan& row) {
    const bool only_in_database = row.on_sheet == kInsert || row.on_local == kDelete;
    const bool only_in_sheet = row.on_local == kInsert || row.on_sheet == kDelete;
    if (only_in_database || only_in_sheet) {
      list_.push_back({&table,
                       &row,
                       "",
                       AddressIn(table, row.sheet_row, table.schema.key),
                       {},
                       {},
                       only_in_sheet ? "sheet" : "database"});
      return;
    }
    for (const CellChange& it : row.sheet_cells)
      AddCell(table, row, it.column, it.before, it.after);
    for (const CellChange& it : row.local_cells)
      AddCell(table, row, it.column, it.after, it.before);
    for (const Conflict& it : row.conflicts) {
      if (it.winner != Winner::kNobody || it.column < 0) continue;
      AddCell(table, row, static_cast<size_t>(it.column), it.remote, it.local);
    }
  }

  void AddCell(const TablePreview& table, const RowPlan& row, size_t column, const Value& sheet,
               const Value& database) {
    list_.push_back({&table, &row, ColumnName(table, column),
                     AddressIn(table, row.sheet_row, column), sheet, database});
  }

  std::vector<Difference> list_;
};

std::string DifferenceJson(const Difference& it) {
  return JsonObject()
      .Text("table", it.table->schema.name)
      .Add("key", JsonOf(it.row->key))
      .TextOrNull("column", it.column)
      .TextOrNull("only_in", it.only_in)
      .TextOrNull("address", it.address)
      .Add("sheet", JsonOf(it.sheet))
      .Add("database", JsonOf(it.database))
      .Done();
}

void PrintDifferences(const std::vector<Difference>& differences) {
  TextTable text{{"TABLE", "ROW", "COLUMN", "SHEET", "DATABASE", "AT"}, {}};
  for (const Difference& it : differences) {
    const bool row = it.column.empty();
    const auto side = [&](std::string_view name, const Value& value) {
      return !row ? Shown(value) : name == it.only_in ? "there" : "-";
    };
    text.rows.push_back({it.table->schema.name, Shown(it.row->key), row ? "(row)" : it.column,
                         side("sheet", it.sheet), side("database", it.database), it.address});
  }
  if (!text.rows.empty()) fmt::print("{}", Render(text, LookOfStdout()));
}

// A table that was not read, or whose rows do not all fit, may differ in more than is seen.
std::vector<std::string> Unseen(const std::vector<TablePreview>& tables) {
  std::vector<std::string> notes;
  for (const TablePreview& table : tables) {
    if (table.hold && table.plan.empty()) {
      notes.push_back(fmt::format("{} was not compared: {} ({})", table.schema.name,
                                  table.hold->reason, table.hold->guard));
    }
    for (const HeldRow& row : table.held_rows) {
      notes.push_back(fmt::format("{} was not compared: {}", row.address, row.reason));
    }
    for (const RejectedRow& row : table.rejected) {
      notes.push_back(fmt::format("row {} of {} was not compared: {}", Shown(row.key),
                                  table.schema.name, row.reason));
    }
  }
  return notes;
}

}  // namespace

int RunDiffCommand(int argc, char** argv) {
  PreviewFlags flags;
  const CommandLine line = DescribeDiff(flags);
  if (const auto done = ParseFlags(line, argc, argv)) return *done;
  const auto tables = LookAhead(flags);
  if (!tables) return Fails(line, tables.error(), kExitCannotTell);
  Differences differences;
  for (const TablePreview& table : *tables) differences.Add(table);
  const std::vector<std::string> unseen = Unseen(*tables);
  for (const std::string& note : unseen) {
    fmt::print(stderr, "{}\n", Indented(note, 2, LookOfStdout()));
  }
  if (flags.database.json) {
    std::vector<std::string> items;
    for (const Difference& it : differences.list()) items.push_back(DifferenceJson(it));
    fmt::print(
        "{}\n",
        JsonObject().Bool("complete", unseen.empty()).Add("differences", JsonArray(items)).Done());
  } else {
    PrintDifferences(differences.list());
    if (differences.list().empty() && unseen.empty()) fmt::print(stderr, "Nothing differs.\n");
    if (!differences.list().empty()) {
      Hint("What the next cycle does about it: " + CommandOn(flags.database, "plan"));
    }
  }
  return differences.list().empty() && unseen.empty() ? 0 : kExitDiffers;
}

}  // namespace sheetkeeper
