// ProcessSignals: turns signals into requests, without a signal handler: the signals are blocked
// and a thread of its own reads them as data.
//
//     SIGTERM, SIGINT   finish the cycle in hand and end. After a grace period, or at a second
//                       signal, the waits and requests of that cycle are given up as well, so that
//                       a silent server cannot keep the process until its supervisor kills it
//     SIGHUP            read the configuration again
//     SIGUSR1           run a cycle now
#pragma once

#include <stop_token>
#include <thread>

#include "base/clock.h"
#include "worker/loop_requests.h"

namespace sheetkeeper {

// Until a ProcessSignals takes them, SIGHUP and SIGUSR1 are lost instead of deadly: whoever reads
// our name in the lock (worker/instance_lock.h) may send them before the loop begins.
void LoseEarlyRequests();

class ProcessSignals {
 public:
  // Below the 30 seconds after which the unit's supervisor kills.
  static constexpr Millis kGrace = std::chrono::seconds(10);

  // Blocks the signals in this thread and in those that it starts from then on: construct it while
  // there is one thread. They stay blocked. One object a process; `requests` outlives it.
  explicit ProcessSignals(LoopRequests& requests, Millis grace = kGrace);
  ~ProcessSignals();
  ProcessSignals(const ProcessSignals&) = delete;
  ProcessSignals& operator=(const ProcessSignals&) = delete;

  std::stop_token finish() const { return finish_.get_token(); }
  std::stop_token abandon() const { return abandon_.get_token(); }

 private:
  void Watch(Millis grace);
  // The next signal that asks to end, having passed on those that do not; 0 after `timeout`
  // (negative: none) or when the object goes.
  int WaitForEnd(int timeout_ms);
  int WaitForSignal(int timeout_ms) const;

  LoopRequests& requests_;
  int signals_ = -1;  // a signalfd
  int ending_ = -1;   // an eventfd: the object goes
  std::stop_source finish_;
  std::stop_source abandon_;
  std::jthread watcher_;  // last: it uses all of the above
};

}  // namespace sheetkeeper
