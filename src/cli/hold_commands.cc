#include "cli/hold_commands.h"

#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/json_object.h"
#include "base/time_text.h"
#include "cli/confirm.h"
#include "cli/database_flags.h"
#include "cli/record_flags.h"
#include "cli/text_table.h"
#include "store/hold_decision.h"
#include "store/status_reader.h"

namespace sheetkeeper {
namespace {

CommandLine DescribeHeld(DatabaseFlags& flags) {
  CommandLine line;
  line.command = "sheetkeeper held";
  line.summary = "Lists the tables that a guard holds: for them nothing is written on either side.";
  line.examples =
      "  sheetkeeper held\n"
      "  sheetkeeper held --json\n";
  line.more =
      "Answer with 'sheetkeeper approve --table NAME' or 'sheetkeeper revert --table NAME'.\n"
      "\n"
      "Exit status: 0 whether or not a table is held, 1 it cannot be told, 64 wrong flags.\n";
  AddDatabaseFlags(line, flags);
  return line;
}

Result<std::vector<Hold>> HoldsIn(const DatabaseFlags& flags) {
  TRY_ASSIGN(const std::string path, "", FindDatabase(flags));
  TRY_ASSIGN(StatusReader reader, "", StatusReader::Open(path));
  TRY_ASSIGN(const StoredStatus status, "", reader.Read(false));
  std::vector<Hold> holds;
  for (const StoredTable& table : status.tables) {
    if (table.hold) holds.push_back(*table.hold);
  }
  return holds;
}

std::string Since(const Hold& hold) {
  return FormatRfc3339(WallTime(Millis(hold.since_ms)));
}

std::string HoldJson(const Hold& hold) {
  return JsonObject()
      .Text("table", hold.table)
      .Text("guard", hold.guard)
      .Text("reason", hold.reason)
      .Text("since", Since(hold))
      .Text("decision", Name(hold.decision))
      .Done();
}

std::string HoldsJson(const std::vector<Hold>& holds) {
  return JsonObject().Add("held", JsonList(holds, HoldJson)).Done();
}

void PrintHolds(const std::vector<Hold>& holds) {
  if (holds.empty()) fmt::print(stderr, "No table is held.\n");
  for (const Hold& hold : holds) {
    const std::string answer = hold.decision == HoldDecision::kNone
                                   ? ""
                                   : fmt::format("; answered: {}", Name(hold.decision));
    PrintProse(fmt::format("{} is held since {} ({}): {}{}", hold.table, ShownTime(Since(hold)),
                           hold.guard, hold.reason, answer));
  }
}

void SuggestAnswer(const Hold& hold, const DatabaseFlags& flags) {
  const auto command = [&](const char* word) {
    return CommandOn(flags, fmt::format("{} --table {}", word, hold.table));
  };
  if (hold.decision != HoldDecision::kNone) return;
  Hint(hold.guard == kPausedGuard
           ? "Go on: " + command("resume")
           : fmt::format("Answer: {}  or  {}", command("approve"), command("revert")));
}

struct AnswerFlags {
  DatabaseFlags database;
  std::string table;
  bool yes = false;
};

CommandLine DescribeAnswer(HoldDecision decision, AnswerFlags& flags) {
  const std::string word(Name(decision));
  CommandLine line;
  line.command = "sheetkeeper " + word;
  line.summary = decision == HoldDecision::kApprove
                     ? "Lets a held table go on with the very plan that was held."
                     : "Takes back what a guard stopped: rows return from the other side, changed "
                       "cells\nget the database's values again.";
  line.examples = fmt::format("  sheetkeeper {} --table ranks\n", word);
  line.more =
      "The next cycle acts on it. If the plan has changed by then, the table stays held and asks\n"
      "again. At a terminal it says first what was stopped, and asks.\n"
      "\n"
      "Exit status: 0 done, 1 it was not wanted, the table is not held or the database cannot be\n"
      "written, 64 wrong flags.\n";
  AddDatabaseFlags(line, flags.database);
  line.flags.push_back(TextFlag("--table", "NAME", "the table", flags.table));
  line.flags.push_back(Switch("--yes", "do not ask", flags.yes));
  return line;
}

// What the guard stopped is shown before it is let go on.
Result<bool> IsWanted(const AnswerFlags& flags, HoldDecision decision) {
  if (!AtTerminal()) return true;
  TRY_ASSIGN(const auto holds, "", HoldsIn(flags.database));
  for (const Hold& hold : holds) {
    if (hold.table != flags.table || hold.guard == kPausedGuard) continue;
    return Confirm(fmt::format("{} is held ({}): {}\n{}?", hold.table, hold.guard, hold.reason,
                               decision == HoldDecision::kApprove ? "Go on with it all the same"
                                                                  : "Take that back"),
                   flags.yes);
  }
  return true;  // there is nothing to ask about, which the answer itself says best
}

Result<Hold> Answer(const AnswerFlags& flags, HoldDecision decision) {
  TRY_ASSIGN(const std::string path, "", FindTable(flags.database, flags.table));
  return OrListed(DecideHold(path, flags.table, decision));
}

int RunAnswer(HoldDecision decision, int argc, char** argv) {
  AnswerFlags flags;
  const CommandLine line = DescribeAnswer(decision, flags);
  if (const auto done = ParseFlags(line, argc, argv)) return *done;
  if (flags.table.empty()) {
    return UsageError(line, "which table? Give --table NAME; 'sheetkeeper held' lists them");
  }
  const auto wanted = IsWanted(flags, decision);
  if (!wanted) return Fails(line, wanted.error());
  if (!*wanted) return kExitFailed;
  const auto hold = Answer(flags, decision);
  if (!hold) return Fails(line, hold.error());
  if (flags.database.json) {
    fmt::print("{}\n", HoldsJson({*hold}));
  } else {
    fmt::print("{}: {}; the next cycle acts on it ('sheetkeeper sync --now')\n", hold->table,
               Name(decision));
  }
  return 0;
}

}  // namespace

Result<Hold> OrListed(Result<Hold> answered) {
  if (answered || answered.error().kind != ErrorKind::kNotFound) return answered;
  Error error = std::move(answered).error();
  error.message += "; 'sheetkeeper held' lists what is held";
  return Fail(std::move(error));
}

int RunHeldCommand(int argc, char** argv) {
  DatabaseFlags flags;
  const CommandLine line = DescribeHeld(flags);
  if (const auto done = ParseFlags(line, argc, argv)) return *done;
  const auto holds = HoldsIn(flags);
  if (!holds) return Fails(line, holds.error());
  if (flags.json) {
    fmt::print("{}\n", HoldsJson(*holds));
  } else {
    PrintHolds(*holds);
    for (const Hold& hold : *holds) SuggestAnswer(hold, flags);
  }
  return 0;
}

int RunApproveCommand(int argc, char** argv) {
  return RunAnswer(HoldDecision::kApprove, argc, argv);
}

int RunRevertCommand(int argc, char** argv) {
  return RunAnswer(HoldDecision::kRevert, argc, argv);
}

}  // namespace sheetkeeper
