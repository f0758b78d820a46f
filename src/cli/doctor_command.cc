#include "cli/doctor_command.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/json_object.h"
#include "cli/confirm.h"
#include "cli/database_flags.h"
#include "cli/examination.h"
#include "cli/finding.h"
#include "cli/record_flags.h"
#include "cli/text_table.h"

namespace sheetkeeper {
namespace {

using Level = Finding::Level;
constexpr int kExitFault = 1;

struct DoctorFlags {
  DatabaseFlags database;
  std::string unit = "sheetkeeper.service";
  bool codes = false;
};

CommandLine Describe(DoctorFlags& flags) {
  CommandLine line;
  line.command = "sheetkeeper doctor";
  line.summary =
      "Looks at the whole chain, from the configuration over key, network, sign-in and "
      "spreadsheet\n"
      "to each cell's type, the database and the worker, and says what is wrong and what to do.";
  line.examples =
      "  sheetkeeper doctor\n"
      "  sheetkeeper doctor --config /etc/sheetkeeper/sheetkeeper.toml --json\n"
      "  sheetkeeper doctor --codes\n"
      "      all that it knows to find\n";
  line.more =
      "Nothing is changed on either side. It makes five requests at most.\n"
      "\n"
      "Exit status: 0 no fault, 1 a fault, 64 wrong flags.\n";
  AddDatabaseFlags(line, flags.database);
  line.flags.push_back(
      TextFlag("--unit", "NAME", "the systemd unit (sheetkeeper.service)", flags.unit));
  line.flags.push_back(Switch("--codes", "list the codes of all findings", flags.codes));
  return line;
}

const char* Colour(Level level) {
  switch (level) {
    case Level::kGood:
      return "\x1b[32m";
    case Level::kNote:
      return "";
    case Level::kWarning:
      return "\x1b[33m";
    case Level::kFault:
      break;
  }
  return "\x1b[31m";
}

void Print(const Finding& finding, const Look& look) {
  constexpr size_t kMarkWidth = 8;
  constexpr size_t kRemedyAt = kMarkWidth + 3;
  const std::string mark(finding.level == Level::kGood ? "ok" : Name(finding.level));
  const std::string shown = look.colour ? fmt::format("{}{:<8}\x1b[0m", Colour(finding.level), mark)
                                        : fmt::format("{:<8}", mark);
  const std::string code = finding.level == Level::kGood ? "" : fmt::format(" [{}]", finding.code);
  const std::string cause = fmt::format("{}: {}{}", finding.check, finding.cause, code);
  fmt::print("{}{}\n", shown, Indented(cause, kMarkWidth, look));
  if (!finding.remedy.empty()) {
    fmt::print("        -> {}\n", Indented(finding.remedy, kRemedyAt, look));
  }
  std::fflush(stdout);
}

std::string FindingJson(const Finding& finding) {
  return JsonObject()
      .Text("level", Name(finding.level))
      .Text("check", finding.check)
      .Text("code", finding.code)
      .Text("cause", finding.cause)
      .TextOrNull("remedy", finding.remedy)
      .Done();
}

void Examine(const DoctorFlags& flags, const FindingSink& found) {
  ConfigSources sources;
  sources.file = flags.database.config_file;
  sources.environment = ProcessEnvironment;
  auto config = LoadConfig(sources);
  if (!config) return found(Found("configuration", config.error()));
  if (!flags.database.db_path.empty()) config->settings.db_path = flags.database.db_path;
  const std::string db_path = config->settings.db_path;
  found(Good("configuration", fmt::format("{}: {} tables", config->file, config->tables.size())));
  const bool readable = ExamineGoogle(config->settings, found);
  const bool usable = ExamineDatabase(db_path, found);
  if (readable && usable) ExamineTables(*config, found);
  ExamineWorker(db_path, flags.unit, found);
}

int PrintCodes(bool json) {
  std::vector<std::string> items;
  TextTable table{{"CODE", "LEVEL", "MEANS", "DO"}, {}};
  for (const KnownFinding& it : KnownFindings()) {
    items.push_back(JsonObject()
                        .Text("code", it.code)
                        .Text("level", Name(it.level))
                        .Text("means", it.means)
                        .Text("remedy", it.remedy)
                        .Done());
    table.rows.push_back({std::string(it.code), std::string(Name(it.level)), std::string(it.means),
                          std::string(it.remedy)});
  }
  if (json) fmt::print("{}\n", JsonObject().Add("codes", JsonArray(items)).Done());
  if (!json) fmt::print("{}", Render(table, LookOfStdout()));
  return 0;
}

std::string Summary(int faults, int warnings) {
  const auto counted = [](int count, const char* what) {
    return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
  };
  if (faults + warnings == 0) return "All is well.";
  return counted(faults, "fault") + ", " + counted(warnings, "warning") + ".";
}

}  // namespace

int RunDoctorCommand(int argc, char** argv) {
  DoctorFlags flags;
  const CommandLine line = Describe(flags);
  if (const auto done = ParseFlags(line, argc, argv)) return *done;
  if (flags.codes) return PrintCodes(flags.database.json);
  const Look look = LookOfStdout();
  std::vector<std::string> items;
  int faults = 0;
  int warnings = 0;
  Examine(flags, [&](const Finding& finding) {
    faults += finding.level == Level::kFault ? 1 : 0;
    warnings += finding.level == Level::kWarning ? 1 : 0;
    items.push_back(FindingJson(finding));
    if (!flags.database.json) Print(finding, look);
  });
  if (flags.database.json) {
    const JsonObject told =
        JsonObject().Bool("sound", faults == 0).Add("findings", JsonArray(items));
    fmt::print("{}\n", told.Done());
  } else {
    Hint(Summary(faults, warnings));
  }
  return faults > 0 ? kExitFault : 0;
}

}  // namespace sheetkeeper
