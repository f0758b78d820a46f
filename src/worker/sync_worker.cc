#include "worker/sync_worker.h"

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

}  // namespace

SyncWorker::SyncWorker(WorkerOptions options, SyncJob& job, Clock& clock, StopTokens stop)
    : options_(std::move(options)),
      job_(job),
      clock_(clock),
      stop_(std::move(stop)),
      started_(clock.Mono()) {
  Info("StandaloneSyncWorker initialized (interval: {}s)", options_.interval_s);
}

int SyncWorker::RunOnce() {
  Info("Running sync worker in ONCE mode");
  const std::optional<int> status = AttemptUntilSettled();
  if (stop_.finish.stop_requested()) LogTotals();
  if (status) return *status;
  if (!good_) return kExitFailed;
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
  while (!status && SleepForInterval()) status = AttemptUntilSettled();
  LogTotals();
  return status.value_or(kExitGood);
}

std::optional<int> SyncWorker::AttemptUntilSettled() {
  for (int look = 1; look <= kMaxLooks; ++look) {
    if (stop_.finish.stop_requested()) break;
    if (look > 1) Info("Something changed meanwhile, looking again at once");
    if (const std::optional<int> status = Attempt()) return status;
    if (!look_again_) break;
  }
  return std::nullopt;
}

std::optional<int> SyncWorker::Attempt() {
  good_ = false;
  look_again_ = false;
  if (!open_) {
    const Result<> opened = Open();
    if (!opened) return Failed(opened.error());
    open_ = true;
  }
  Info("Starting sync cycle #{}", ++totals_.begun);
  const MonoTime began = clock_.Mono();
  const Result<CycleReport> report = RunCycle();
  if (report) {
    Completed(*report, began);
    return std::nullopt;
  }
  if (report.error().kind == ErrorKind::kCancelled && stop_.finish.stop_requested()) {
    Info("Cycle #{} was given up; the next start goes on from there", totals_.begun);
    return std::nullopt;
  }
  return Failed(report.error());
}

Result<> SyncWorker::Open() {
  if (continuous_) Info("Initializing Google Sheets service...");
  TRY("initializing Google Sheets", job_.OpenSheets());
  if (continuous_) Info("Initializing sync manager...");
  TRY("opening the database", job_.OpenDatabase());
  Info("Database schema initialized");
  if (continuous_) Info("Services initialized successfully");
  if (continuous_) Info("Performing initial sync...");
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

std::optional<int> SyncWorker::Failed(const Error& error) {
  if (!open_ && NeedsConfiguring(error.kind)) {
    Log(LogLevel::kError, kLogger, "{}", error.message);
    return kExitConfig;
  }
  ++errors_;
  ++totals_.failed;
  Log(LogLevel::kError, kLogger, "Sync cycle failed (error count: {}/{}): {}", errors_,
      options_.max_errors, error.message);
  if (!continuous_ || error.kind == ErrorKind::kCorrupt) return kExitFailed;
  if (errors_ < options_.max_errors) return std::nullopt;
  Log(LogLevel::kError, kLogger, "Too many consecutive errors ({}), exiting", errors_);
  return kExitFailed;
}

void SyncWorker::Completed(const CycleReport& report, MonoTime began) {
  good_ = true;
  look_again_ = report.look_again;
  errors_ = 0;
  totals_.open_conflicts = 0;
  for (const TableReport& table : report.tables) {
    totals_.pulled += table.pulled;
    totals_.pushed += table.pushed;
    totals_.open_conflicts += table.conflicts;
  }
  Info("Sync cycle #{} completed in {:.2f}s", totals_.begun, Seconds(clock_.Mono() - began));
}

void SyncWorker::LogTotals() {
  Info("SYNC WORKER STOPPED");
  Info(
      "Total cycles: {}, failed: {}, rows pulled: {}, rows pushed: {}, "
      "open conflicts: {}, uptime: {:.0f}s",
      totals_.begun, totals_.failed, totals_.pulled, totals_.pushed, totals_.open_conflicts,
      Seconds(clock_.Mono() - started_));
}

bool SyncWorker::SleepForInterval() {
  if (stop_.finish.stop_requested()) return false;
  const auto interval = std::chrono::seconds(options_.interval_s);
  Info("Next sync at {} ({}s)", TimeOfDay(clock_.Wall() + interval), options_.interval_s);
  return clock_.SleepUntil(clock_.Mono() + interval, stop_.finish);
}

}  // namespace sheetkeeper
