#include "emulator/calc/entered_time.h"

#include <cstddef>
#include <vector>

#include "emulator/calc/date.h"
#include "emulator/calc/number_text.h"
#include "emulator/calc/text.h"

namespace sheetkeeper::emulator::calc {
namespace {

enum class HalfDay { kNone, kMorning, kAfternoon };

HalfDay TakeHalfDay(std::string_view& text) {
  const auto take = [&](std::string_view word) {
    if (text.size() <= word.size()) return false;
    if (!EqualsIgnoringCase(text.substr(text.size() - word.size()), word)) return false;
    text = Trimmed(text.substr(0, text.size() - word.size()));
    return true;
  };
  if (take("am") || take("a.m.")) return HalfDay::kMorning;
  if (take("pm") || take("p.m.")) return HalfDay::kAfternoon;
  return HalfDay::kNone;
}

// The parts between colons; all digits, two at most except for the hours.
std::optional<std::vector<std::string_view>> Parts(std::string_view text) {
  std::vector<std::string_view> parts;
  size_t start = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && text[i] != ':') {
      if (!IsDigit(text[i])) return std::nullopt;
      continue;
    }
    parts.push_back(text.substr(start, i - start));
    const size_t longest = parts.size() == 1 ? 5 : 2;
    if (parts.back().empty() || parts.back().size() > longest) return std::nullopt;
    start = i + 1;
  }
  return parts;
}

// "45.5" loses its fraction, which is given back in seconds.
double TakeFraction(std::string_view& text, const Locale& locale, std::string& pattern) {
  const size_t point = text.find_last_of(locale.decimal_point);
  if (point == std::string_view::npos || point + 1 == text.size()) return 0;
  const std::string_view digits = text.substr(point + 1);
  const std::optional<double> fraction = ParseDecimal("0." + std::string(digits));
  if (!fraction || text.find(':') == std::string_view::npos) return 0;
  text = text.substr(0, point);
  pattern = "." + std::string(digits.size(), '0');
  return *fraction;
}

std::string TimePattern(const std::vector<std::string_view>& parts, bool is_duration, HalfDay half,
                        const std::string& fraction_pattern, const Locale& locale) {
  const bool padded =
      parts[0].size() == 2 && parts[0][0] == '0' && locale.time_pattern.starts_with("HH");
  std::string pattern = is_duration ? "[h]" : padded ? "hh" : "h";
  if (parts.size() > 1) pattern += ":mm";
  if (parts.size() > 2) pattern += ":ss" + fraction_pattern;
  if (half != HalfDay::kNone) pattern += " am/pm";
  return pattern;
}

}  // namespace

std::optional<EnteredTime> ParseEnteredTime(std::string_view text, const Locale& locale) {
  const HalfDay half = TakeHalfDay(text);
  std::string fraction_pattern;
  const double fraction = TakeFraction(text, locale, fraction_pattern);
  const auto parts = Parts(text);
  if (!parts || parts->size() > 3) return std::nullopt;
  if (parts->size() == 1 && half == HalfDay::kNone) return std::nullopt;
  if (!fraction_pattern.empty() && parts->size() != 3) return std::nullopt;
  std::vector<double> numbers(3, 0.0);
  for (size_t i = 0; i < parts->size(); ++i) numbers[i] = *ParseDecimal((*parts)[i]);
  double hours = numbers[0];
  if (numbers[1] >= 60 || numbers[2] >= 60) return std::nullopt;
  if (half != HalfDay::kNone) {
    if (hours < 1 || hours > 12) return std::nullopt;
    hours = (hours == 12 ? 0 : hours) + (half == HalfDay::kAfternoon ? 12 : 0);
  }
  const double seconds = hours * 3600 + numbers[1] * 60 + numbers[2] + fraction;
  return EnteredTime{seconds / kSecondsPerDay,
                     TimePattern(*parts, hours >= 24, half, fraction_pattern, locale)};
}

}  // namespace sheetkeeper::emulator::calc
