#include "cli/worker_command.h"

#include <signal.h>

#include <chrono>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <malloc.h>

#include "base/log.h"
#include "base/log_sink.h"
#include "base/system_clock.h"
#include "cli/flags.h"
#include "cli/progress_bar.h"
#include "config/config.h"
#include "http/curl_transport.h"
#include "worker/app.h"
#include "worker/instance_lock.h"
#include "worker/operations.h"
#include "worker/process_signals.h"
#include "worker/sync_worker.h"
#include "worker/watched_clock.h"

namespace sheetkeeper {
namespace {

constexpr Millis kUnwatched = std::chrono::hours(24);
constexpr Millis kTurnPatience = std::chrono::seconds(5);

struct WorkerFlags {
  bool once = false;
  ConfigSources sources;
};

CommandLine DescribeFlags(const std::string& command, WorkerFlags& into) {
  CommandLine line;
  line.command = command;
  line.summary = "Keeps Google Sheets and an SQLite database equal, in both directions.";
  line.examples = fmt::format(
      "  {0} --once\n"
      "      one sync cycle, then exit: to try a configuration\n"
      "  {0} --interval 600\n"
      "      a cycle every ten minutes, until SIGTERM or SIGINT\n"
      "  {0} --config /etc/sheetkeeper/sheetkeeper.toml --log-level debug\n",
      command);
  line.flags.push_back({"--once", "", "run one cycle and exit", [&into](const std::string&) {
                          into.once = true;
                          return Result<>();
                        }});
  line.flags.push_back({"--config", "FILE", "the configuration", [&into](const std::string& file) {
                          into.sources.file = file;
                          return Result<>();
                        }});
  for (const Setting& setting : AllSettings()) {
    const auto take = [&into, &setting](const std::string& text) {
      const std::string value = setting.kind == SettingKind::kTruth ? "true" : text;
      into.sources.flags.emplace_back(&setting, value);
      Settings scratch;
      return setting.set(scratch, value);
    };
    line.flags.push_back(
        {FlagOf(setting), std::string(setting.unit), std::string(setting.summary), take});
  }
  line.more =
      "Each flag is also an environment variable (--db-path: SHEETKEEPER_DB_PATH) and, but for\n"
      "--once and --config, a key of the configuration file. A flag counts before the "
      "environment,\n"
      "the environment before the file. Without --config the file is ./sheetkeeper.toml or\n"
      "/etc/sheetkeeper/sheetkeeper.toml.\n"
      "\n"
      "SIGHUP reads the configuration again, SIGUSR1 runs a cycle now, SIGTERM and SIGINT end.\n"
      "\n"
      "Exit status: 0 done or asked to stop, 1 failed, 64 wrong flags, 65 damaged database,\n"
      "78 wrong configuration.\n";
  return line;
}

Result<> OpenLog(const Settings& settings) {
  SetLogLevel(settings.log_level);
  Result<LogSink> sink = MakeLogSink({settings.log_file, settings.log_format});
  if (!sink) return Fail(std::move(sink).error());
  SetLogSink(BesideProgress(std::move(*sink)));
  return {};
}

int Refuse(const std::string& message, int status) {
  Log(LogLevel::kError, "sync_worker", "{}", message);
  return status;
}

// Whoever syncs once, such as a bot at its start, is soon through; another worker is not.
Result<InstanceLock> TakeInTurn(const std::string& db_path, Millis patience) {
  SystemClock clock;
  const MonoTime deadline = clock.Mono() + patience;
  while (true) {
    Result<InstanceLock> lock = InstanceLock::Take(db_path);
    const bool busy = !lock && lock.error().kind == ErrorKind::kBusy;
    if (!busy || clock.Mono() >= deadline) return lock;
    clock.SleepUntil(clock.Mono() + Millis(100), {});
  }
}

// A heartbeat must not hold up the loop.
CurlOptions ShortPatience() {
  CurlOptions options;
  options.connect_timeout = std::chrono::seconds(5);
  options.total_timeout = std::chrono::seconds(10);
  return options;
}

}  // namespace

// What a cycle needs of a large table goes back to the system when the cycle ends. Left to itself,
// glibc keeps blocks of a size that was freed once in its heap, where small ones that stay behind
// hold them, and the next cycle finds no room for its own.
void ReturnLargeBlocks() {
  constexpr int kLargeBytes = 1024 * 1024;
  mallopt(M_MMAP_THRESHOLD, kLargeBytes);
}

int RunWorker(const Config& config, const ConfigSources& sources, bool once,
              [[maybe_unused]] const InstanceLock& lock) {
  // A reader of our output that goes away is no reason to end.
  ::signal(SIGPIPE, SIG_IGN);
  LoopRequests requests;
  const ProcessSignals signals(requests);
  const Settings& settings = config.settings;
  const ServiceManager manager;
  const auto alive = [&] { manager.Alive(); };
  SystemClock system_clock;
  WatchedClock clock(system_clock, manager.watchdog().value_or(kUnwatched) / 3, alive);
  CurlTransport network;
  CurlTransport heartbeat_network(ShortPatience());
  Operations operations(settings, clock, heartbeat_network, manager);
  if (const Result<> started = operations.Start(); !started && !once) {
    return Refuse(started.error().message, kExitConfig);
  }
  const auto load_config = [&]() -> Result<Config> {
    TRY_ASSIGN(Config loaded, "the configuration", LoadConfig(sources));
    TRY("the log", OpenLog(loaded.settings));
    operations.Configure(loaded.settings);
    return loaded;
  };
  AppHooks hooks{load_config, alive};
  hooks.progress = &ProgressBar::OfThisProcess();
  if (!once) hooks.on_local_write = [&] { requests.LocalWrite(); };
  App app(config, clock, network, std::move(hooks));
  operations.CountRequestsWith([&] { return app.requests(); });
  SyncWorker worker(OptionsOf(settings), app, clock, {signals.finish(), signals.abandon()},
                    requests, operations);
  return once ? worker.RunOnce() : worker.RunContinuous();
}

int RunWorkerCommand(int argc, char** argv) {
  const std::string_view name = argv[0];
  const std::string command = name == "worker" ? "sheetkeeper worker" : std::string(name);
  WorkerFlags flags;
  flags.sources.environment = ProcessEnvironment;
  const CommandLine line = DescribeFlags(command, flags);
  if (const auto status = ParseFlags(line, argc, argv)) return *status;
  ReturnLargeBlocks();
  const Result<Config> config = LoadConfig(flags.sources);
  if (!config) return Fails(line, config.error(), kExitConfig);
  const Result<> log = OpenLog(config->settings);
  if (!log) return Fails(line, log.error(), kExitConfig);
  LoseEarlyRequests();
  const Result<InstanceLock> lock =
      TakeInTurn(config->settings.db_path, flags.once ? Millis(0) : kTurnPatience);
  if (!lock) return Refuse(lock.error().message, kExitFailed);
  return RunWorker(*config, flags.sources, flags.once, *lock);
}

}  // namespace sheetkeeper
