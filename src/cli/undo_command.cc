#include "cli/undo_command.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/json_object.h"
#include "base/json_text.h"
#include "base/number_text.h"
#include "cli/confirm.h"
#include "cli/database_flags.h"
#include "cli/progress_bar.h"
#include "cli/record_flags.h"
#include "cli/text_table.h"
#include "model/canonical.h"
#include "store/undo.h"

namespace sheetkeeper {
namespace {

constexpr int kExitKept = 2;

struct UndoFlags {
  DatabaseFlags database;
  UndoScope scope;
  std::string key;
  bool yes = false;
};

Result<> TakeBatch(const std::string& text, UndoScope& scope) {
  const auto number = ParseInteger(text);
  if (!number) return Fail(ErrorKind::kInvalid, "'" + text + "' is not the number of a batch");
  scope.batch = *number;
  return {};
}

CommandLine Describe(UndoFlags& flags) {
  CommandLine line;
  line.command = "sheetkeeper undo";
  line.summary =
      "Takes back what cycles changed. It shows first what it would do, and asks; without a "
      "terminal\n"
      "it does nothing but with --yes. What was changed since is left alone and reported.";
  line.examples =
      "  sheetkeeper undo --batch 17\n"
      "      what taking batch 17 back would do; see _history for the batches\n"
      "  sheetkeeper undo --batch 17 --yes\n"
      "  sheetkeeper undo --since 2h --table ranks --yes\n"
      "      back to where the table was two hours ago\n"
      "  sheetkeeper undo --table ranks --key Gold --column bonus_1 --since 1d --yes\n";
  line.more =
      "The database is written at once, the sheet by the next cycle. --config names the tables.\n"
      "\n"
      "Exit status: 0 done, 1 it failed or was not wanted, 2 something was changed since and kept, "
      "64\n"
      "wrong flags.\n";
  AddDatabaseFlags(line, flags.database);
  line.flags.push_back(
      {"--batch", "N", "the changes of this batch of _history",
       [&flags](const std::string& text) { return TakeBatch(text, flags.scope); }});
  line.flags.push_back({"--since", "TIME", "changes since a moment, or for so long",
                        [&flags](const std::string& text) -> Result<> {
                          TRY_ASSIGN(flags.scope.since, "", ParseMoment(text));
                          return {};
                        }});
  line.flags.push_back(TextFlag("--table", "NAME", "of this table only", flags.scope.table));
  line.flags.push_back(TextFlag("--key", "KEY", "of this row of the table only", flags.key));
  line.flags.push_back(
      TextFlag("--column", "NAME", "of this column of the table only", flags.scope.column));
  line.flags.push_back({"--yes", "", "do it without asking", [&flags](const std::string&) {
                          flags.yes = true;
                          return Result<>();
                        }});
  return line;
}

const TableSchema* FindTable(const std::vector<TableSchema>& tables, const std::string& name) {
  const auto found = std::find_if(tables.begin(), tables.end(),
                                  [&](const TableSchema& table) { return table.name == name; });
  return found == tables.end() ? nullptr : &*found;
}

Result<> TakeKey(const std::vector<TableSchema>& tables, UndoFlags& flags) {
  if (flags.key.empty()) return {};
  const TableSchema* table = FindTable(tables, flags.scope.table);
  if (table == nullptr) return Fail(ErrorKind::kInvalid, "--key needs --table, a configured one");
  const auto key = FromCell(Cell(flags.key), table->key_column());
  if (const auto* misfit = std::get_if<Misfit>(&key))
    return Fail(ErrorKind::kInvalid, misfit->reason);
  flags.scope.key = std::get<Value>(key);
  return {};
}

std::string Shown(const Value& value) {
  return IsNull(value) ? "nothing" : "'" + ToText(value) + "'";
}

// What is to be done about a row, and what is not.
std::vector<std::string> Sentences(const UndoStep& step, const TableSchema& schema) {
  const std::string row = fmt::format("{} {}", step.table, Shown(step.key));
  std::vector<std::string> sentences;
  if (step.action == SideAction::kInsert) sentences.push_back(row + ": comes back");
  if (step.action == SideAction::kDelete) sentences.push_back(row + ": goes again");
  for (const CellChange& cell : step.cells) {
    if (step.action != SideAction::kUpdate) break;
    sentences.push_back(fmt::format("{}: {} becomes {} again, is {}", row,
                                    schema.columns[cell.column].name, Shown(cell.after),
                                    Shown(cell.before)));
  }
  for (const std::string& kept : step.kept) {
    sentences.push_back(fmt::format("{}: kept, as {}", row, kept));
  }
  return sentences;
}

std::string StepJson(const UndoStep& step, const TableSchema& schema) {
  const auto cell_json = [&](const CellChange& cell) {
    return JsonObject()
        .Text("column", schema.columns[cell.column].name)
        .Text("before", ToText(cell.before))
        .Text("after", ToText(cell.after))
        .Done();
  };
  return JsonObject()
      .Text("table", step.table)
      .Text("key", ToText(step.key))
      .Text("action", Name(step.action))
      .Add("cells", JsonList(step.cells, cell_json))
      .Add("kept", JsonList(step.kept, JsonText))
      .Done();
}

int Print(const UndoFlags& flags, const ConfiguredTables& tables,
          const std::vector<UndoStep>& steps) {
  const auto schema_of = [&](const UndoStep& step) -> const TableSchema& {
    return *FindTable(tables.schemas, step.table);
  };
  if (flags.database.json) {
    const auto json = [&](const UndoStep& step) { return StepJson(step, schema_of(step)); };
    fmt::print("{}\n",
               JsonObject().Bool("applied", flags.yes).Add("rows", JsonList(steps, json)).Done());
  } else {
    for (const UndoStep& step : steps) {
      for (const std::string& text : Sentences(step, schema_of(step))) PrintProse(text);
    }
    if (steps.empty()) fmt::print(stderr, "There is nothing to take back.\n");
  }
  const bool kept = std::any_of(steps.begin(), steps.end(),
                                [](const UndoStep& step) { return !step.kept.empty(); });
  return kept ? kExitKept : 0;
}

Result<int> RunUndo(UndoFlags& flags) {
  TRY_ASSIGN(const ConfiguredTables tables, "", FindTables(flags.database));
  TRY("", CheckThere(tables.db_path));
  TRY("", CheckConfigured(tables, flags.scope.table));
  TRY("--key", TakeKey(tables.schemas, flags));
  const auto undo = [&](bool apply) {
    return Undo(tables.db_path, tables.schemas, flags.scope, apply, ProgressBar::OfThisProcess());
  };
  TRY_ASSIGN(const auto steps, "", undo(flags.yes));
  const int status = Print(flags, tables, steps);
  const auto rows = std::count_if(steps.begin(), steps.end(), [](const UndoStep& step) {
    return step.action != SideAction::kNone;
  });
  if (flags.database.json || rows == 0) return status;
  if (!flags.yes) {
    TRY_ASSIGN(
        const bool wanted, "",
        Confirm(fmt::format("Take this back, in {} row{}?", rows, rows == 1 ? "" : "s"), false));
    if (!wanted) return kExitFailed;
    TRY("", undo(true));
  }
  fmt::print(stderr, "Done; the sheet follows with the next cycle: {}\n",
             CommandOn(flags.database, "sync --now"));
  return status;
}

}  // namespace

int RunUndoCommand(int argc, char** argv) {
  UndoFlags flags;
  const CommandLine line = Describe(flags);
  if (const auto done = ParseFlags(line, argc, argv)) return *done;
  const bool anything = flags.scope.batch || flags.scope.since;
  if (!anything) {
    return UsageError(line, "what? Give --batch N ('sheetkeeper log' lists them) or --since TIME");
  }
  const auto status = RunUndo(flags);
  if (status) return *status;
  const int failed = Fails(line, status.error());
  if (flags.scope.batch) Hint("The batches there are: " + CommandOn(flags.database, "log"));
  return failed;
}

}  // namespace sheetkeeper
