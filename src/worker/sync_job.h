// SyncJob: what the worker's loop runs. App (worker/app.h) is the real one.
#pragma once

#include <stop_token>
#include <string>

#include "base/result.h"
#include "sync/engine.h"

namespace sheetkeeper {

struct WorkerOptions {
  int interval_s = 300;
  int min_interval_s = 0;  // the pause while the sheet is edited; 0: always interval_s
  int max_errors = 5;
  std::string db_path = {};  // for the log
};

class SyncJob {
 public:
  virtual ~SyncJob() = default;

  // Makes ready to reach the sheets: finds and reads the key. No request is made.
  virtual Result<> OpenSheets() = 0;
  // Opens the database. Called again after it failed.
  virtual Result<> OpenDatabase() = 0;
  // As Engine::RunCycle. REQUIRES: both of the above succeeded.
  virtual Result<CycleReport> RunCycle(std::stop_token stop) = 0;
  // Reads the configuration again. Where that fails everything stays as it is; else both of the
  // first two are to be called again before the next cycle.
  virtual Result<WorkerOptions> Reload() = 0;
  // Records what the database has not been told yet of the cycles so far.
  virtual void Flush() = 0;
};

}  // namespace sheetkeeper
