#include "base/number_text.h"

#include <charconv>
#include <cmath>
#include <system_error>

#include <fmt/format.h>

#include "base/check.h"

namespace sheetkeeper {
namespace {

constexpr double kMaxExactInteger = 9007199254740992.0;  // 2^53

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

// Length of the run of digits at the start of `text`.
size_t DigitRun(std::string_view text) {
  size_t n = 0;
  while (n < text.size() && IsDigit(text[n])) ++n;
  return n;
}

bool IsPlainDecimal(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const size_t whole = DigitRun(text);
  if (whole == 0) return false;
  text.remove_prefix(whole);
  if (text.empty()) return true;
  if (text.front() != '.') return false;
  text.remove_prefix(1);
  const size_t fraction = DigitRun(text);
  return fraction > 0 && fraction == text.size();
}

}  // namespace

std::string NumberText(double value) {
  CHECK(std::isfinite(value));
  if (value == 0) return "0";
  // The longest fixed form of a double has 309 digits, or 1074 after the point.
  char buffer[1100];
  const auto written =
      std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed);
  CHECK(written.ec == std::errc());
  return std::string(buffer, written.ptr);
}

std::string NumberText(int64_t value) {
  return fmt::format("{}", value);
}

std::optional<double> ParseNumber(std::string_view text) {
  if (!IsPlainDecimal(text)) return std::nullopt;
  double value = 0;
  const auto read =
      std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (read.ec == std::errc::result_out_of_range && text.size() < 400) return 0.0;
  if (read.ec != std::errc() || !std::isfinite(value)) return std::nullopt;
  return value == 0 ? 0.0 : value;
}

std::optional<int64_t> ParseInteger(std::string_view text) {
  int64_t value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<int64_t> ExactInteger(double value) {
  if (std::trunc(value) != value || std::abs(value) > kMaxExactInteger) return std::nullopt;
  return static_cast<int64_t>(value);
}

}  // namespace sheetkeeper
