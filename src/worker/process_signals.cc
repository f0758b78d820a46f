#include "worker/process_signals.h"

#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>

#include <pthread.h>

#include "base/check.h"
#include "base/log.h"

namespace sheetkeeper {

void LoseEarlyRequests() {
  for (const int signal : {SIGHUP, SIGUSR1}) ::signal(signal, SIG_IGN);
}

ProcessSignals::ProcessSignals(LoopRequests& requests, Millis grace) : requests_(requests) {
  sigset_t set;
  ::sigemptyset(&set);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP, SIGUSR1}) ::sigaddset(&set, signal);
  CHECK(::pthread_sigmask(SIG_BLOCK, &set, nullptr) == 0);
  signals_ = ::signalfd(-1, &set, SFD_CLOEXEC);
  ending_ = ::eventfd(0, EFD_CLOEXEC);
  CHECK(signals_ >= 0 && ending_ >= 0);
  watcher_ = std::jthread([this, grace] { Watch(grace); });
}

ProcessSignals::~ProcessSignals() {
  CHECK(::eventfd_write(ending_, 1) == 0);
  watcher_.join();
  ::close(signals_);
  ::close(ending_);
}

void ProcessSignals::Watch(Millis grace) {
  const int signal = WaitForEnd(-1);
  if (signal == 0) return;
  Log(LogLevel::kInfo, "sync_worker", "Received signal {}, shutting down gracefully...", signal);
  finish_.request_stop();
  WaitForEnd(static_cast<int>(grace.count()));
  abandon_.request_stop();
}

int ProcessSignals::WaitForEnd(int timeout_ms) {
  while (true) {
    const int signal = WaitForSignal(timeout_ms);
    if (signal == SIGHUP) {
      requests_.Reload();
    } else if (signal == SIGUSR1) {
      requests_.SyncNow();
    } else {
      return signal;
    }
  }
}

int ProcessSignals::WaitForSignal(int timeout_ms) const {
  std::array<pollfd, 2> waiting{{{signals_, POLLIN, 0}, {ending_, POLLIN, 0}}};
  int ready = 0;
  do {
    ready = ::poll(waiting.data(), waiting.size(), timeout_ms);
  } while (ready < 0 && errno == EINTR);
  if (ready <= 0 || waiting[1].revents != 0) return 0;
  signalfd_siginfo info{};
  if (::read(signals_, &info, sizeof info) != sizeof info) return 0;
  return static_cast<int>(info.ssi_signo);
}

}  // namespace sheetkeeper
