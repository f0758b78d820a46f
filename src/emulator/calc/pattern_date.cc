#include "emulator/calc/pattern_date.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include "emulator/calc/date.h"
#include "emulator/calc/text.h"

namespace sheetkeeper::emulator::calc {
namespace {

constexpr int64_t kMillisPerDay = 86400000;

std::string Padded(int64_t number, int width) {
  std::string text = std::to_string(number);
  while (static_cast<int>(text.size()) < width) text.insert(text.begin(), '0');
  return text;
}

// One moment, taken apart.
class DateWriter {
 public:
  DateWriter(const PatternSection& section, double serial, const Locale& locale)
      : section_(section), words_(*locale.words) {
    const auto millis = static_cast<int64_t>(std::llround(serial * kMillisPerDay));
    elapsed_millis_ = std::abs(millis);
    is_negative_ = millis < 0;
    const int64_t day =
        millis >= 0 ? millis / kMillisPerDay : -((kMillisPerDay - 1 - millis) / kMillisPerDay);
    day_ = static_cast<double>(day);
    millis_of_day_ = millis - day * kMillisPerDay;
    date_ = DateOf(day_);
  }

  std::string Write() {
    std::string text;
    bool counts_on = false;
    for (const PatternToken& token : section_.tokens) {
      counts_on |= token.part >= PatternPart::kElapsedHours;
    }
    if (counts_on) {
      if (is_negative_) text += '-';
      millis_of_day_ = elapsed_millis_ % kMillisPerDay;
    }
    for (const PatternToken& token : section_.tokens) text += Part(token);
    return text;
  }

 private:
  std::string Part(const PatternToken& token) const {
    switch (token.part) {
      case PatternPart::kYear:
        return token.count <= 2 ? Padded(date_.year % 100, 2) : Padded(date_.year, 4);
      case PatternPart::kMonth:
        return Month(token.count);
      case PatternPart::kDay:
        return Day(token.count);
      case PatternPart::kHour:
        return Padded(Hour(), std::min(token.count, 2));
      case PatternPart::kMinute:
        return Padded(millis_of_day_ / 60000 % 60, std::min(token.count, 2));
      case PatternPart::kSecond:
        return Padded(millis_of_day_ / 1000 % 60, std::min(token.count, 2));
      case PatternPart::kFraction:
        return Fraction(token.count);
      case PatternPart::kAmPm:
        return AmPm(token.text);
      case PatternPart::kElapsedHours:
        return Padded(elapsed_millis_ / 3600000, token.count);
      case PatternPart::kElapsedMinutes:
        return Padded(elapsed_millis_ / 60000, token.count);
      case PatternPart::kElapsedSeconds:
        return Padded(elapsed_millis_ / 1000, token.count);
      default:
        return token.text;
    }
  }

  std::string Month(int count) const {
    const auto index = static_cast<size_t>(date_.month - 1);
    if (count <= 2) return Padded(date_.month, count);
    if (count == 3) return std::string(words_.short_months[index]);
    const std::string_view name = words_.months[index];
    return std::string(count == 5 ? name.substr(0, Utf8Length(name, 0)) : name);
  }

  std::string Day(int count) const {
    const auto weekday = static_cast<size_t>(WeekdayOf(day_));
    if (count <= 2) return Padded(date_.day, count);
    return std::string(count == 3 ? words_.short_weekdays[weekday] : words_.weekdays[weekday]);
  }

  int64_t Hour() const {
    const int64_t hour = millis_of_day_ / 3600000;
    if (!section_.is_twelve_hour) return hour;
    return hour % 12 == 0 ? 12 : hour % 12;
  }

  std::string Fraction(int count) const {
    std::string digits = Padded(millis_of_day_ % 1000, 3);
    digits.resize(static_cast<size_t>(count), '0');
    return "." + digits;
  }

  // "am/pm" shows capitals in either case; "a/p" keeps its case.
  std::string AmPm(const std::string& token) const {
    const bool afternoon = millis_of_day_ >= kMillisPerDay / 2;
    if (token.size() > 3) return afternoon ? "PM" : "AM";
    return std::string(1, token[afternoon ? 2 : 0]);
  }

  const PatternSection& section_;
  const LocaleWords& words_;
  double day_;
  Date date_;
  int64_t millis_of_day_;
  int64_t elapsed_millis_;
  bool is_negative_;
};

}  // namespace

std::string WriteDate(const PatternSection& section, double serial, const Locale& locale) {
  return DateWriter(section, serial, locale).Write();
}

std::string DateTimePattern(const Locale& locale) {
  std::string time(locale.time_pattern);
  if (time == "h:mm:ss am/pm") time = "H:mm:ss";
  return std::string(locale.date_pattern) + " " + time;
}

}  // namespace sheetkeeper::emulator::calc
