// The text a cell shows: what FORMATTED_VALUE answers.
#pragma once

#include <string>
#include <string_view>

#include "emulator/calc/locale.h"
#include "emulator/calc/value.h"

namespace sheetkeeper::emulator::calc {

// The API's NumberFormat: type is one of TEXT, NUMBER, PERCENT, CURRENCY, DATE, TIME, DATE_TIME,
// SCIENTIFIC, or empty (automatic); an empty pattern means the type's default in the locale.
struct NumberFormat {
  std::string type;
  std::string pattern;

  bool operator==(const NumberFormat&) const = default;
};

// `format` may be null: the automatic format. Numbers follow the pattern, texts too where it has a
// place for them (@); booleans are words of the locale, errors their code, the empty cell "".
std::string FormatValue(const Value& value, const NumberFormat* format, const Locale& locale);

// The pattern that `type` stands for; empty for TEXT and the automatic format.
std::string DefaultPattern(std::string_view type, const Locale& locale);

}  // namespace sheetkeeper::emulator::calc
