// WorkerObserver: learns what the worker's loop does, to tell the supervisor and monitoring. All
// calls come from the loop's thread.
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "sync/engine.h"
#include "worker/sync_job.h"

namespace sheetkeeper {

struct CycleEnd {
  int64_t number = 0;  // since the start
  Millis duration{0};
  Result<CycleReport> report;
  int errors = 0;  // consecutive failures, this one included
};

class WorkerObserver {
 public:
  virtual ~WorkerObserver() = default;

  // The loop runs; what follows is work, not start-up.
  virtual void Ready(const WorkerOptions&) {}
  virtual void CycleEnded(const CycleEnd&) {}
  virtual void Waiting(WallTime /*next*/) {}
  virtual void Reloading() {}
  virtual void Stopping() {}
};

}  // namespace sheetkeeper
