// App: the objects of a worker, put together. main gives it the real clock and network, a
// simulation its own.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>

#include "base/clock.h"
#include "base/progress.h"
#include "base/rng.h"
#include "config/config.h"
#include "google/sheets_client.h"
#include "google/token_source.h"
#include "http/quota.h"
#include "http/retry.h"
#include "http/transport.h"
#include "store/store.h"
#include "sync/engine.h"
#include "worker/cycle_recorder.h"
#include "worker/sync_job.h"
#include "worker/watched_transport.h"
#include "worker/write_watcher.h"

namespace sheetkeeper {

struct AppHooks {
  // The configuration as it is now, for Reload().
  std::function<Result<Config>()> load_config;
  // Called while the loop is at work.
  std::function<void()> alive = [] {};
  // Called, by any thread, when a program has written a kept table, where Settings::push_on_write
  // says so. Empty: nobody wants to know.
  std::function<void()> on_local_write = nullptr;
  // Is told how far reads and writes are; outlives the App.
  Progress* progress = &NoProgress();
};

WorkerOptions OptionsOf(const Settings& settings);

class App : public SyncJob {
 public:
  // Clock and network outlive it.
  App(Config config, Clock& clock, HttpTransport& network, AppHooks hooks);

  // The key file is read here and nowhere else.
  Result<> OpenSheets() override;
  Result<> OpenDatabase() override;
  // The engine's cycle; how it ended is recorded in the database, at most once in
  // Settings::record_interval_s.
  Result<CycleReport> RunCycle(std::stop_token stop) override;
  // The engine's preview; see there why it wants a database of its own.
  Result<CyclePreview> Preview(std::stop_token stop) { return engine_->Preview(stop); }
  // Everything but the quotas, the database's path and the status page, which need a restart.
  Result<WorkerOptions> Reload() override;
  void Flush() override;

  int64_t requests() const { return watched_.requests(); }

 private:
  void Record();
  void WatchForWrites();

  Config config_;
  Clock& clock_;
  const AppHooks hooks_;
  Rng rng_;
  WatchedTransport watched_;     // over the network
  PacedTransport paced_;         // over watched_
  RetryingTransport transport_;  // over paced_, so that each attempt is paced
  CycleRecorder recorder_;
  std::optional<ServiceAccountTokens> tokens_;
  std::optional<SheetsClient> sheets_;
  std::unique_ptr<Store> store_;
  std::optional<Engine> engine_;
  std::unique_ptr<WriteWatcher> watcher_;  // null: nobody watches
};

}  // namespace sheetkeeper
