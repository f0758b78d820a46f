#include "emulator/calc/entered_number.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <string>

#include "emulator/calc/number_text.h"
#include "emulator/calc/text.h"

namespace sheetkeeper::emulator::calc {
namespace {

// Symbols that mean money in every locale; longer ones first.
constexpr std::array<std::string_view, 10> kCurrencies = {"R$", "$", "€",   "£", "¥",
                                                          "￥", "₹", "₽", "₴", "₺"};
constexpr std::array<std::string_view, 3> kSpaces = {" ", "\xC2\xA0", "\xE2\x80\xAF"};

// What is typed is kept to fifteen digits; what comes as a JSON number is not.
double ToFifteenDigits(double value) {
  std::array<char, 32> text;
  const auto written = std::to_chars(text.data(), text.data() + text.size(), value,
                                     std::chars_format::scientific, 14);
  double rounded = value;
  std::from_chars(text.data(), written.ptr, rounded);
  return rounded;
}

// Takes a number apart from left to right; every step says whether the text can still be one.
class NumberReader {
 public:
  NumberReader(std::string_view text, const Locale& locale) : rest_(text), locale_(locale) {}

  std::optional<EnteredNumber> Read() {
    Parentheses();
    Sign();
    CurrencyInFront();
    Sign();
    if (!Mantissa() || !Exponent()) return std::nullopt;
    CurrencyOrPercentBehind();
    if (!rest_.empty()) return std::nullopt;
    std::optional<double> value = ParseDecimal(plain_);
    if (!value) return std::nullopt;
    if (is_percent_) value = ParseDecimal(plain_ + (has_exponent_ ? "" : "e-2"));
    value = ToFifteenDigits(*value);
    if (is_negative_) value = 0 - *value;  // No -0.
    return EnteredNumber{*value, Format()};
  }

 private:
  bool Take(std::string_view prefix) {
    if (prefix.empty() || !rest_.starts_with(prefix)) return false;
    rest_.remove_prefix(prefix.size());
    return true;
  }

  void Blanks() { rest_ = Trimmed(rest_); }

  void Parentheses() {
    if (rest_.size() < 3 || rest_.front() != '(' || rest_.back() != ')') return;
    rest_ = rest_.substr(1, rest_.size() - 2);
    is_negative_ = true;
    has_sign_ = true;
  }

  void Sign() {
    if (has_sign_ || rest_.empty()) return;
    if (rest_.front() != '-' && rest_.front() != '+') return;
    is_negative_ = rest_.front() == '-';
    has_sign_ = true;
    rest_.remove_prefix(1);
  }

  bool TakeCurrency() {
    if (Take(locale_.currency_symbol)) {
      currency_ = locale_.currency_symbol;
      return true;
    }
    for (std::string_view symbol : kCurrencies) {
      if (!Take(symbol)) continue;
      currency_ = symbol;
      return true;
    }
    return false;
  }

  void CurrencyInFront() {
    if (TakeCurrency()) Blanks();
  }

  size_t Digits() {
    size_t count = 0;
    while (count < rest_.size() && IsDigit(rest_[count])) ++count;
    plain_ += rest_.substr(0, count);
    rest_.remove_prefix(count);
    return count;
  }

  // A group separator; where the locale has a space any space will do.
  size_t GroupLength() const {
    if (rest_.starts_with(locale_.group_separator)) return locale_.group_separator.size();
    const bool is_space =
        locale_.group_separator == kSpaces[1] || locale_.group_separator == kSpaces[2];
    for (std::string_view space : kSpaces) {
      if (is_space && rest_.starts_with(space)) return space.size();
    }
    return locale_.name == "de_CH" && rest_.starts_with("'") ? 1 : 0;
  }

  // Digits, in groups of three if any are grouped, and a fraction.
  bool Mantissa() {
    const size_t first = Digits();
    while (first > 0 && first <= 3) {
      const size_t length = GroupLength();
      if (length == 0 || length >= rest_.size() || !IsDigit(rest_[length])) break;
      rest_.remove_prefix(length);
      if (Digits() != 3) return false;
      is_grouped_ = true;
    }
    if (!rest_.empty() && rest_.front() == locale_.decimal_point) {
      rest_.remove_prefix(1);
      plain_ += '.';
      has_fraction_ = Digits() > 0;
      return first > 0 || has_fraction_;
    }
    return first > 0;
  }

  bool Exponent() {
    if (rest_.empty() || AsciiLower(rest_.front()) != 'e') return true;
    rest_.remove_prefix(1);
    plain_ += 'e';
    if (!rest_.empty() && (rest_.front() == '-' || rest_.front() == '+')) {
      plain_ += rest_.front();
      rest_.remove_prefix(1);
    }
    has_exponent_ = true;
    return Digits() > 0;
  }

  void CurrencyOrPercentBehind() {
    if (rest_.empty()) return;
    const std::string_view before = rest_;
    Blanks();
    if (Take("%")) {
      is_percent_ = !has_exponent_ && currency_.empty();
      if (!is_percent_) rest_ = before;
    } else if (!currency_.empty() || !TakeCurrency()) {
      rest_ = before;
    }
  }

  std::optional<NumberFormat> Format() const {
    if (is_percent_) return NumberFormat{"PERCENT", has_fraction_ ? "0.00%" : "0%"};
    if (!currency_.empty()) return NumberFormat{"CURRENCY", CurrencyPattern()};
    if (has_exponent_) return NumberFormat{"SCIENTIFIC", "0.00E+00"};
    if (is_grouped_) return NumberFormat{"NUMBER", has_fraction_ ? "#,##0.00" : "#,##0"};
    return std::nullopt;
  }

  std::string CurrencyPattern() const {
    std::string pattern = currency_ == locale_.currency_symbol
                              ? std::string(locale_.currency_pattern)
                              : "[$" + std::string(currency_) + "]#,##0.00";
    const size_t fraction = pattern.find(".00");
    if (!has_fraction_ && fraction != std::string::npos) pattern.erase(fraction, 3);
    return pattern;
  }

  std::string_view rest_;
  const Locale& locale_;
  std::string plain_;  // The number as ParseDecimal reads it.
  std::string_view currency_;
  bool has_sign_ = false;
  bool is_negative_ = false;
  bool is_grouped_ = false;
  bool has_fraction_ = false;
  bool has_exponent_ = false;
  bool is_percent_ = false;
};

}  // namespace

std::optional<EnteredNumber> ParseEnteredNumber(std::string_view text, const Locale& locale) {
  return NumberReader(text, locale).Read();
}

}  // namespace sheetkeeper::emulator::calc
