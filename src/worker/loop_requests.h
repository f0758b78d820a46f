// What other threads ask of the worker's loop while it waits for its next cycle.
#pragma once

#include <mutex>
#include <stop_token>
#include <utility>

namespace sheetkeeper {

// Thread-safe. A request that comes while the loop is busy is kept for its next wait; several of a
// kind are one.
class LoopRequests {
 public:
  struct Taken {
    bool sync_now = false;
    bool reload = false;
    bool local_write = false;
  };

  void SyncNow() { Ask(&Taken::sync_now); }
  void Reload() { Ask(&Taken::reload); }
  // A program has written a kept table.
  void LocalWrite() { Ask(&Taken::local_write); }
  // Ends the loop's wait without asking for anything.
  void Wake() { Ask(nullptr); }

  // Stopped as soon as there is a request, until it is taken.
  std::stop_token wake() {
    const std::lock_guard lock(mutex_);
    return wake_.get_token();
  }
  Taken Take() {
    const std::lock_guard lock(mutex_);
    wake_ = std::stop_source();
    return std::exchange(asked_, Taken());
  }

 private:
  void Ask(bool Taken::*what) {
    std::stop_source wake(std::nostopstate);
    {
      const std::lock_guard lock(mutex_);
      if (what != nullptr) asked_.*what = true;
      wake = wake_;
    }
    wake.request_stop();  // may run callbacks: not under the lock
  }

  std::mutex mutex_;
  Taken asked_;            // guarded by mutex_
  std::stop_source wake_;  // guarded by mutex_
};

}  // namespace sheetkeeper
