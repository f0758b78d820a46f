#include "cli/sync_command.h"

#include <signal.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/json_object.h"
#include "base/log_sink.h"
#include "base/system_clock.h"
#include "cli/flags.h"
#include "cli/progress_bar.h"
#include "cli/worker_command.h"
#include "config/config.h"
#include "store/status_reader.h"
#include "worker/instance_lock.h"
#include "worker/process_signals.h"

namespace sheetkeeper {
namespace {

constexpr int kExitTooLong = 2;
constexpr Millis kMomentOfStart = std::chrono::seconds(2);

struct SyncFlags {
  ConfigSources sources;
  Millis patience = std::chrono::minutes(5);
  bool json = false;
};

CommandLine Describe(SyncFlags& flags) {
  CommandLine line;
  line.command = "sheetkeeper sync";
  line.summary =
      "Runs a sync cycle now and waits for it: by the worker that has the database in its care,\n"
      "else by itself.";
  line.examples =
      "  sheetkeeper sync --now\n"
      "  sheetkeeper sync --now --wait 30 && ./report\n";
  line.more =
      "Exit status: 0 the cycle completed, 1 it failed or could not be asked for, 2 it did not "
      "end\n"
      "in time, 64 wrong flags, 65 the database is damaged, 78 wrong configuration.\n";
  line.flags.push_back({"--now", "", "as without it; for scripts that say what they mean",
                        [](const std::string&) { return Result<>(); }});
  line.flags.push_back({"--config", "FILE", "the configuration", [&](const std::string& file) {
                          flags.sources.file = file;
                          return Result<>();
                        }});
  for (const Setting& setting : AllSettings()) {
    if (setting.key != "db_path") continue;
    const auto take = [&](const std::string& text) {
      flags.sources.flags.emplace_back(&setting, text);
      return Result<>();
    };
    line.flags.push_back(
        {"--db-path", "FILE", "the database, instead of the configured one", take});
  }
  line.flags.push_back(
      {"--wait", "SECONDS", "how long to wait (300)", [&](const std::string& text) -> Result<> {
         Settings scratch;
         TRY("", AllSettings().front().set(scratch, text));
         flags.patience = std::chrono::seconds(scratch.interval_s);
         return {};
       }});
  line.flags.push_back(
      {"--json", "", "one JSON object on standard output", [&](const std::string&) {
         flags.json = true;
         return Result<>();
       }});
  return line;
}

struct Outcome {
  int status = 0;
  std::optional<Error> error;  // nothing where the cycle completed
};

Error CycleFailed(std::string why) {
  Error error{ErrorKind::kUnavailable, std::move(why)};
  error.code = "cycle-failed";
  return error;
}

// The cycle that began at `asked` or later, as the worker records it.
std::optional<Outcome> Recorded(StatusReader& reader, WallTime asked) {
  const auto stored = reader.Read(false);
  if (!stored || !stored->last_cycle) return std::nullopt;
  const CycleRecord& cycle = *stored->last_cycle;
  const WallTime began{Millis(cycle.finished_ms - cycle.duration_ms)};
  if (began < asked) return std::nullopt;
  if (cycle.good) return Outcome{};
  return Outcome{kExitFailed, CycleFailed(cycle.error)};
}

// Nothing where it ends first, as one that syncs once may, or cannot be asked yet: who has just
// taken the lock has not written its name there, or made the database, for a moment, until
// `settled`.
std::optional<Outcome> AskWorker(const LockHolder& holder, const std::string& db_path,
                                 MonoTime settled, MonoTime deadline) {
  SystemClock clock;
  Result<StatusReader> reader = StatusReader::Open(db_path);
  if ((!reader || holder.pid <= 0) && clock.Mono() < settled) {
    clock.SleepUntil(clock.Mono() + Millis(50), {});
    return std::nullopt;
  }
  if (!reader) return Outcome{kExitFailed, reader.error()};
  const WallTime asked = clock.Wall();
  if (holder.pid <= 0 || (::kill(holder.pid, SIGUSR1) != 0 && errno != ESRCH)) {
    return Outcome{kExitFailed,
                   Error{ErrorKind::kPermissionDenied,
                         fmt::format("asking {}: {}; run this as its user, or as root", holder.text,
                                     std::strerror(holder.pid <= 0 ? ESRCH : errno))}};
  }
  ProgressBar& progress = ProgressBar::OfThisProcess();
  const ProgressEnd end(progress);
  progress.Begin("waiting for the cycle of " + holder.text, 0);
  while (clock.Mono() < deadline) {
    if (auto outcome = Recorded(*reader, asked)) return outcome;
    if (!InstanceLock::Holder(db_path)) return std::nullopt;
    clock.SleepUntil(clock.Mono() + Millis(100), {});
  }
  return Outcome{kExitTooLong,
                 Error{ErrorKind::kBusy,
                       "the cycle did not end in time; 'sheetkeeper status' tells when it does"}};
}

// Words belong on standard error here.
Outcome RunHere(const Config& config, const ConfigSources& sources, const InstanceLock& lock) {
  SetLogLevel(config.settings.log_level);
  SetLogSink(BesideProgress([format = config.settings.log_format](const LogEvent& event) {
    std::fputs(FormatLine(event, format, SystemClock().Wall()).c_str(), stderr);
  }));
  const int status = RunWorker(config, sources, true, lock);
  if (status == kExitGood) return {};
  return {status, CycleFailed("it failed; the last lines above say why, and 'sheetkeeper doctor' "
                              "what to do")};
}

// Another process may start or end between the look for one and the lock. `by` is who ran the
// cycle, where it was not this process.
Outcome Sync(const Config& config, const SyncFlags& flags, std::string& by) {
  const std::string& db_path = config.settings.db_path;
  SystemClock clock;
  const MonoTime settled = clock.Mono() + kMomentOfStart;
  const MonoTime deadline = clock.Mono() + flags.patience;
  LoseEarlyRequests();
  while (true) {
    if (const auto holder = InstanceLock::Holder(db_path)) {
      by = holder->text;
      if (auto outcome = AskWorker(*holder, db_path, settled, deadline)) return *std::move(outcome);
    }
    by.clear();
    const Result<InstanceLock> lock = InstanceLock::Take(db_path);
    if (lock) return RunHere(config, flags.sources, *lock);
    if (lock.error().kind != ErrorKind::kBusy) return {kExitFailed, lock.error()};
    if (clock.Mono() >= deadline) return {kExitTooLong, lock.error()};
  }
}

}  // namespace

int RunSyncCommand(int argc, char** argv) {
  SyncFlags flags;
  flags.sources.environment = ProcessEnvironment;
  const CommandLine line = Describe(flags);
  if (const auto done = ParseFlags(line, argc, argv)) return *done;
  const Result<Config> config = LoadConfig(flags.sources);
  if (!config) return Fails(line, config.error(), kExitConfig);
  std::string by;
  const Outcome outcome = Sync(*config, flags, by);
  if (flags.json) {
    fmt::print("{}\n", JsonObject()
                           .Bool("completed", !outcome.error)
                           .Text("by", by.empty() ? "this process" : by)
                           .Text("error", outcome.error ? outcome.error->message : "")
                           .Done());
  } else if (outcome.error) {
    return Fails(line, *outcome.error, outcome.status);
  } else if (!by.empty()) {
    fmt::print(stderr, "The cycle completed, by {}.\n", by);
  }
  return outcome.status;
}

}  // namespace sheetkeeper
