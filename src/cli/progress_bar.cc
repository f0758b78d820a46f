#include "cli/progress_bar.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <utility>

#include "cli/text_table.h"

namespace sheetkeeper {
namespace {

constexpr Millis kBetweenDraws{100};

// A terminal that can go back to the begin of a line.
bool IsShown() {
  const char* terminal = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) != 0 && std::string_view(terminal ? terminal : "") != "dumb";
}

}  // namespace

ProgressBar& ProgressBar::OfThisProcess() {
  static ProgressBar bar;
  return bar;
}

ProgressBar::ProgressBar() : shown_(IsShown()) {}

void ProgressBar::Begin(std::string_view work, int64_t expected) {
  if (!shown_) return;
  const std::lock_guard lock(mutex_);
  state_ = {std::string(work), 0, expected, Millis(0)};
  DrawIfDue(clock_.Mono());
}

void ProgressBar::Advance(int64_t rows) {
  if (!shown_) return;
  const std::lock_guard lock(mutex_);
  if (state_.work.empty()) return;
  const MonoTime now = clock_.Mono();
  // What came before the first row says nothing about the others.
  if (state_.done == 0) first_row_ = now;
  state_.done += rows;
  state_.taken = now - first_row_;
  DrawIfDue(now);
}

void ProgressBar::End() {
  if (!shown_) return;
  const std::lock_guard lock(mutex_);
  state_ = {};
  Erase();
}

void ProgressBar::Aside(const std::function<void()>& write) {
  const std::lock_guard lock(mutex_);
  Erase();
  write();
}

void ProgressBar::DrawIfDue(MonoTime now) {
  if (now < next_draw_) return;
  next_draw_ = now + kBetweenDraws;
  // One column less than there are: a full line would begin the next one.
  const auto width = static_cast<size_t>(std::max(SizeOfTerminal(STDERR_FILENO).columns, 2) - 1);
  std::fputs(("\r" + ProgressLine(state_, width) + "\x1b[K").c_str(), stderr);
  std::fflush(stderr);
  drawn_ = true;
}

void ProgressBar::Erase() {
  if (!std::exchange(drawn_, false)) return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
}

LogSink BesideProgress(LogSink sink) {
  return [sink = std::move(sink)](const LogEvent& event) {
    ProgressBar::OfThisProcess().Aside([&] { sink(event); });
  };
}

}  // namespace sheetkeeper
