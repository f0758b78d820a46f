#include "cli/progress_line.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/utf8.h"
#include "ops/status.h"

namespace sheetkeeper {
namespace {

// "1,234,567"
std::string Grouped(int64_t number) {
  const std::string digits = fmt::format("{}", number);
  std::string text;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) text += ',';
    text += digits[i];
  }
  return text;
}

size_t WidthOf(const std::string& text) {
  return CountCodePoints(text).value_or(text.size());
}

// In rows a second; 0 where it is too early to tell.
double RateOf(const ProgressState& state) {
  const double seconds = std::chrono::duration<double>(state.taken).count();
  return seconds < 1 ? 0 : static_cast<double>(state.done) / seconds;
}

std::string LeftText(const ProgressState& state, double rate) {
  if (rate <= 0 || state.done >= state.expected) return "";
  const double seconds = static_cast<double>(state.expected - state.done) / rate;
  return ", about " + AgeText(std::chrono::seconds(static_cast<int64_t>(seconds) + 1)) + " left";
}

std::string Bar(const ProgressState& state, size_t width) {
  const double part = static_cast<double>(state.done) / static_cast<double>(state.expected);
  const auto full = static_cast<size_t>(part * static_cast<double>(width));
  return "[" + std::string(full, '#') + std::string(width - full, '.') + "] ";
}

std::string Cut(std::string text, size_t width) {
  while (WidthOf(text) > width) {
    do text.pop_back();
    while (!text.empty() && !CountCodePoints(text));
  }
  return text;
}

}  // namespace

std::string ProgressLine(const ProgressState& state, size_t width) {
  constexpr size_t kNarrowestBar = 6;
  constexpr size_t kWidestBar = 30;
  constexpr size_t kBarEnds = 3;
  const std::string work = state.work + " ";
  if (state.done == 0) return Cut(state.work + " ...", width);
  const bool counts = state.expected > state.done;
  const double rate = RateOf(state);
  const std::string left = LeftText(state, rate);
  const std::string done = Grouped(state.done);
  const std::string rows = done + " rows";
  const std::string of =
      counts ? fmt::format("{} of about {} rows", done, Grouped(state.expected)) : rows;
  const std::string speed =
      rate < 1 ? "" : fmt::format(", {}/s", Grouped(static_cast<int64_t>(rate)));
  for (const std::string& said : std::array{of + speed + left, of + left, rows + left, rows}) {
    const size_t needs = WidthOf(work) + said.size();
    if (needs > width) continue;
    const size_t room = width - needs;
    if (!counts || room < kNarrowestBar + kBarEnds) return work + said;
    return work + Bar(state, std::min(room - kBarEnds, kWidestBar)) + said;
  }
  return Cut(work + rows, width);
}

}  // namespace sheetkeeper
