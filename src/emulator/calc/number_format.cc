// Shows values by compiled patterns (pattern.h).

#include "emulator/calc/number_format.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <unordered_map>
#include <utility>

#include "emulator/calc/date.h"
#include "emulator/calc/decimal.h"
#include "emulator/calc/number_text.h"
#include "emulator/calc/pattern.h"
#include "emulator/calc/pattern_date.h"

namespace sheetkeeper::emulator::calc {
namespace {

// Compiling costs more than showing a number and a sheet has few patterns; each thread keeps some.
const Pattern& Compiled(const std::string& text) {
  constexpr size_t kKept = 64;
  thread_local std::unordered_map<std::string, Pattern> kept;
  const auto found = kept.find(text);
  if (found != kept.end()) return found->second;
  if (kept.size() >= kKept) kept.clear();
  return kept.emplace(text, CompilePattern(text)).first->second;
}

// One number in one section: the digits are dealt to the places from the point outwards.
class NumberWriter {
 public:
  NumberWriter(const PatternSection& section, const Locale& locale)
      : section_(section), locale_(locale) {}

  std::string Write(double magnitude) {
    number_ = ShortestDecimal(magnitude);
    original_ = magnitude;
    if (!number_.IsZero()) number_.point += 2 * section_.percents - 3 * section_.thousands_cut;
    for (const PatternToken& token : section_.tokens) {
      if (token.part == PatternPart::kExponent) ScaleForExponent();
    }
    RoundToPlaces(number_, section_.fraction_digits);
    for (const PatternToken& token : section_.tokens) Show(token);
    return std::move(text_);
  }

 private:
  // The exponent is a multiple of the places before the point.
  void ScaleForExponent() {
    if (number_.IsZero()) return;
    const int step = std::max(section_.integer_digits, 1);
    const int first = number_.point - 1;
    exponent_ = (first >= 0 ? first / step : -((step - 1 - first) / step)) * step;
    number_.point -= exponent_;
    RoundToPlaces(number_, section_.fraction_digits);
    if (number_.point <= step) return;  // 9.99 may have become 10.0
    exponent_ += step;
    number_.point -= step;
  }

  void Show(const PatternToken& token) {
    switch (token.part) {
      case PatternPart::kDigit:
        if (behind_point_) {
          FractionDigit(token.text[0]);
        } else {
          IntegerDigit(token.text[0]);
        }
        break;
      case PatternPart::kPoint:
        Point();
        break;
      case PatternPart::kPercent:
        text_ += '%';
        break;
      case PatternPart::kExponent:
        Exponent(token);
        break;
      case PatternPart::kGeneral:
      case PatternPart::kText:
        text_ += GeneralText(original_, locale_.decimal_point);
        break;
      default:
        text_ += token.text;
    }
  }

  char DigitAt(int place) const {  // 10^place
    const int index = number_.point - 1 - place;
    const bool inside = index >= 0 && index < static_cast<int>(number_.digits.size());
    return inside ? number_.digits[static_cast<size_t>(index)] : '0';
  }

  // The first place takes all digits that have no place of their own.
  void IntegerDigit(char kind) {
    const int place = section_.integer_digits - 1 - shown_integer_digits_;
    if (shown_integer_digits_++ == 0) {
      for (int i = number_.point - 1; i > place; --i) IntegerDigitAt(i);
    }
    if (place < number_.point || kind == '0') {
      IntegerDigitAt(place);
    } else if (kind == '?') {
      text_ += ' ';
    }
  }

  void IntegerDigitAt(int place) {
    text_ += DigitAt(place);
    if (section_.is_grouped && place > 0 && place % 3 == 0) text_ += locale_.group_separator;
  }

  // A pattern may begin with its point: ".00" shows 12.5 as "12.50".
  void Point() {
    if (section_.integer_digits == 0) {
      for (int i = number_.point - 1; i >= 0; --i) IntegerDigitAt(i);
    }
    text_ += locale_.decimal_point;
    behind_point_ = true;
  }

  void FractionDigit(char kind) {
    const int place = -1 - shown_fraction_digits_++;
    const int last = number_.point - static_cast<int>(number_.digits.size());
    if (place >= last || kind == '0') {
      text_ += DigitAt(place);
    } else if (kind == '?') {
      text_ += ' ';
    }
  }

  void Exponent(const PatternToken& token) {
    std::string digits = std::to_string(std::abs(exponent_));
    while (static_cast<int>(digits.size()) < token.count) digits.insert(digits.begin(), '0');
    text_ += 'E';
    if (exponent_ < 0) {
      text_ += '-';
    } else if (token.text == "E+") {
      text_ += '+';
    }
    text_ += digits;
  }

  const PatternSection& section_;
  const Locale& locale_;
  Decimal number_;
  double original_ = 0;
  int exponent_ = 0;
  bool behind_point_ = false;
  int shown_integer_digits_ = 0;
  int shown_fraction_digits_ = 0;
  std::string text_;
};

std::string FormatNumber(double value, const std::string& pattern_text, const Locale& locale) {
  if (!std::isfinite(value)) return "";
  if (pattern_text.empty()) return GeneralText(value, locale.decimal_point);
  bool sign_is_shown = false;
  const PatternSection* section = Compiled(pattern_text).ForNumber(value, &sign_is_shown);
  if (section == nullptr) return GeneralText(value, locale.decimal_point);
  if (section->is_date) {
    if (std::abs(value) >= kSerialLimit) return GeneralText(value, locale.decimal_point);
    return WriteDate(*section, value, locale);
  }
  const std::string text = NumberWriter(*section, locale).Write(std::abs(value));
  return value < 0 && !sign_is_shown ? "-" + text : text;
}

std::string FormatText(const std::string& value, const std::string& pattern_text) {
  if (pattern_text.find('@') == std::string::npos) return value;
  const PatternSection* section = Compiled(pattern_text).ForText();
  if (section == nullptr) return value;
  std::string text;
  for (const PatternToken& token : section->tokens) {
    text += token.part == PatternPart::kText ? value : token.text;
  }
  return text;
}

}  // namespace

std::string DefaultPattern(std::string_view type, const Locale& locale) {
  if (type == "NUMBER") return "#,##0.00";
  if (type == "PERCENT") return "0.00%";
  if (type == "SCIENTIFIC") return "0.00E+00";
  if (type == "CURRENCY") return std::string(locale.currency_pattern);
  if (type == "DATE") return std::string(locale.date_pattern);
  if (type == "TIME") return std::string(locale.time_pattern);
  if (type == "DATE_TIME") return DateTimePattern(locale);
  return "";
}

std::string FormatValue(const Value& value, const NumberFormat* format, const Locale& locale) {
  if (const double* number = std::get_if<double>(&value)) {
    if (format == nullptr) return GeneralText(*number, locale.decimal_point);
    if (!format->pattern.empty()) return FormatNumber(*number, format->pattern, locale);
    return FormatNumber(*number, DefaultPattern(format->type, locale), locale);
  }
  if (const std::string* text = std::get_if<std::string>(&value)) {
    return format == nullptr ? *text : FormatText(*text, format->pattern);
  }
  if (const bool* truth = std::get_if<bool>(&value)) {
    return std::string(*truth ? locale.words->true_word : locale.words->false_word);
  }
  if (const ErrorValue* error = std::get_if<ErrorValue>(&value)) {
    return std::string(ErrorCode(error->type));
  }
  return "";
}

}  // namespace sheetkeeper::emulator::calc
