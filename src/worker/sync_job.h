// SyncJob: what the worker's loop runs. App (worker/app.h) is the real one.
#pragma once

#include <stop_token>

#include "base/result.h"
#include "sync/engine.h"

namespace sheetkeeper {

class SyncJob {
 public:
  virtual ~SyncJob() = default;

  // Makes ready to reach the sheets: finds and reads the key. No request is made.
  virtual Result<> OpenSheets() = 0;
  // Opens the database. Called again after it failed.
  virtual Result<> OpenDatabase() = 0;
  // As Engine::RunCycle. REQUIRES: both of the above succeeded.
  virtual Result<CycleReport> RunCycle(std::stop_token stop) = 0;
};

}  // namespace sheetkeeper
