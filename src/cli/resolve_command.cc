#include "cli/resolve_command.h"

#include <algorithm>
#include <cstdio>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/json_object.h"
#include "base/number_text.h"
#include "base/system_clock.h"
#include "cli/confirm.h"
#include "cli/hook.h"
#include "cli/record_flags.h"
#include "cli/text_table.h"
#include "cli/value_json.h"
#include "store/conflict_decision.h"

namespace sheetkeeper {
namespace {

using Kind = ConflictChoice::Kind;
using Effect = ConflictDecision::Effect;
struct ResolveFlags {
  RecordFlags records;
  std::optional<int64_t> id;
  bool all = false;
  std::vector<ConflictChoice> choices;
  std::string hook;
  bool yes = false;
};

Flag ChoiceFlag(Kind kind, std::string summary, ResolveFlags& flags) {
  return {"--" + std::string(Name(kind)), "", std::move(summary),
          [&flags, kind](const std::string&) {
            flags.choices.push_back({kind, {}});
            return Result<>();
          }};
}

void AddChoices(CommandLine& line, ResolveFlags& flags) {
  line.flags.push_back(ChoiceFlag(Kind::kMine, "the database's value", flags));
  line.flags.push_back(ChoiceFlag(Kind::kTheirs, "the sheet's value", flags));
  line.flags.push_back(ChoiceFlag(Kind::kBase, "what both sides held before", flags));
  line.flags.push_back(
      {"--value", "TEXT", "this, as typed in a cell; '' empties it", [&](const std::string& text) {
         flags.choices.push_back({Kind::kValue, text.empty() ? Value() : Value(text)});
         return Result<>();
       }});
  line.flags.push_back(TextFlag("--hook", "COMMAND", "what this command answers", flags.hook));
}

CommandLine Describe(ResolveFlags& flags) {
  CommandLine line;
  line.command = "sheetkeeper resolve";
  line.summary =
      "Decides conflicts: what both sides changed differently. 'sheetkeeper conflicts' lists them.";
  line.examples =
      "  sheetkeeper resolve --id 3 --mine\n"
      "      the database's value goes to the sheet\n"
      "  sheetkeeper resolve --id 3 --theirs\n"
      "  sheetkeeper resolve --id 3 --value 15.5\n"
      "  sheetkeeper resolve --table ranks --base --yes\n"
      "      all open ones of a table: back to what both sides held before\n"
      "  sheetkeeper resolve --all --hook ./newest-wins --yes\n";
  line.more =
      "The next cycle carries a decision out, while both sides still hold what it was made for;\n"
      "else the conflict is open again, with the new values. With --id one that is decided and "
      "done\n"
      "(conflicts --all) can be decided anew: the value comes back as an edit of the database.\n"
      "\n"
      "A hook gets one JSON object on standard input: id, table, key, column, had_base, base, "
      "mine\n"
      "(the database's value), theirs (the sheet's). It prints mine, theirs, base, leave, or\n"
      "{\"value\": ...}.\n"
      "\n"
      "More than one conflict, and the deletion of a row, is asked about first.\n"
      "\n"
      "Exit status: 0 done, 1 something could not be decided, 64 wrong flags.\n";
  line.flags.push_back(
      {"--id", "N", "this conflict", [&flags](const std::string& text) -> Result<> {
         flags.id = ParseInteger(text);
         if (flags.id) return {};
         return Fail(ErrorKind::kInvalid, "'" + text + "' is not the number of a conflict");
       }});
  AddRecordFlags(line, flags.records);
  line.flags.push_back(Switch("--all", "every open one", flags.all));
  AddChoices(line, flags);
  line.flags.push_back(Switch("--yes", "do not ask", flags.yes));
  return line;
}

// "" where the flags make sense.
std::string WhatIsWrong(const ResolveFlags& flags) {
  const bool narrowed = !flags.records.scope.table.empty();
  if (!flags.id && !flags.all && !narrowed) {
    return "which? Give --id N, --table NAME or --all; 'sheetkeeper conflicts' lists them";
  }
  const size_t choices = flags.choices.size() + (flags.hook.empty() ? 0 : 1);
  if (choices != 1) return "how? Give one of --mine, --theirs, --base, --value and --hook";
  return "";
}

// What came of one conflict.
struct Line {
  KeptConflict conflict;
  std::string decision = "";  // "": the hook left it open, or it failed before
  Value chosen = {};
  Effect effect = Effect::kNone;
  std::string error = "";
};

std::string LineJson(const Line& line) {
  return JsonObject()
      .Integer("id", line.conflict.id)
      .Text("table", line.conflict.table)
      .Add("key", JsonOf(line.conflict.key))
      .TextOrNull("column", line.conflict.column)
      .TextOrNull("decision", line.decision)
      .Add("value", JsonOf(line.chosen))
      .Text("effect", Name(line.effect))
      .TextOrNull("error", line.error)
      .Done();
}

std::string Shown(const Line& line) {
  if (line.decision.empty()) return "left open";
  switch (line.effect) {
    case Effect::kNextSync:
      return "with the next cycle";
    case Effect::kEdit:
      return "database now, sheet with the next cycle";
    case Effect::kDelete:
      return "the row is deleted: database now, sheet with the next cycle";
    case Effect::kNone:
      break;
  }
  return "it is so already";
}

void Print(const std::vector<Line>& lines) {
  TextTable table{{"ID", "TABLE", "ROW", "COLUMN", "DECISION", "VALUE", "WHEN"}, {}};
  for (const Line& line : lines) {
    if (!line.error.empty()) continue;
    const bool row = line.conflict.column.empty();
    table.rows.push_back({NumberText(line.conflict.id), line.conflict.table,
                          ToText(line.conflict.key), row ? "(row)" : line.conflict.column,
                          line.decision.empty() ? "-" : line.decision,
                          row ? "" : ToText(line.chosen), Shown(line)});
  }
  if (!table.rows.empty()) fmt::print("{}", Render(table, LookOfStdout()));
}

class Resolving {
 public:
  Resolving(const ResolveFlags& flags, ConflictDecider decider)
      : flags_(flags), decider_(std::move(decider)) {}

