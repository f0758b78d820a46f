// A number as decimal digits: rounding to a digit is exact there, and rounds a half away from zero
// as it is written, so that 1.005 becomes 1.01 although its double lies below.
#pragma once

#include <string>

namespace sheetkeeper::emulator::calc {

// 0.d1d2d3... times ten to the power `point`: 12.5 is digits "125", point 2. Zero has no digits.
// There are no zeros at either end of `digits`.
struct Decimal {
  bool negative = false;
  std::string digits;
  int point = 0;

  bool IsZero() const { return digits.empty(); }
};

// The shortest digits that read back as `value`. REQUIRES: value is finite.
Decimal ShortestDecimal(double value);

// Keeps the digits down to 10^-places (places may be negative), rounding a half away from zero.
void RoundToPlaces(Decimal& number, int places);
void RoundToSignificant(Decimal& number, int count);

// Without an exponent; at least `min_places` digits after the point. Zero is "0", never "-0".
std::string PlainText(const Decimal& number, int min_places = 0);

// The nearest double.
double ToDouble(const Decimal& number);

}  // namespace sheetkeeper::emulator::calc
