// The pattern language of number formats, as compiled form.
//
// A pattern is up to four sections between semicolons: for positive numbers (or all), for negative
// ones, for zero, for texts. A section may begin with a condition ([<100]) and a colour, which is
// dropped. What it shows is either a number or a date; it is a date when it names a part of one.
//
//   0 # ?      a digit: always, if there is one, or a blank in its place
//   . , %      decimal point; groups between digits, thousands cut off behind them; times 100
//   E+ E-      exponent
//   @          the text, or the number in the automatic format
//   _x *x \x   a blank as wide as x, x repeated to the cell's width (both are one character here),
//              x itself
//   "..." [$..]    text; a currency symbol
//   y m d h s  parts of a date, case does not matter: m is a minute behind hours or before seconds,
//   am/pm a/p  else a month; the hours count to 12
//   [h] [m] [s]    hours, minutes, seconds counted on beyond the day
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sheetkeeper::emulator::calc {

enum class PatternPart {
  kLiteral,  // text
  kDigit,    // text is "0", "#" or "?"
  kPoint,
  kPercent,
  kExponent,  // text is "E+" or "E-", count the least number of digits
  kGeneral,   // the automatic format
  kText,      // @
  kYear,      // From here on parts of a date; count is the number of letters.
  kMonth,
  kDay,
  kHour,
  kMinute,
  kSecond,
  kFraction,  // of the second; count is the number of digits
  kAmPm,      // text as in the pattern
  kElapsedHours,
  kElapsedMinutes,
  kElapsedSeconds,
};

struct PatternToken {
  PatternPart part;
  std::string text;
  int count = 1;
};

struct PatternCondition {
  std::string op;  // "<", "<=", "=", "<>", ">", ">="
  double operand = 0;

  bool Holds(double value) const;
};

struct PatternSection {
  std::vector<PatternToken> tokens;
  std::optional<PatternCondition> condition;
  bool is_date = false;
  bool is_text = false;  // has an @
  bool is_twelve_hour = false;
  bool is_grouped = false;
  int percents = 0;
  int thousands_cut = 0;
  int integer_digits = 0;   // places before the point
  int fraction_digits = 0;  // places behind it, up to the exponent
};

struct Pattern {
  std::vector<PatternSection> sections;

  // The section for a number; null where the pattern has none for it. Tells whether the sign is
  // the section's business.
  const PatternSection* ForNumber(double value, bool* shows_sign) const;
  // The section for texts, if there is one.
  const PatternSection* ForText() const;
};

Pattern CompilePattern(std::string_view text);

}  // namespace sheetkeeper::emulator::calc
