#include "worker/app.h"

#include <string>
#include <utility>
#include <vector>

#include "base/check.h"
#include "base/log.h"
#include "base/number_text.h"
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

}  // namespace

App::App(Config config, Clock& clock, HttpTransport& network)
    : config_(std::move(config)),
      clock_(clock),
      rng_(RandomSeed()),
      paced_(network, clock, {config_.settings.read_quota, config_.settings.write_quota}),
      transport_(paced_, clock, rng_) {}

Result<> App::OpenSheets() {
  const Settings& settings = config_.settings;
  TRY_ASSIGN(const std::string file, "finding the key", FindKeyFile(settings.key_file));
  TRY_ASSIGN(ServiceAccountKey key, "reading the key", LoadServiceAccountKey(file));
  sheets_.reset();
  tokens_.emplace(std::move(key), kScope, settings.token_url, transport_, clock_);
  sheets_.emplace(settings.api_base, transport_, *tokens_);
  return {};
}

Result<> App::OpenDatabase() {
  CHECK(sheets_.has_value());
  StoreOptions options;
  options.path = config_.settings.db_path;
  Result<std::unique_ptr<Store>> store = Store::Open(options, Schemas(config_.tables), clock_);
  if (!store) return Fail(std::move(store).error());
  store_ = std::move(*store);
  engine_.emplace(EngineOptions{config_.settings.spreadsheet, config_.tables}, *store_, *sheets_,
                  clock_, rng_);
  return {};
}

Result<CycleReport> App::RunCycle(std::stop_token stop) {
  CHECK(engine_.has_value());
  const MonoTime began = clock_.Mono();
  const Result<CycleReport> report = engine_->RunCycle(stop);
  if (!report && IsOfStorage(report.error().kind)) return report;
  const Result<> recorded = Record(report, clock_.Mono() - began);
  if (!recorded) {
    Log(LogLevel::kWarning, "sync_worker", "The cycle could not be recorded: {}",
        recorded.error().message);
  }
  return report;
}

Result<> App::Record(const Result<CycleReport>& report, Millis duration) {
  constexpr const char* kCycles = "cycles";  // the number of the last one, over all restarts
  TRY_ASSIGN(const std::optional<std::string> last, "reading its number", store_->Meta(kCycles));
  CycleRecord record;
  record.number = ParseInteger(last.value_or("0")).value_or(0) + 1;
  record.finished_ms = clock_.Wall().time_since_epoch().count();
  record.duration_ms = duration.count();
  record.good = report.has_value();
  if (!report) record.error = report.error().message;
  TRY_ASSIGN(const auto transaction, "opening a transaction", store_->Begin());
  TRY("recording", transaction->RecordCycle(record));
  TRY("recording", transaction->SetMeta(kCycles, NumberText(record.number)));
  TRY("recording", transaction->Commit());
  return store_->Checkpoint();
}

}  // namespace sheetkeeper
