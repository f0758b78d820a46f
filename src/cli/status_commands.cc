#include "cli/status_commands.h"

#include <cstdio>
#include <string>

#include <fmt/format.h>

#include "base/system_clock.h"
#include "cli/database_flags.h"
#include "cli/record_flags.h"
#include "cli/stats_text.h"
#include "ops/status.h"
#include "store/status_reader.h"
#include "worker/status_of.h"

namespace sheetkeeper {
namespace {

constexpr const char* kFinding =
    "Without --db-path the database is the one that ./sheetkeeper.toml, or\n"
    "/etc/sheetkeeper/sheetkeeper.toml, names.\n\n";

Result<Status> StatusOf(const DatabaseFlags& flags) {
  TRY_ASSIGN(const std::string path, "", FindDatabase(flags));
  TRY_ASSIGN(StatusReader reader, "", StatusReader::Open(path));
  return ReadStatus(reader, path, SystemClock().Wall());
}

CommandLine DescribeStatus(DatabaseFlags& flags) {
  CommandLine line;
  line.command = "sheetkeeper status";
  line.summary = "Says whether the sheets and the database are in sync, or exactly why not.";
  line.examples =
      "  sheetkeeper status\n"
      "  sheetkeeper status --db-path data/reference_data.db --json\n";
  line.more = std::string(kFinding) +
              "Exit status: 0 in sync, 1 not in sync, 2 it cannot be told, 64 wrong flags.\n";
  AddDatabaseFlags(line, flags);
  return line;
}

struct HealthFlags {
  DatabaseFlags database;
  std::optional<Millis> max_age;
};

CommandLine DescribeHealth(HealthFlags& flags) {
  CommandLine line;
  line.command = "sheetkeeper health";
  line.summary = "Says in one line whether cycles complete, for monitoring.";
  line.examples =
      "  sheetkeeper health\n"
      "  sheetkeeper health --db-path data/reference_data.db --max-age 10m\n";
  line.more =
      std::string(kFinding) +
      "Exit status: 0 good; 1 cycles complete, but something waits for a person; 2 no cycle\n"
      "completed lately, or it cannot be told; 64 wrong flags.\n";
  AddDatabaseFlags(line, flags.database);
  line.flags.push_back({"--max-age", "TIME", "of the last complete cycle (twice the interval)",
                        [&flags](const std::string& text) -> Result<> {
                          TRY_ASSIGN(flags.max_age, "", ParseDuration(text));
                          return {};
                        }});
  return line;
}

struct StatsFlags {
  DatabaseFlags database;
  Millis since = std::chrono::hours(24);
};

CommandLine DescribeStats(StatsFlags& flags) {
  CommandLine line;
  line.command = "sheetkeeper stats";
  line.summary = "Counts cycles, failures, durations, and the rows and cells that moved.";
  line.examples =
      "  sheetkeeper stats\n"
      "      of the last 24 hours\n"
      "  sheetkeeper stats --since 7d --json\n";
  line.more = std::string(kFinding) + "Exit status: 0 done, 2 it cannot be told, 64 wrong flags.\n";
  AddDatabaseFlags(line, flags.database);
  line.flags.push_back({"--since", "TIME", "how far to look back (24h)",
                        [&flags](const std::string& text) -> Result<> {
                          TRY_ASSIGN(flags.since, "", ParseDuration(text));
                          return {};
                        }});
  return line;
}

std::string HealthLine(const Status& status, const Judgement& judgement, WallTime now) {
  std::string line = Name(judgement.health);
  const auto& good = status.last_good_cycle;
  if (good) line += fmt::format(": last complete cycle {} ago", AgeText(now - good->finished));
  for (const std::string& reason : judgement.reasons) line += "; " + reason;
  return line;
}

}  // namespace

int RunStatusCommand(int argc, char** argv) {
  DatabaseFlags flags;
  const CommandLine line = DescribeStatus(flags);
  if (const auto done = ParseFlags(line, argc, argv)) return *done;
  const Result<Status> status = StatusOf(flags);
  if (!status) return Fails(line, status.error(), kExitCannotTell);
  const WallTime now = SystemClock().Wall();
  const Judgement judgement = Judge(*status, now, DefaultMaxAge(*status));
  fmt::print("{}", flags.json ? StatusJson(*status, judgement, now) + "\n"
                              : StatusText(*status, judgement, now));
  return judgement.in_sync ? 0 : 1;
}

int RunHealthCommand(int argc, char** argv) {
  HealthFlags flags;
  const CommandLine line = DescribeHealth(flags);
  if (const auto done = ParseFlags(line, argc, argv)) return *done;
  const Result<Status> status = StatusOf(flags.database);
  if (!status) return Fails(line, status.error(), kExitCannotTell);
  const WallTime now = SystemClock().Wall();
  const Judgement judgement = Judge(*status, now, flags.max_age.value_or(DefaultMaxAge(*status)));
  fmt::print("{}\n", flags.database.json ? StatusJson(*status, judgement, now)
                                         : HealthLine(*status, judgement, now));
  return static_cast<int>(judgement.health);
}

int RunStatsCommand(int argc, char** argv) {
  StatsFlags flags;
  const CommandLine line = DescribeStats(flags);
  if (const auto done = ParseFlags(line, argc, argv)) return *done;
  const Result<std::string> path = FindDatabase(flags.database);
  if (!path) return Fails(line, path.error(), kExitCannotTell);
  Result<StatusReader> reader = StatusReader::Open(*path);
  if (!reader) return Fails(line, reader.error(), kExitCannotTell);
  const WallTime since = SystemClock().Wall() - flags.since;
  const Result<Activity> activity = reader->ReadActivity(since);
  if (!activity) return Fails(line, activity.error(), kExitCannotTell);
  fmt::print(
      "{}", flags.database.json ? StatsJson(*activity, since) + "\n" : StatsText(*activity, since));
  return 0;
}

}  // namespace sheetkeeper
