// SyncWorker: runs sync cycles, once or until it is asked to stop, and says so in the log.
//
// Scripts and people read these lines; their words, and their order, do not change. A cycle that
// fails is one line with "Sync cycle failed" and "error count: N/MAX", N being the number of
// consecutive failures; at MAX the worker gives up, for its supervisor to start it anew. Whatever
// a database or server can do is a failed cycle, at the start too; only what no retry can mend
// (a broken key, tables that do not fit the configuration, a damaged database) ends it at once.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>

#include "base/clock.h"
#include "base/exit_status.h"
#include "worker/loop_requests.h"
#include "worker/poll_pace.h"
#include "worker/sync_job.h"
#include "worker/worker_observer.h"

namespace sheetkeeper {

// How the worker is asked to end.
struct StopTokens {
  std::stop_token finish;   // finish the cycle in hand and begin no other
  std::stop_token abandon;  // give up the cycle's waits and requests, too
};

class SyncWorker {
 public:
  // All of them outlive it.
  SyncWorker(WorkerOptions options, SyncJob& job, Clock& clock, StopTokens stop,
             LoopRequests& requests, WorkerObserver& observer);

  // One cycle, or more where the first leaves something unfinished. Gives the exit status, which
  // is kExitFailed where a table is held, too.
  int RunOnce();
  // Cycles until asked to stop. Gives the exit status.
  int RunContinuous();

 private:
  // Attempts until one leaves nothing unfinished: until all local changes have had their turn, and
  // kMaxLooks times at most for anything else. Gives the exit status where the worker has to end,
  // as do the functions below.
  std::optional<int> AttemptUntilSettled();
  // Opens what is not open, and runs a cycle.
  std::optional<int> Attempt();
  Result<> Open();
  Result<CycleReport> RunCycle();
  std::optional<int> Failed(const Error& error, Millis duration);
  void Completed(const CycleReport& report, Millis duration);
  void NoteEdits(const CycleReport& report);
  void Tell(Result<CycleReport> report, Millis duration);
  void LogTotals();
  // Until the next cycle is due, or asked for. False: asked to stop.
  bool WaitForNext();
  bool Sleep(MonoTime until);
  // True where the next cycle is to come at once.
  bool TakeRequests();
  bool Reload();
  void SetPace();

  struct Totals {
    int64_t begun = 0;
    int64_t failed = 0;
    int64_t pulled = 0;
    int64_t pushed = 0;
    int64_t open_conflicts = 0;  // after the last cycle
  };

  WorkerOptions options_;
  SyncJob& job_;
  Clock& clock_;
  const StopTokens stop_;
  LoopRequests& requests_;
  WorkerObserver& observer_;
  const MonoTime started_;

  PollPace pace_;
  bool continuous_ = false;
  bool open_ = false;
  bool was_open_ = false;      // at any time
  bool good_ = false;          // the last attempt was a whole cycle
  bool held_ = false;          // a table was held in it
  bool look_again_ = false;    // it left something unfinished
  bool rest_ = false;          // it left local changes that it did not take up
  bool local_write_ = false;   // somebody wrote the database since the last cycle
  bool asked_for_ = false;     // the cycle in hand was asked for
  bool sheet_edited_ = false;  // the cycles since the last wait found edits in the sheet
  int64_t troubles_ = 0;       // conflicts and held rows after the last cycle
  MonoTime began_{};           // the last attempt
  int errors_ = 0;             // consecutive failed attempts
  Totals totals_;
};

}  // namespace sheetkeeper
