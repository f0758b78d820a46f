#include "cli/table_commands.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/json_object.h"
#include "base/system_clock.h"
#include "base/time_text.h"
#include "cli/confirm.h"
#include "cli/database_flags.h"
#include "cli/hold_commands.h"
#include "cli/record_flags.h"
#include "config/nearest_word.h"
#include "store/hold_decision.h"
#include "store/resync.h"
#include "worker/instance_lock.h"

namespace sheetkeeper {
namespace {

struct TableFlags {
  DatabaseFlags database;
  std::string table;
  std::string reason;
  bool all = false;
  bool yes = false;
};

int WhichTable(const CommandLine& line) {
  return UsageError(line, "which table? Give --table NAME; 'sheetkeeper status' lists them");
}

CommandLine DescribePause(TableFlags& flags) {
  CommandLine line;
  line.command = "sheetkeeper pause";
  line.summary =
      "Pauses a table: nothing of it is read or written on either side until it is resumed. Edits\n"
      "wait where they are made; other tables go on.";
  line.examples =
      "  sheetkeeper pause --table ranks --reason 'new season, ask Ann'\n"
      "  sheetkeeper resume --table ranks\n";
  line.more =
      "A cycle that is under way ends as it would have. 'sheetkeeper status' and 'sheetkeeper "
      "held'\n"
      "say that a table is paused.\n"
      "\n"
      "Exit status: 0 done, 1 it failed, 64 wrong flags.\n";
  AddDatabaseFlags(line, flags.database);
  line.flags.push_back(TextFlag("--table", "NAME", "the table", flags.table));
  line.flags.push_back(TextFlag("--reason", "TEXT", "for those who wonder", flags.reason));
  return line;
}

CommandLine DescribeResume(TableFlags& flags) {
  CommandLine line;
  line.command = "sheetkeeper resume";
  line.summary = "Lets a paused table go on: what was edited on both sides is merged as ever.";
  line.examples =
      "  sheetkeeper resume --table ranks\n"
      "  sheetkeeper sync --now\n";
  line.more = "Exit status: 0 done, 1 the table is not paused, 64 wrong flags.\n";
  AddDatabaseFlags(line, flags.database);
  line.flags.push_back(TextFlag("--table", "NAME", "the table", flags.table));
  return line;
}

CommandLine DescribeResync(TableFlags& flags) {
  CommandLine line;
  line.command = "sheetkeeper resync";
  line.summary =
      "Forgets what both sides had agreed on, so that the next cycle compares everything anew.";
  line.examples =
      "  sheetkeeper resync --table ranks\n"
      "  sheetkeeper plan\n"
      "      what the next cycle will do then\n"
      "  sheetkeeper resync --all --yes\n";
  line.more =
      "Nothing is deleted: rows that only one side has go to the other, so that a row deleted on\n"
      "one side since the last cycle comes back. Cells that differ are conflicts, which the\n"
      "columns' policies decide. History and conflicts are kept. The worker has to be stopped\n"
      "first.\n"
      "\n"
      "Exit status: 0 done, 1 it failed or was not wanted, 64 wrong flags.\n";
  AddDatabaseFlags(line, flags.database);
  line.flags.push_back(TextFlag("--table", "NAME", "this table", flags.table));
  line.flags.push_back(Switch("--all", "every table", flags.all));
  line.flags.push_back(Switch("--yes", "do not ask", flags.yes));
  return line;
}

// One table, in the shape of both commands.
void PrintPause(const Hold& hold, bool paused, bool json) {
  if (json) {
    fmt::print("{}\n", JsonObject()
                           .Text("table", hold.table)
                           .Bool("paused", paused)
                           .Text("reason", hold.reason)
                           .Text("since", FormatRfc3339(WallTime(Millis(hold.since_ms))))
                           .Done());
  } else {
    fmt::print("{}: {}\n", hold.table,
               paused ? "paused; go on with 'sheetkeeper resume --table " + hold.table + "'"
                      : "goes on with the next cycle ('sheetkeeper sync --now')");
  }
}

Result<Hold> Pause(const TableFlags& flags) {
  SystemClock clock;
  TRY_ASSIGN(const std::string path, "", FindTable(flags.database, flags.table));
  return PauseTable(path, flags.table, flags.reason.empty() ? "paused by a person" : flags.reason,
                    clock);
}

Result<Hold> Resume(const TableFlags& flags) {
  TRY_ASSIGN(const std::string path, "", FindTable(flags.database, flags.table));
  return OrListed(ResumeTable(path, flags.table));
}

Result<std::vector<std::string>> TablesMeant(const ConfiguredTables& tables,
                                             const TableFlags& flags) {
  if (!flags.all) {
    TRY("", CheckConfigured(tables, flags.table));
    return std::vector<std::string>{flags.table};
  }
  std::vector<std::string> names;
  for (const TableSchema& schema : tables.schemas) names.push_back(schema.name);
  return names;
}

// Gives the tables; none where the person did not want it.
Result<std::vector<std::string>> Resync(const TableFlags& flags) {
  TRY_ASSIGN(const ConfiguredTables tables, "", FindTables(flags.database));
  TRY_ASSIGN(const auto names, "", TablesMeant(tables, flags));
  if (const auto holder = InstanceLock::Holder(tables.db_path)) {
    return Fail(ErrorKind::kBusy, holder->text + " has the database in its care; stop it first");
  }
  TRY("", CheckThere(tables.db_path));
  TRY("", CheckOurs(tables.db_path));
  TRY_ASSIGN(const bool wanted, "",
             Confirm(fmt::format("Forget what both sides had agreed on for {}, and compare "
                                 "everything anew?",
                                 fmt::join(names, ", ")),
                     flags.yes));
  if (!wanted) return std::vector<std::string>();
  TRY_ASSIGN(const InstanceLock lock, "", InstanceLock::Take(tables.db_path));
  TRY("", ForgetAgreement(tables.db_path, names));
  return names;
}

}  // namespace

int RunPauseCommand(int argc, char** argv) {
  TableFlags flags;
  const CommandLine line = DescribePause(flags);
  if (const auto done = ParseFlags(line, argc, argv)) return *done;
  if (flags.table.empty()) return WhichTable(line);
  const auto hold = Pause(flags);
  if (!hold) return Fails(line, hold.error());
  PrintPause(*hold, true, flags.database.json);
  return 0;
}

int RunResumeCommand(int argc, char** argv) {
  TableFlags flags;
  const CommandLine line = DescribeResume(flags);
  if (const auto done = ParseFlags(line, argc, argv)) return *done;
  if (flags.table.empty()) return WhichTable(line);
  const auto hold = Resume(flags);
  if (!hold) return Fails(line, hold.error());
  PrintPause(*hold, false, flags.database.json);
  return 0;
}

int RunResyncCommand(int argc, char** argv) {
  TableFlags flags;
  const CommandLine line = DescribeResync(flags);
  if (const auto done = ParseFlags(line, argc, argv)) return *done;
  if (flags.table.empty() && !flags.all) return WhichTable(line);
  const auto tables = Resync(flags);
  if (!tables) return Fails(line, tables.error());
  if (flags.database.json) {
    std::vector<std::string> items;
    for (const std::string& name : *tables)
      items.push_back(JsonObject().Text("table", name).Done());
    fmt::print("{}\n", JsonObject().Add("forgotten", JsonArray(items)).Done());
  } else if (!tables->empty()) {
    fmt::print(
        "{}: everything is compared anew by the next cycle; 'sheetkeeper plan' shows what "
        "it will do\n",
        fmt::join(*tables, ", "));
  }
  return tables->empty() ? kExitFailed : 0;
}

}  // namespace sheetkeeper
