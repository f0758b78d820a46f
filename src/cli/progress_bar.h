// ProgressBar: shows on standard error how far long work is, where that is a terminal; elsewhere
// nothing. It takes one line, which is gone when the work ends.
#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <string_view>

#include "base/log.h"
#include "base/progress.h"
#include "base/system_clock.h"
#include "cli/progress_line.h"

namespace sheetkeeper {

class ProgressBar : public Progress {
 public:
  // The one of this process: there is one terminal.
  static ProgressBar& OfThisProcess();

  void Begin(std::string_view work, int64_t expected) override;
  void Advance(int64_t rows) override;
  void End() override;
  // Runs `write`, which may write to the terminal, while the bar is off it. By any thread.
  void Aside(const std::function<void()>& write);

 private:
  ProgressBar();

  void DrawIfDue(MonoTime now);
  void Erase();

  const bool shown_;
  SystemClock clock_;
  std::mutex mutex_;  // guards all below
  ProgressState state_;
  MonoTime first_row_;
  MonoTime next_draw_;
  bool drawn_ = false;
};

// The sink, so that its lines and the bar do not run into each other.
LogSink BesideProgress(LogSink sink);

}  // namespace sheetkeeper
