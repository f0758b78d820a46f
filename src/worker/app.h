// App: the objects of a worker, put together. main gives it the real clock and network, a
// simulation its own.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>

#include "base/clock.h"
#include "base/rng.h"
#include "config/config.h"
#include "google/sheets_client.h"
#include "google/token_source.h"
#include "http/quota.h"
#include "http/retry.h"
#include "http/transport.h"
#include "store/store.h"
#include "sync/engine.h"
#include "worker/sync_job.h"

namespace sheetkeeper {

class App : public SyncJob {
 public:
  // Clock and network outlive it.
  App(Config config, Clock& clock, HttpTransport& network);

  // The key file is read here and nowhere else; a new one needs a restart.
  Result<> OpenSheets() override;
  Result<> OpenDatabase() override;
  // The engine's cycle; how it ended is recorded in the database, so that every quiet cycle, too,
  // leaves a trace there.
  Result<CycleReport> RunCycle(std::stop_token stop) override;

 private:
  Result<> Record(const Result<CycleReport>& report, Millis duration);

  const Config config_;
  Clock& clock_;
  Rng rng_;
  PacedTransport paced_;         // over the network
  RetryingTransport transport_;  // over paced_, so that each attempt is paced
  std::optional<ServiceAccountTokens> tokens_;
  std::optional<SheetsClient> sheets_;
  std::unique_ptr<Store> store_;
  std::optional<Engine> engine_;
};

}  // namespace sheetkeeper
