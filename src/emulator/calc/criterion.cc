#include "emulator/calc/criterion.h"

#include <array>
#include <utility>

#include "emulator/calc/coerce.h"
#include "emulator/calc/entered.h"
#include "emulator/calc/text.h"

namespace sheetkeeper::emulator::calc {
namespace {

// Both in lower case. A star is tried short first and lengthened when the rest does not fit.
bool MatchesLowered(std::string_view text, std::string_view pattern) {
  size_t t = 0;
  size_t p = 0;
  size_t star = std::string_view::npos;
  size_t star_text = 0;
  while (t < text.size()) {
    const bool escaped = p + 1 < pattern.size() && pattern[p] == '~';
    const size_t literal = escaped ? p + 1 : p;
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      star_text = t;
    } else if (p < pattern.size() && !escaped && pattern[p] == '?') {
      t += Utf8Length(text, t);
      ++p;
    } else if (literal < pattern.size() && pattern[literal] == text[t]) {
      ++t;
      p = literal + 1;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      t = ++star_text;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace

bool MatchesWildcards(std::string_view text, std::string_view pattern) {
  return MatchesLowered(Lowered(text), Lowered(pattern));
}

bool HasWildcards(std::string_view pattern) {
  return pattern.find_first_of("*?~") != std::string_view::npos;
}

Criterion::Criterion(const Value& condition, const Locale& locale, int current_year) {
  const std::string* text = std::get_if<std::string>(&condition);
  if (text == nullptr) {
    operand_ = condition;
    text_ = ToText(condition, locale);
    return;
  }
  constexpr std::array<std::pair<std::string_view, Test>, 6> kTests = {
      {{"<>", Test::kNotEqual},
       {"<=", Test::kLessOrEqual},
       {">=", Test::kGreaterOrEqual},
       {"<", Test::kLess},
       {">", Test::kGreater},
       {"=", Test::kEqual}}};
  text_ = *text;
  for (const auto& [sign, test] : kTests) {
    if (!text->starts_with(sign)) continue;
    test_ = test;
    text_.erase(0, sign.size());
    break;
  }
  const Entered entered = ParseEntered(text_, locale, current_year);
  const bool is_typed = !entered.formula && !std::holds_alternative<std::string>(entered.value);
  operand_ = is_typed ? entered.value : Value(text_);
}

bool Criterion::Matches(const Value& value) const {
  if (test_ == Test::kEqual) return IsEqual(value);
  if (test_ == Test::kNotEqual) return !IsEqual(value);
  if (value.index() != operand_.index()) return false;
  const int order = Compare(value, operand_);
  switch (test_) {
    case Test::kLess:
      return order < 0;
    case Test::kLessOrEqual:
      return order <= 0;
    case Test::kGreater:
      return order > 0;
    default:
      return order >= 0;
  }
}

// An empty condition stands for the empty cell and the empty text.
bool Criterion::IsEqual(const Value& value) const {
  if (IsError(value)) return false;
  const std::string* text = std::get_if<std::string>(&value);
  if (text_.empty()) return IsBlank(value) || (text != nullptr && text->empty());
  if (IsBlank(value)) return false;
  if (text != nullptr) return MatchesWildcards(*text, text_);
  return value.index() == operand_.index() && Compare(value, operand_) == 0;
}

}  // namespace sheetkeeper::emulator::calc
