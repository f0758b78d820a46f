#include "worker/operations.h"

#include <chrono>
#include <ctime>

#include <fmt/format.h>

#include "base/log.h"
#include "base/version.h"
#include "http/url.h"
#include "worker/status_of.h"

namespace sheetkeeper {
namespace {

constexpr std::string_view kLogger = "sync_worker";

std::string LocalTime(WallTime time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm local{};
  ::localtime_r(&seconds, &local);
  char text[16];
  std::strftime(text, sizeof text, "%H:%M:%S", &local);
  return text;
}

}  // namespace

Operations::Operations(const Settings& settings, Clock& clock, HttpTransport& network,
                       const ServiceManager& manager)
    : clock_(clock), network_(network), manager_(manager), status_port_(settings.status_port) {
  board_.status.version = board_.status.worker_version = Version();
  board_.status.database = settings.db_path;
  board_.status.worker = "this process";
  Configure(settings);
}

void Operations::Configure(const Settings& settings) {
  metrics_file_ = settings.metrics_file;
  heartbeat_url_ = settings.heartbeat_url;
  const std::lock_guard lock(mutex_);
  board_.status.interval_s = settings.interval_s;
  board_.status.record_interval_s = settings.record_interval_s;
  board_.status.read_quota = settings.read_quota;
  board_.status.write_quota = settings.write_quota;
}

Result<> Operations::Start() {
  if (status_port_ == 0) return {};
  TRY_ASSIGN(
      server_, "starting the status page",
      StatusServer::Start(status_port_, [this](const std::string& path) { return PageAt(path); }));
  Log(LogLevel::kInfo, kLogger, "Status page on http://127.0.0.1:{}/status", server_->port());
  return {};
}

void Operations::Ready(const WorkerOptions& options) {
  {
    const std::lock_guard lock(mutex_);
    board_.status.interval_s = options.interval_s;
  }
  reader_.reset();
  manager_.Ready();
}

void Operations::CycleEnded(const CycleEnd& end) {
  {
    Status status = BoardNow().status;
    ReadDatabase(status);
    const CycleFact fact{.number = end.number,
                         .finished = clock_.Wall(),
                         .duration = end.duration,
                         .error = end.report ? "" : end.report.error().message};
    status.last_cycle = fact;
    if (end.report) status.last_good_cycle = fact;
    const std::lock_guard lock(mutex_);
    board_.status = std::move(status);
    board_.errors = end.errors;
    board_.failure = fact.error;
    board_.counters.SetRequests(requests_());
    if (end.report) {
      int64_t pulled = 0;
      int64_t pushed = 0;
      for (const TableReport& table : end.report->tables) {
        pulled += table.pulled;
        pushed += table.pushed;
      }
      board_.counters.NoteGood(end.duration, pulled, pushed);
    } else {
      board_.counters.NoteFailed();
    }
  }
  const Board board = BoardNow();
  WatchForStall(board);
  WriteMetrics(board);
  if (end.report) BeatHeart();
}

void Operations::Waiting(WallTime next) {
  {
    const std::lock_guard lock(mutex_);
    board_.status.next_cycle = next;
  }
  TellManager(BoardNow());
}

void Operations::Reloading() {
  manager_.Reloading(clock_.Mono());
}

void Operations::Stopping() {
  manager_.Stopping();
  manager_.Status("Stopping");
}

// The database knows what waits, whatever became of the cycle. Where it cannot be read, what was
// known stays.
void Operations::ReadDatabase(Status& status) {
  if (!reader_) {
    Result<StatusReader> opened = StatusReader::Open(status.database);
    if (!opened) return;
    reader_.emplace(std::move(*opened));
  }
  const std::optional<CycleFact> good = status.last_good_cycle;
  if (!FillFrom(*reader_, false, clock_.Wall(), status)) {
    reader_.reset();
    return;
  }
  // What this process saw is younger than what it has recorded.
  if (good) status.last_good_cycle = good;
}

Operations::Board Operations::BoardNow() {
  const std::lock_guard lock(mutex_);
  return board_;
}

void Operations::TellManager(const Board& board) {
  const Status& status = board.status;
  int64_t conflicts = 0;
  int64_t held = 0;
  for (const TableStatus& table : status.tables) {
    conflicts += table.conflicts;
    held += table.guard.empty() ? 0 : 1;
  }
  const auto& last = status.last_cycle;
  std::string line =
      !last ? "No cycle yet"
      : board.failure.empty()
          ? fmt::format("Cycle #{} completed at {}", last->number, LocalTime(last->finished))
          : fmt::format("Cycle failed at {} ({} in a row): {}", LocalTime(last->finished),
                        board.errors, board.failure);
  line += fmt::format("; next at {}; {} pending, {} conflicts, {} held tables",
                      status.next_cycle ? LocalTime(*status.next_cycle) : "-", Queued(status),
                      conflicts, held);
  manager_.Status(line);
}

// Queued changes get older with every failed cycle: said once when it begins, and when it is over.
void Operations::WatchForStall(const Board& board) {
  const Judgement judgement = Judge(board.status, clock_.Wall(), DefaultMaxAge(board.status));
  if (judgement.stalled && !stalled_) {
    Log(LogLevel::kError, kLogger,
        "STALLED: {} changed rows wait to reach the sheet, and no cycle completes",
        Queued(board.status));
  }
  if (!judgement.stalled && stalled_) Log(LogLevel::kInfo, kLogger, "No longer stalled");
  stalled_ = judgement.stalled;
}

void Operations::WriteMetrics(const Board& board) {
  if (metrics_file_.empty()) return;
  const Result<> written =
      ReplaceFile(metrics_file_, MetricsText(board.status, board.counters, clock_.Wall()));
  if (!written) {
    Log(LogLevel::kWarning, kLogger, "The metrics could not be written: {}",
        written.error().message);
  }
}

void Operations::BeatHeart() {
  if (heartbeat_url_.empty()) return;
  HttpRequest request;
  request.method = "GET";
  request.url = heartbeat_url_;
  const Result<HttpResponse> answer = network_.Send(request, {});
  // The address itself may be a secret of the service that is called.
  if (!answer) {
    Log(LogLevel::kWarning, kLogger, "The heartbeat failed: {}", answer.error().message);
  } else if (answer->status >= 400) {
    Log(LogLevel::kWarning, kLogger, "The heartbeat of {} was answered with HTTP {}",
        HostOf(heartbeat_url_), answer->status);
  }
}

StatusServer::Page Operations::PageAt(const std::string& path) {
  const Board board = BoardNow();
  const WallTime now = clock_.Wall();
  const Judgement judgement = Judge(board.status, now, DefaultMaxAge(board.status));
  if (path == "/healthz") {
    std::string body = std::string(Name(judgement.health)) + "\n";
    for (const std::string& reason : judgement.reasons) body += reason + "\n";
    return {.status = judgement.health == Health::kBad ? 503 : 200, .body = body};
  }
  if (path == "/status") {
    return {.type = "application/json", .body = StatusJson(board.status, judgement, now) + "\n"};
  }
  if (path == "/metrics") {
    return {.type = "text/plain; version=0.0.4; charset=utf-8",
            .body = MetricsText(board.status, board.counters, now)};
  }
  return {.status = 404, .body = "There are /healthz, /status and /metrics.\n"};
}

}  // namespace sheetkeeper
