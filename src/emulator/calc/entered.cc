#include "emulator/calc/entered.h"

#include "emulator/calc/entered_date.h"
#include "emulator/calc/entered_number.h"
#include "emulator/calc/text.h"

namespace sheetkeeper::emulator::calc {
namespace {

std::optional<bool> BooleanWord(std::string_view text, const Locale& locale) {
  if (EqualsIgnoringCase(text, "TRUE") || EqualsIgnoringCase(text, locale.words->true_word)) {
    return true;
  }
  if (EqualsIgnoringCase(text, "FALSE") || EqualsIgnoringCase(text, locale.words->false_word)) {
    return false;
  }
  return std::nullopt;
}

}  // namespace

Entered ParseEntered(std::string_view text, const Locale& locale, int current_year) {
  if (text.empty()) return {};
  if (text.front() == '\'') return {std::string(text.substr(1)), {}, {}};
  const std::string_view trimmed = Trimmed(text);
  if (text.size() > 1 && text.front() == '=') return {{}, std::string(text), {}};
  if (const auto truth = BooleanWord(trimmed, locale)) return {*truth, {}, {}};
  if (const auto number = ParseEnteredNumber(trimmed, locale)) {
    return {number->value, {}, number->format};
  }
  if (trimmed.size() > 1 && trimmed.front() == '+') return {{}, "=" + std::string(trimmed), {}};
  if (const auto date = ParseEnteredDate(trimmed, locale, current_year)) {
    return {date->serial, {}, date->format};
  }
  return {std::string(text), {}, {}};
}

std::optional<double> NumberFromText(std::string_view text, const Locale& locale,
                                     int current_year) {
  const std::string_view trimmed = Trimmed(text);
  if (trimmed.empty()) return std::nullopt;
  if (const auto number = ParseEnteredNumber(trimmed, locale)) return number->value;
  if (const auto date = ParseEnteredDate(trimmed, locale, current_year)) return date->serial;
  return std::nullopt;
}

}  // namespace sheetkeeper::emulator::calc
