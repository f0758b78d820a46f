#include "worker/sync_worker.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <exception>
#include <utility>

#include <fmt/format.h>

#include "base/log.h"

namespace sheetkeeper {
namespace {

constexpr std::string_view kLogger = "sync_worker";

// Cycles in a row, without a pause, for what the first of them left unfinished. People who edit
// without end must not keep the worker from its interval.
constexpr int kMaxLooks = 6;

// Between the beginnings of two cycles, where local writes set them off.
constexpr Millis kMinDistance = std::chrono::seconds(1);

template <typename... Args>
void Info(fmt::format_string<Args...> format, Args&&... args) {
  Log(LogLevel::kInfo, kLogger, format, std::forward<Args>(args)...);
}

std::string TimeOfDay(WallTime time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm local{};
  ::localtime_r(&seconds, &local);
  char text[16];
  std::strftime(text, sizeof text, "%H:%M:%S", &local);
  return text;
}

double Seconds(Millis duration) {
  return static_cast<double>(duration.count()) / 1000.0;
}

// Before the first cycle: no retry mends it, a person has to.
bool NeedsConfiguring(ErrorKind kind) {
  return kind == ErrorKind::kInvalid || kind == ErrorKind::kNotFound ||
         kind == ErrorKind::kPermissionDenied || kind == ErrorKind::kUnauthenticated;
}

PollPace PaceOf(const WorkerOptions& options) {
  return {std::chrono::seconds(options.min_interval_s), std::chrono::seconds(options.interval_s)};
}

}  // namespace

SyncWorker::SyncWorker(WorkerOptions options, SyncJob& job, Clock& clock, StopTokens stop,
                       LoopRequests& requests, WorkerObserver& observer)
    : options_(std::move(options)),
      job_(job),
      clock_(clock),
      stop_(std::move(stop)),
      requests_(requests),
      observer_(observer),
      started_(clock.Mono()),
      pace_(PaceOf(options_)) {
  Info("StandaloneSyncWorker initialized (interval: {}s)", options_.interval_s);
}

int SyncWorker::RunOnce() {
  Info("Running sync worker in ONCE mode");
  const std::optional<int> status = AttemptUntilSettled();
  job_.Flush();
  if (stop_.finish.stop_requested()) LogTotals();
  if (status) return *status;
  if (!good_) return kExitFailed;
  if (held_) {
    Log(LogLevel::kError, kLogger, "Sync completed, but a table is held: a person has to look");
    return kExitFailed;
  }
  Info("Sync completed successfully");
  return kExitGood;
}

int SyncWorker::RunContinuous() {
  continuous_ = true;
  Info("SYNC WORKER STARTING");
  Info("Mode: CONTINUOUS");
  Info("Interval: {} seconds", options_.interval_s);
  Info("Database: {}", options_.db_path);
  std::optional<int> status = AttemptUntilSettled();
  if (!status && !stop_.finish.stop_requested()) Info("Entering continuous sync loop...");
  while (!status && WaitForNext()) status = AttemptUntilSettled();
  observer_.Stopping();
  job_.Flush();
  LogTotals();
  return status.value_or(kExitGood);
}

std::optional<int> SyncWorker::AttemptUntilSettled() {
  std::optional<int> status;
  local_write_ = false;
  int looks = 0;
  do {
    if (stop_.finish.stop_requested()) break;
    if (rest_) Info("More local changes wait, going on at once");
    if (!rest_ && looks > 0) Info("Something changed meanwhile, looking again at once");
    status = Attempt();
    // Each of these is a step through what waits, and there is an end to it.
    if (!rest_) ++looks;
  } while (!status && (rest_ || (look_again_ && looks < kMaxLooks)));
  // Who asked waits for the outcome.
  if (std::exchange(asked_for_, false)) job_.Flush();
  return status;
}

std::optional<int> SyncWorker::Attempt() {
  good_ = held_ = look_again_ = rest_ = false;
  if (!open_) {
    const Result<> opened = Open();
    const bool ends = !opened && !was_open_ && NeedsConfiguring(opened.error().kind);
    if (continuous_ && !was_open_ && !ends) observer_.Ready(options_);
    if (!opened) return Failed(opened.error(), Millis(0));
    open_ = was_open_ = true;
  }
  Info("Starting sync cycle #{}", ++totals_.begun);
  began_ = clock_.Mono();
  const Result<CycleReport> report = RunCycle();
  const Millis duration = clock_.Mono() - began_;
  if (report) {
    Completed(*report, duration);
    return std::nullopt;
  }
  if (report.error().kind == ErrorKind::kCancelled && stop_.finish.stop_requested()) {
    Info("Cycle #{} was given up; the next start goes on from there", totals_.begun);
    return std::nullopt;
  }
  return Failed(report.error(), duration);
}

Result<> SyncWorker::Open() {
  const bool first = continuous_ && !was_open_;
  if (continuous_) Info("Initializing Google Sheets service...");
  TRY("initializing Google Sheets", job_.OpenSheets());
  if (continuous_) Info("Initializing sync manager...");
  TRY("opening the database", job_.OpenDatabase());
  Info("Database schema initialized");
  if (continuous_) Info("Services initialized successfully");
  if (first) Info("Performing initial sync...");
  return {};
}

// The border where what libraries throw becomes a failed cycle.
Result<CycleReport> SyncWorker::RunCycle() {
  try {
    return job_.RunCycle(stop_.abandon);
  } catch (const std::exception& error) {
    return Fail(ErrorKind::kUnavailable, fmt::format("unexpected: {}", error.what()));
  }
}

std::optional<int> SyncWorker::Failed(const Error& error, Millis duration) {
  if (!was_open_ && NeedsConfiguring(error.kind)) {
    Log(LogLevel::kError, kLogger, "{}", error.message);
    return kExitConfig;
  }
  ++errors_;
  ++totals_.failed;
  LogWith({{"cycle", fmt::format("{}", totals_.begun)},
           {"error_kind", std::string(Name(error.kind))},
           {"error_count", fmt::format("{}", errors_)}},
          LogLevel::kError, kLogger, "Sync cycle failed (error count: {}/{}): {}", errors_,
          options_.max_errors, error.message);
  Tell(Fail(error), duration);
  if (error.kind == ErrorKind::kCorrupt) return kExitDamaged;
  if (!continuous_) return kExitFailed;
  if (errors_ < options_.max_errors) return std::nullopt;
  Log(LogLevel::kError, kLogger, "Too many consecutive errors ({}), exiting", errors_);
  return kExitFailed;
}

void SyncWorker::Completed(const CycleReport& report, Millis duration) {
  good_ = true;
  look_again_ = report.look_again;
  rest_ = report.rest;
  errors_ = 0;
  totals_.open_conflicts = 0;
  int64_t pulled = 0;
  int64_t pushed = 0;
  for (const TableReport& table : report.tables) {
    pulled += table.pulled;
    pushed += table.pushed;
    totals_.open_conflicts += table.conflicts;
    held_ = held_ || !table.hold.empty();
  }
  NoteEdits(report);
  totals_.pulled += pulled;
  totals_.pushed += pushed;
  LogWith({{"cycle", fmt::format("{}", totals_.begun)},
           {"duration_ms", fmt::format("{}", duration.count())},
           {"rows_pulled", fmt::format("{}", pulled)},
           {"rows_pushed", fmt::format("{}", pushed)}},
          LogLevel::kInfo, kLogger, "Sync cycle #{} completed in {:.2f}s", totals_.begun,
          Seconds(duration));
  Tell(report, duration);
}

// An edit that the database did not take is a conflict, or its row is held back, from then on.
void SyncWorker::NoteEdits(const CycleReport& report) {
  int64_t troubles = 0;
  for (const TableReport& table : report.tables) {
    sheet_edited_ = sheet_edited_ || table.pulled > 0;
    troubles += table.conflicts + table.held;
  }
  sheet_edited_ = sheet_edited_ || troubles != troubles_;
  troubles_ = troubles;
}

void SyncWorker::Tell(Result<CycleReport> report, Millis duration) {
  observer_.CycleEnded({totals_.begun, duration, std::move(report), errors_});
}

void SyncWorker::LogTotals() {
  Info("SYNC WORKER STOPPED");
  Info(
      "Total cycles: {}, failed: {}, rows pulled: {}, rows pushed: {}, "
      "open conflicts: {}, uptime: {:.0f}s",
      totals_.begun, totals_.failed, totals_.pulled, totals_.pushed, totals_.open_conflicts,
      Seconds(clock_.Mono() - started_));
}

bool SyncWorker::WaitForNext() {
  if (stop_.finish.stop_requested()) return false;
  if (TakeRequests()) return true;
  SetPace();
  const WallTime next = clock_.Wall() + pace_.wait();
  Info("Next sync at {} ({}s)", TimeOfDay(next), pace_.wait() / std::chrono::seconds(1));
  observer_.Waiting(next);
  return Sleep(clock_.Mono() + pace_.wait());
}

void SyncWorker::SetPace() {
  if (errors_ > 0) {
    pace_.CycleFailed();
  } else if (sheet_edited_) {
    pace_.SheetWasEdited();
  } else {
    pace_.SheetWasQuiet();
  }
  sheet_edited_ = false;
}

bool SyncWorker::Sleep(MonoTime until) {
  const std::stop_callback wake_to_stop(stop_.finish, [this] { requests_.Wake(); });
  const auto due = [&] { return local_write_ ? std::min(until, began_ + kMinDistance) : until; };
  while (!clock_.SleepUntil(due(), requests_.wake())) {
    if (stop_.finish.stop_requested()) return false;
    if (TakeRequests()) return true;
  }
  if (local_write_) Info("The database was written, syncing");
  return !stop_.finish.stop_requested();
}

bool SyncWorker::TakeRequests() {
  const LoopRequests::Taken taken = requests_.Take();
  if (taken.sync_now) Info("Asked to sync now");
  asked_for_ = taken.sync_now;
  // What keeps cycles from completing is not mended by writes.
  local_write_ = local_write_ || (taken.local_write && errors_ == 0);
  return (taken.reload && Reload()) || taken.sync_now;
}

bool SyncWorker::Reload() {
  observer_.Reloading();
  Info("Reloading the configuration...");
  Result<WorkerOptions> options = job_.Reload();
  if (!options) {
    Log(LogLevel::kError, kLogger, "The configuration is wrong and the old one stays: {}",
        options.error().message);
  } else {
    options_ = std::move(*options);
    pace_ = PaceOf(options_);
    open_ = false;
    Info("Configuration reloaded (interval: {}s)", options_.interval_s);
  }
  observer_.Ready(options_);
  return options.has_value();
}

}  // namespace sheetkeeper
