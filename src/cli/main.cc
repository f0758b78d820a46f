// The sheetkeeper program: finds the command and runs it.
#include <array>
#include <cstdio>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "base/version.h"
#include "cli/diff_command.h"
#include "cli/doctor_command.h"
#include "cli/flags.h"
#include "cli/hold_commands.h"
#include "cli/init_command.h"
#include "cli/man_page.h"
#include "cli/pages.h"
#include "cli/plan_command.h"
#include "cli/record_commands.h"
#include "cli/resolve_command.h"
#include "cli/status_commands.h"
#include "cli/sync_command.h"
#include "cli/table_commands.h"
#include "cli/undo_command.h"
#include "cli/watch_command.h"
#include "cli/worker_command.h"
#include "config/nearest_word.h"
#include "emulator/command.h"

namespace sheetkeeper {
namespace {

struct Command {
  std::string_view name;
  std::string_view summary;
  // argv[0] is the name of the command. Gives the exit status.
  int (*run)(int argc, char** argv);
};

int RunHelpCommand(int argc, char** argv);
int RunVersionCommand(int argc, char** argv);

constexpr std::array<Command, 25> kCommands{{
    {"init", "look at a spreadsheet and write a configuration", RunInitCommand},
    {"worker", "keep the sheets and the database equal (also: sync_worker)", RunWorkerCommand},
    {"sync", "run a cycle now", RunSyncCommand},
    {"doctor", "look for what is wrong, and say what to do", RunDoctorCommand},
    {"plan", "show what the next cycle would do, and do nothing", RunPlanCommand},
    {"diff", "show what differs between the sheet and the database", RunDiffCommand},
    {"status", "say whether both sides are in sync, or why not", RunStatusCommand},
    {"health", "the same in one line, for monitoring", RunHealthCommand},
    {"watch", "show cycles, queue, conflicts and changes as they happen", RunWatchCommand},
    {"stats", "count cycles, failures, durations and what moved", RunStatsCommand},
    {"conflicts", "list what both sides changed differently", RunConflictsCommand},
    {"resolve", "decide conflicts: mine, theirs, base, a value", RunResolveCommand},
    {"rejected", "list rows that wait because they do not fit", RunRejectedCommand},
    {"log", "show what cycles changed, and why", RunLogCommand},
    {"schema", "print the statements that made the tables", RunSchemaCommand},
    {"held", "list the tables that a guard holds", RunHeldCommand},
    {"approve", "let a held table go on with its plan", RunApproveCommand},
    {"revert", "take back what a guard stopped", RunRevertCommand},
    {"pause", "let a table rest on both sides", RunPauseCommand},
    {"resume", "let a paused table go on", RunResumeCommand},
    {"resync", "compare everything anew, as if for the first time", RunResyncCommand},
    {"undo", "take back what cycles changed", RunUndoCommand},
    {"emulate", "serve a local Google Sheets, for trying and testing", emulator::RunEmulateCommand},
    {"help", "show this, or the help of a command", RunHelpCommand},
    {"version", "show the version", RunVersionCommand},
}};

const Command* Find(std::string_view name) {
  for (const Command& command : kCommands) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

std::string_view CommandName(std::string_view word) {
  if (word == "--help" || word == "-h") return "help";
  if (word == "--version" || word == "-V") return "version";
  return word;
}

void PrintHelp(std::FILE* out) {
  fmt::print(
      out,
      "Keeps a Google spreadsheet and a local SQLite database equal, in both directions.\n"
      "\n"
      "Examples:\n"
      "  sheetkeeper init https://docs.google.com/spreadsheets/d/.../edit --key-file key.json\n"
      "      a configuration to start with, made from the spreadsheet\n"
      "  sheetkeeper doctor\n"
      "      what is wrong, and what to do\n"
      "  sheetkeeper plan\n"
      "      what the next cycle would change\n"
      "  sheetkeeper worker --once\n"
      "      one sync cycle with ./sheetkeeper.toml\n"
      "  sheetkeeper status\n"
      "      whether both sides are in sync, or exactly why not\n"
      "  sheetkeeper emulate --load deploy/alex12060/sample-spreadsheet.json\n"
      "      a local Google Sheets with a sample in it\n"
      "  sheetkeeper help worker\n"
      "  sheetkeeper help config\n"
      "      the configuration file\n"
      "\n"
      "Commands:\n");
  for (const Command& command : kCommands) {
    fmt::print(out, "  {:<10} {}\n", command.name, command.summary);
  }
}

// The program's own manual page.
CommandLine DescribeProgram() {
  CommandLine page;
  page.command = "sheetkeeper";
  page.summary = "Keeps a Google spreadsheet and a local SQLite database equal.";
  page.examples =
      "  sheetkeeper init URL --key-file key.json\n"
      "  sheetkeeper doctor\n"
      "  sheetkeeper worker --once\n"
      "  sheetkeeper status\n"
      "  sheetkeeper help worker\n";
  page.flags_title = "Commands";
  for (const Command& command : kCommands) {
    page.flags.push_back({std::string(command.name), "", std::string(command.summary), nullptr});
  }
  return page;
}

int UnknownCommand(std::string_view name) {
  std::vector<std::string_view> known;
  for (const Command& command : kCommands) known.push_back(command.name);
  fmt::print(stderr, "sheetkeeper: unknown command '{}'{}\nSee 'sheetkeeper help'.\n", name,
             Suggestion(name, known));
  return kExitUsage;
}

// `sheetkeeper help config`, `sheetkeeper help config --help=man`.
int PrintConfigurationHelp(bool as_page) {
  const CommandLine page = DescribeConfiguration();
  fmt::print("{}", as_page ? ManPage(page, 5) : Help(page));
  return 0;
}

int RunHelpCommand(int argc, char** argv) {
  const Command* command = argc < 2 ? nullptr : Find(argv[1]);
  if (argc < 2 || CommandName(argv[1]) == "help") {
    PrintHelp(stdout);
    return 0;
  }
  if (std::string_view(argv[1]) == "--help=man") {
    fmt::print("{}", ManPage(DescribeProgram(), 1));
    return 0;
  }
  if (std::string_view(argv[1]) == "config") {
    return PrintConfigurationHelp(argc > 2 && std::string_view(argv[2]) == "--help=man");
  }
  if (command == nullptr) return UnknownCommand(argv[1]);
  std::string help = "--help";
  std::array<char*, 3> words{argv[1], help.data(), nullptr};
  return command->run(2, words.data());
}

int RunVersionCommand(int, char**) {
  fmt::print("sheetkeeper {}\n", Version());
  return 0;
}

int Run(int argc, char** argv) {
  const std::string_view path = argc > 0 ? argv[0] : "sheetkeeper";
  const size_t name_at = path.rfind('/') + 1;  // npos + 1 is 0
  if (path.substr(name_at) == "sync_worker") {
    argv[0] += name_at;
    return RunWorkerCommand(argc, argv);
  }
  if (argc < 2) {
    PrintHelp(stderr);
    return kExitUsage;
  }
  const Command* command = Find(CommandName(argv[1]));
  return command == nullptr ? UnknownCommand(argv[1]) : command->run(argc - 1, argv + 1);
}

}  // namespace
}  // namespace sheetkeeper

int main(int argc, char** argv) {
  try {
    return sheetkeeper::Run(argc, argv);
  } catch (const std::exception& error) {
    // Standard error may be what failed.
    std::fputs(fmt::format("sheetkeeper: {}\n", error.what()).c_str(), stderr);
    return sheetkeeper::kExitFailed;
  }
}
