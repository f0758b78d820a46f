#include "http/http_date.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>

#include "base/number_text.h"

namespace sheetkeeper {
namespace {

constexpr std::string_view kShape = "Www, dd Mmm yyyy hh:mm:ss GMT";
constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
// A longer wait is no different from this one; the bound keeps sums from overflowing.
constexpr std::chrono::seconds kLongestWait = std::chrono::hours(24);

// The digits at [begin, begin + length) as a number, -1 where they are not digits.
int Digits(std::string_view text, size_t begin, size_t length) {
  int value = 0;
  for (const char c : text.substr(begin, length)) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
  }
  return value;
}

}  // namespace

std::optional<WallTime> ParseHttpDate(std::string_view text) {
  if (text.size() != kShape.size() || !text.ends_with(" GMT")) return std::nullopt;
  const auto month = std::find(kMonths.begin(), kMonths.end(), text.substr(8, 3));
  const int day = Digits(text, 5, 2);
  const int year = Digits(text, 12, 4);
  const int hour = Digits(text, 17, 2);
  const int minute = Digits(text, 20, 2);
  const int second = Digits(text, 23, 2);
  if (month == kMonths.end() || day < 0 || year < 0 || hour < 0 || minute < 0 || second < 0) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{
      std::chrono::year(year),
      std::chrono::month(static_cast<unsigned>(month - kMonths.begin()) + 1),
      std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second);
}

std::optional<Millis> RetryAfter(const HttpResponse& response, WallTime now) {
  const std::string_view text = response.Header("retry-after");
  if (const auto seconds = ParseInteger(text); seconds) {
    return std::chrono::seconds(std::clamp<int64_t>(*seconds, 0, kLongestWait.count()));
  }
  const auto date = ParseHttpDate(text);
  if (!date) return std::nullopt;
  return std::clamp<Millis>(*date - now, Millis(0), kLongestWait);
}

}  // namespace sheetkeeper
