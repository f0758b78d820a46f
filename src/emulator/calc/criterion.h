// The conditions of COUNTIF and its kin: 5, "apple", ">=10", "<>", "a*".
#pragma once

#include <string>
#include <string_view>

#include "emulator/calc/locale.h"
#include "emulator/calc/value.h"

namespace sheetkeeper::emulator::calc {

class Criterion {
 public:
  // A text may begin with a comparison sign; what follows is read as if typed into a cell.
  Criterion(const Value& condition, const Locale& locale, int current_year);

  bool Matches(const Value& value) const;

 private:
  enum class Test { kEqual, kNotEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual };

  bool IsEqual(const Value& value) const;

  Test test_ = Test::kEqual;
  Value operand_;
  std::string text_;  // The operand as written, for comparing texts.
};

// Whether the whole text fits the pattern, in which * stands for any characters, ? for one, ~ takes
// the meaning from what follows; case does not matter.
bool MatchesWildcards(std::string_view text, std::string_view pattern);
bool HasWildcards(std::string_view pattern);

}  // namespace sheetkeeper::emulator::calc
