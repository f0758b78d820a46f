// The one place where a number becomes text and back. Libraries disagree on how a double is
// written ("1", "1.0", "1e+15"); two spellings of one value would look like an edit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace sheetkeeper {

// The shortest decimal text that reads back as exactly `value`, without an exponent and without a
// fraction where there is none: 1 -> "1", 1e15 -> "1000000000000000", 0.1 -> "0.1".
// -0 is written "0". REQUIRES: value is finite.
std::string NumberText(double value);
std::string NumberText(int64_t value);

// A plain decimal: optional '-', digits, optional '.' and digits; nothing else ("1e5", "+1", ".5",
// "1,5", " 1" are not). Gives the nearest double; nothing where it would be infinite.
std::optional<double> ParseNumber(std::string_view text);

// A whole number that fits 64 bits, in plain decimal form without a leading '+'.
std::optional<int64_t> ParseInteger(std::string_view text);

// The value as a whole number, where it is one that a double holds exactly (|value| <= 2^53).
std::optional<int64_t> ExactInteger(double value);

}  // namespace sheetkeeper
