#include "emulator/calc/decimal.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <string_view>

namespace sheetkeeper::emulator::calc {
namespace {

void TrimZeros(Decimal& number) {
  const size_t last = number.digits.find_last_not_of('0');
  number.digits.resize(last == std::string::npos ? 0 : last + 1);
  const size_t first = number.digits.find_first_not_of('0');
  if (first == std::string::npos) {
    number.point = 0;
    return;
  }
  number.digits.erase(0, first);
  number.point -= static_cast<int>(first);
}

// Adds one to the last digit; a carry out of the first digit moves the point.
void Increment(Decimal& number) {
  for (size_t i = number.digits.size(); i > 0; --i) {
    char& digit = number.digits[i - 1];
    if (digit != '9') {
      ++digit;
      return;
    }
    digit = '0';
  }
  number.digits.insert(number.digits.begin(), '1');
  ++number.point;
}

// Keeps the first `count` digits.
void RoundToDigits(Decimal& number, int count) {
  if (count >= static_cast<int>(number.digits.size())) return;
  if (count < 0) {
    number = Decimal{};
    return;
  }
  const bool up = number.digits[static_cast<size_t>(count)] >= '5';
  number.digits.resize(static_cast<size_t>(count));
  if (up) Increment(number);
  TrimZeros(number);
  if (number.IsZero()) number.negative = false;
}

}  // namespace

Decimal ShortestDecimal(double value) {
  std::array<char, 40> buffer;
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                 std::chars_format::scientific);
  std::string_view text(buffer.data(), static_cast<size_t>(end.ptr - buffer.data()));
  Decimal number;
  number.negative = text.front() == '-';
  const size_t e = text.find('e');
  int exponent = 0;
  const size_t exponent_start = e + (text[e + 1] == '+' ? 2 : 1);
  std::from_chars(text.data() + exponent_start, text.data() + text.size(), exponent);
  for (char c : text.substr(0, e)) {
    if (c >= '0' && c <= '9') number.digits += c;
  }
  number.point = exponent + 1;
  TrimZeros(number);
  if (number.IsZero()) number.negative = false;
  return number;
}

void RoundToPlaces(Decimal& number, int places) {
  if (number.IsZero()) return;
  RoundToDigits(number, number.point + places);
}

void RoundToSignificant(Decimal& number, int count) {
  RoundToDigits(number, count);
}

std::string PlainText(const Decimal& number, int min_places) {
  std::string text = number.negative ? "-" : "";
  const int size = static_cast<int>(number.digits.size());
  for (int i = 0; i < number.point; ++i) {
    text += i < size ? number.digits[static_cast<size_t>(i)] : '0';
  }
  if (number.point <= 0) text += '0';
  const int places = std::max(min_places, size - number.point);
  if (places > 0) text += '.';
  for (int i = number.point; i < number.point + places; ++i) {
    text += i >= 0 && i < size ? number.digits[static_cast<size_t>(i)] : '0';
  }
  return text;
}

double ToDouble(const Decimal& number) {
  if (number.IsZero()) return 0;
  std::string text = number.negative ? "-0." : "0.";
  text += number.digits + "e" + std::to_string(number.point);
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace sheetkeeper::emulator::calc
