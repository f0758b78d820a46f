#include "emulator/calc/number_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <system_error>

#include "emulator/calc/decimal.h"

namespace sheetkeeper::emulator::calc {
namespace {

// Positions of the point (see Decimal) beyond which the automatic format turns scientific.
constexpr int kLargestPlainPoint = 15;
constexpr int kSmallestPlainPoint = -9;
constexpr int kGeneralDigits = 10;
constexpr int kScientificDigits = 6;
constexpr int kJoinedDigits = 15;

std::string ScientificText(Decimal number, int digits) {
  RoundToSignificant(number, digits);
  const int exponent = number.point - 1;
  number.point = 1;
  const std::string magnitude = std::to_string(std::abs(exponent));
  return PlainText(number) + (exponent < 0 ? "E-" : "E+") + (magnitude.size() < 2 ? "0" : "") +
         magnitude;
}

std::string AutomaticText(double value, int digits, char decimal_point) {
  Decimal number = ShortestDecimal(value);
  std::string text;
  if (number.point > kLargestPlainPoint || number.point < kSmallestPlainPoint) {
    text = ScientificText(number, kScientificDigits);
  } else {
    RoundToSignificant(number, std::max(digits, number.point));
    text = PlainText(number);
  }
  if (decimal_point != '.') std::replace(text.begin(), text.end(), '.', decimal_point);
  return text;
}

}  // namespace

std::string ShortestText(double value) {
  const Decimal number = ShortestDecimal(value);
  if (number.point > -6 && number.point <= 21) return PlainText(number);
  Decimal mantissa = number;
  mantissa.point = 1;
  const int exponent = number.point - 1;
  return PlainText(mantissa) + (exponent < 0 ? "e" : "e+") + std::to_string(exponent);
}

std::string GeneralText(double value, char decimal_point) {
  return AutomaticText(value, kGeneralDigits, decimal_point);
}

std::string JoinedText(double value, char decimal_point) {
  return AutomaticText(value, kJoinedDigits, decimal_point);
}

std::optional<double> ParseDecimal(std::string_view text) {
  if (!text.empty() && text.front() == '+') {
    text.remove_prefix(1);
    if (!text.empty() && text.front() == '-') return std::nullopt;
  }
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

}  // namespace sheetkeeper::emulator::calc