  Result<bool> Ask(const std::vector<KeptConflict>& conflicts) {
    if (conflicts.size() > 1) {
      return Confirm(fmt::format("Decide {} conflicts: {}?", conflicts.size(), Words()),
                     flags_.yes);
    }
    const KeptConflict& conflict = conflicts.front();
    if (!conflict.column.empty() || flags_.choices.empty()) return true;
    const auto planned = decider_.Decide(conflict.id, flags_.choices.front(), false);
    if (!planned || planned->effect != Effect::kDelete) return true;
    return Confirm(
        fmt::format("Delete the row {} of {} on both sides?", ToText(conflict.key), conflict.table),
        flags_.yes);
  }

  Line Resolve(const KeptConflict& conflict) {
    Line line{conflict};
    const auto choice = Choose(conflict);
    if (!choice) line.error = choice.error().message;
    if (!choice || !*choice) return line;
    const auto decision = decider_.Decide(conflict.id, **choice, true);
    if (!decision) {
      line.error = decision.error().message;
      return line;
    }
    line.decision = Name(decision->kind);
    line.chosen = decision->chosen;
    line.effect = decision->effect;
    return line;
  }

 private:
  std::string Words() const {
    if (!flags_.hook.empty()) return "each as '" + flags_.hook + "' answers";
    switch (flags_.choices.front().kind) {
      case Kind::kMine:
        return "the database's value for each";
      case Kind::kTheirs:
        return "the sheet's value for each";
      case Kind::kBase:
        return "for each what both sides held before";
      case Kind::kValue:
        break;
    }
    return "the same value for each";
  }

  Result<std::optional<ConflictChoice>> Choose(const KeptConflict& conflict) const {
    if (flags_.hook.empty()) return std::optional(flags_.choices.front());
    const std::string step = fmt::format("asking the hook about conflict {}", conflict.id);
    TRY_ASSIGN(const std::string answer, step, RunHook(flags_.hook, HookInput(conflict)));
    TRY_ASSIGN(auto choice, step, ParseAnswer(answer));
    return choice;
  }

  const ResolveFlags& flags_;
  ConflictDecider decider_;
};

// Those that are meant: one by its number, whatever its state, or all open ones in scope.
Result<std::vector<KeptConflict>> FindConflicts(const ResolveFlags& flags) {
  TRY_ASSIGN(RecordReader reader, "", OpenRecords(flags.records));
  TRY_ASSIGN(auto conflicts, "", reader.Conflicts(flags.records.scope, flags.id.has_value()));
  std::erase_if(conflicts, [&](const KeptConflict& conflict) {
    return flags.id ? conflict.id != *flags.id : !conflict.decision.empty();
  });
  if (!flags.id || !conflicts.empty()) return conflicts;
  return Fail(
      ErrorKind::kNotFound,
      fmt::format("there is no conflict {}; 'sheetkeeper conflicts' lists them", *flags.id));
}

int Report(const CommandLine& line, const std::vector<Line>& lines, const DatabaseFlags& flags) {
  std::vector<std::string> items;
  bool failed = false;
  for (const Line& it : lines) {
    items.push_back(LineJson(it));
    failed = failed || !it.error.empty();
    if (!it.error.empty()) fmt::print(stderr, "{}: {}\n", line.command, it.error);
  }
  if (flags.json) {
    fmt::print("{}\n", JsonObject().Add("resolved", JsonArray(items)).Done());
  } else {
    Print(lines);
    const bool decided = std::any_of(lines.begin(), lines.end(),
                                     [](const Line& it) { return it.effect != Effect::kNone; });
    if (decided) Hint("Next: " + CommandOn(flags, "sync --now"));
  }
  return failed ? kExitFailed : 0;
}

Result<int> Run(const CommandLine& line, const ResolveFlags& flags) {
  static SystemClock clock;
  TRY_ASSIGN(const ConfiguredTables tables, "", FindTables(flags.records.database));
  TRY_ASSIGN(const auto conflicts, "", FindConflicts(flags));
  std::vector<Line> lines;
  if (conflicts.empty()) fmt::print(stderr, "No conflict waits.\n");
  if (!conflicts.empty()) {
    TRY_ASSIGN(ConflictDecider decider, "",
               ConflictDecider::Open(tables.db_path, tables.schemas, clock));
    Resolving resolving(flags, std::move(decider));
    TRY_ASSIGN(const bool go_on, "", resolving.Ask(conflicts));
    if (!go_on) return kExitFailed;
    for (const KeptConflict& conflict : conflicts) lines.push_back(resolving.Resolve(conflict));
  }
  return Report(line, lines, flags.records.database);
}

}  // namespace

int RunResolveCommand(int argc, char** argv) {
  ResolveFlags flags;
  const CommandLine line = Describe(flags);
  if (const auto done = ParseFlags(line, argc, argv)) return *done;
  if (const std::string wrong = WhatIsWrong(flags); !wrong.empty()) return UsageError(line, wrong);
  const auto status = Run(line, flags);
  if (status) return *status;
  return Fails(line, status.error());
}

}  // namespace sheetkeeper
