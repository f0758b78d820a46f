#include "base/time_text.h"

#include <fmt/format.h>

#include "base/check.h"

namespace sheetkeeper {
namespace {

using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr int64_t kMsPerDay = 86'400'000;
constexpr sys_days kSerialEpoch = std::chrono::year{1899} / 12 / 30;

struct Reader {
  std::string_view rest;
  bool failed = false;

  int Digits(size_t count) {
    if (rest.size() < count) return Failed();
    int value = 0;
    for (const char c : rest.substr(0, count)) {
      if (c < '0' || c > '9') return Failed();
      value = value * 10 + (c - '0');
    }
    rest.remove_prefix(count);
    return value;
  }
  bool Accept(char c) {
    if (!rest.starts_with(c)) return false;
    rest.remove_prefix(1);
    return true;
  }
  void Expect(char c) {
    if (!Accept(c)) failed = true;
  }
  int Failed() {
    failed = true;
    return 0;
  }
};

std::optional<sys_days> ReadDay(Reader& in) {
  const int year = in.Digits(4);
  in.Expect('-');
  const int month = in.Digits(2);
  in.Expect('-');
  const int day = in.Digits(2);
  const year_month_day date{std::chrono::year{year},
                            std::chrono::month(static_cast<unsigned>(month)),
                            std::chrono::day(static_cast<unsigned>(day))};
  if (in.failed || year == 0 || !date.ok()) return std::nullopt;
  return sys_days(date);
}

// ".5" -> 500; no fraction -> 0; more than three digits fail.
int ReadFractionMs(Reader& in) {
  if (!in.Accept('.')) return 0;
  int value = 0;
  int digits = 0;
  while (!in.rest.empty() && in.rest.front() >= '0' && in.rest.front() <= '9') {
    value = value * 10 + (in.rest.front() - '0');
    in.rest.remove_prefix(1);
    if (++digits > 3) return in.Failed();
  }
  if (digits == 0) return in.Failed();
  for (; digits < 3; ++digits) value *= 10;
  return value;
}

// Milliseconds since midnight; a missing seconds part counts as 0.
std::optional<int64_t> ReadTimeOfDay(Reader& in) {
  const int hour = in.Digits(2);
  in.Expect(':');
  const int minute = in.Digits(2);
  int second = 0;
  int ms = 0;
  if (in.Accept(':')) {
    second = in.Digits(2);
    ms = ReadFractionMs(in);
  }
  if (in.failed || hour > 23 || minute > 59 || second > 59) return std::nullopt;
  return ((hour * 60 + minute) * 60 + second) * int64_t{1000} + ms;
}

std::string DayText(sys_days day) {
  const year_month_day date(day);
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

int64_t FloorDiv(int64_t a, int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

std::string ClockText(int64_t ms) {
  return fmt::format("{:02}:{:02}:{:02}", ms / 3'600'000, ms / 60'000 % 60, ms / 1000 % 60);
}

}  // namespace

std::string FormatRfc3339(WallTime time) {
  const sys_days day = std::chrono::floor<days>(time);
  const int64_t ms = (time - day).count();
  return fmt::format("{}T{}.{:03}Z", DayText(day), ClockText(ms), ms % 1000);
}

std::optional<WallTime> ParseRfc3339(std::string_view text) {
  Reader in{text};
  const auto day = ReadDay(in);
  in.Expect('T');
  const auto time = ReadTimeOfDay(in);
  in.Expect('Z');
  if (!day || !time || in.failed || !in.rest.empty()) return std::nullopt;
  return WallTime(*day) + Millis(*time);
}

std::string FormatDate(int64_t serial_days) {
  return DayText(kSerialEpoch + days(serial_days));
}

std::optional<int64_t> ParseDate(std::string_view text) {
  Reader in{text};
  const auto day = ReadDay(in);
  if (!day || !in.rest.empty()) return std::nullopt;
  return (*day - kSerialEpoch).count();
}

std::string FormatDateTime(int64_t serial_ms) {
  const int64_t day = FloorDiv(serial_ms, kMsPerDay);
  const int64_t ms = serial_ms - day * kMsPerDay;
  std::string text = FormatDate(day) + "T" + ClockText(ms);
  if (ms % 1000 != 0) text += fmt::format(".{:03}", ms % 1000);
  return text;
}

std::optional<int64_t> ParseDateTime(std::string_view text) {
  Reader in{text};
  const auto day = ReadDay(in);
  if (!in.Accept('T')) in.Expect(' ');
  const auto time = ReadTimeOfDay(in);
  if (!day || !time || in.failed || !in.rest.empty()) return std::nullopt;
  return (*day - kSerialEpoch).count() * kMsPerDay + *time;
}

}  // namespace sheetkeeper
