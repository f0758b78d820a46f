#include "worker/app.h"

#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/log.h"
#include "base/number_text.h"
#include "base/version.h"
#include "google/credentials.h"

namespace sheetkeeper {
namespace {

// Read and write of spreadsheets that are shared with the account, and of nothing else.
constexpr const char* kScope = "https://www.googleapis.com/auth/spreadsheets";

std::vector<TableSchema> Schemas(const std::vector<TableBinding>& tables) {
  std::vector<TableSchema> schemas;
  for (const TableBinding& table : tables) schemas.push_back(table.schema);
  return schemas;
}

// What the database itself refused, it would refuse to record as well, after one more wait.
bool IsOfStorage(ErrorKind kind) {
  return kind == ErrorKind::kBusy || kind == ErrorKind::kStorage || kind == ErrorKind::kCorrupt;
}

int64_t RowsSent(const CycleReport& report) {
  int64_t rows = 0;
  for (const TableReport& table : report.tables) rows += table.pushed;
  return rows;
}

}  // namespace

WorkerOptions OptionsOf(const Settings& settings) {
  return {settings.interval_s, settings.min_interval_s, settings.max_errors, settings.db_path};
}

App::App(Config config, Clock& clock, HttpTransport& network, AppHooks hooks)
    : config_(std::move(config)),
      clock_(clock),
      hooks_(std::move(hooks)),
      rng_(RandomSeed()),
      watched_(network, clock, hooks_.alive),
      paced_(watched_, clock, {config_.settings.read_quota, config_.settings.write_quota}),
      transport_(paced_, clock, rng_),
      recorder_(clock) {}

Result<> App::OpenSheets() {
  const Settings& settings = config_.settings;
  TRY_ASSIGN(const std::string file, "finding the key", FindKeyFile(settings.key_file));
  TRY_ASSIGN(ServiceAccountKey key, "reading the key", LoadServiceAccountKey(file));
  sheets_.reset();
  tokens_.emplace(std::move(key), kScope, settings.token_url, transport_, clock_);
  sheets_.emplace(settings.api_base, transport_, *tokens_, *hooks_.progress);
  return {};
}

Result<> App::OpenDatabase() {
  CHECK(sheets_.has_value());
  StoreOptions options;
  options.path = config_.settings.db_path;
  Result<std::unique_ptr<Store>> store = Store::Open(options, Schemas(config_.tables), clock_);
  if (!store) return Fail(std::move(store).error());
  store_ = std::move(*store);
  EngineOptions engine{config_.settings.spreadsheet, config_.tables};
  engine.keep_history = std::chrono::days(config_.settings.history_days);
  engine.lease = std::chrono::seconds(config_.settings.lease_s);
  engine.progress = hooks_.progress;
  engine_.emplace(std::move(engine), *store_, *sheets_, clock_, rng_);
  WatchForWrites();
  return {};
}

Result<CycleReport> App::RunCycle(std::stop_token stop) {
  CHECK(engine_.has_value());
  const WallTime began_at = clock_.Wall();
  const MonoTime began = clock_.Mono();
  const int64_t requests_before = requests();
  if (watcher_) watcher_->CycleBegins();
  Result<CycleReport> report = engine_->RunCycle(stop);
  const auto error = report ? std::nullopt : std::optional(report.error().message);
  recorder_.Note(began_at, clock_.Mono() - began, error, requests() - requests_before);
  const bool recordable = report || !IsOfStorage(report.error().kind);
  const auto every = std::chrono::seconds(config_.settings.record_interval_s);
  if (recordable && recorder_.IsDue(every)) Record();
  if (watcher_) watcher_->CycleEnded(report ? RowsSent(*report) : 0);
  return report;
}

Result<WorkerOptions> App::Reload() {
  TRY_ASSIGN(Config config, "reading it", hooks_.load_config());
  Settings& now = config_.settings;
  Settings& then = config.settings;
  const bool restart = then.db_path != now.db_path || then.status_port != now.status_port ||
                       then.read_quota != now.read_quota || then.write_quota != now.write_quota;
  if (restart) {
    Log(LogLevel::kWarning, "sync_worker",
        "db_path, status_port, read_quota and write_quota change with a restart only");
    then.db_path = now.db_path;
    then.status_port = now.status_port;
    then.read_quota = now.read_quota;
    then.write_quota = now.write_quota;
  }
  Flush();
  watcher_.reset();
  engine_.reset();
  store_.reset();
  config_ = std::move(config);
  return OptionsOf(config_.settings);
}

void App::WatchForWrites() {
  const Settings& settings = config_.settings;
  if (!settings.push_on_write || !hooks_.on_local_write) return;
  Result<std::unique_ptr<WriteWatcher>> started =
      WriteWatcher::Start(settings.db_path, hooks_.on_local_write);
  if (started) {
    watcher_ = std::move(*started);
  } else {
    Log(LogLevel::kWarning, "sync_worker",
        "push_on_write does not work here, local writes wait for the interval: {}",
        started.error().message);
  }
}

void App::Flush() {
  if (store_) Record();
}

void App::Record() {
  const Settings& settings = config_.settings;
  const Result<> recorded = recorder_.Write(
      *store_, {{"worker.interval_s", NumberText(int64_t{settings.interval_s})},
                {"worker.record_interval_s", NumberText(int64_t{settings.record_interval_s})},
                {"worker.read_quota", NumberText(int64_t{settings.read_quota})},
                {"worker.write_quota", NumberText(int64_t{settings.write_quota})},
                {"worker.version", std::string(Version())}});
  if (recorded) return;
  Log(LogLevel::kWarning, "sync_worker", "The cycle could not be recorded: {}",
      recorded.error().message);
}

}  // namespace sheetkeeper
