// Numbers as the spreadsheet writes and reads them, apart from formats and locales.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sheetkeeper::emulator::calc {

// The shortest text that reads back as `value`: no fraction for whole numbers, an exponent only
// below 1e-7 and from 1e21 on ("1e-7", "1e+21"). For answers that are JSON.
// REQUIRES: value is finite.
std::string ShortestText(double value);

// The automatic format: whole numbers in full up to 15 digits, others with at most 10 significant
// digits, in scientific form ("1.70597E+15") from 1e15 on and for tiny fractions.
// REQUIRES: value is finite.
std::string GeneralText(double value, char decimal_point = '.');

// A number joined to a text: as the automatic format, but with 15 significant digits.
std::string JoinedText(double value, char decimal_point = '.');

// Digits with an optional sign, point and exponent; nothing else. Nothing if it is not finite.
std::optional<double> ParseDecimal(std::string_view text);

}  // namespace sheetkeeper::emulator::calc
