#include "emulator/calc/coerce.h"

#include "emulator/calc/entered.h"
#include "emulator/calc/number_text.h"
#include "emulator/calc/text.h"

namespace sheetkeeper::emulator::calc {
namespace {

int Sign(double difference) {
  return difference < 0 ? -1 : difference > 0 ? 1 : 0;
}

// The value of the empty cell where it meets `other`.
Value BlankBeside(const Value& other) {
  if (std::holds_alternative<std::string>(other)) return std::string();
  if (std::holds_alternative<bool>(other)) return false;
  return 0.0;
}

int TypeRank(const Value& value) {
  if (std::holds_alternative<double>(value)) return 0;
  return std::holds_alternative<std::string>(value) ? 1 : 2;
}

}  // namespace

std::optional<double> ToNumber(const Value& value, const Locale& locale, int current_year) {
  if (const double* number = std::get_if<double>(&value)) return *number;
  if (const bool* truth = std::get_if<bool>(&value)) return *truth ? 1 : 0;
  if (IsBlank(value)) return 0;
  if (const std::string* text = std::get_if<std::string>(&value)) {
    return NumberFromText(*text, locale, current_year);
  }
  return std::nullopt;
}

std::optional<bool> ToBoolean(const Value& value, const Locale& locale) {
  if (const bool* truth = std::get_if<bool>(&value)) return *truth;
  if (const double* number = std::get_if<double>(&value)) return *number != 0;
  if (IsBlank(value)) return false;
  const std::string* text = std::get_if<std::string>(&value);
  if (text == nullptr) return std::nullopt;
  if (EqualsIgnoringCase(*text, "TRUE") || EqualsIgnoringCase(*text, locale.words->true_word)) {
    return true;
  }
  if (EqualsIgnoringCase(*text, "FALSE") || EqualsIgnoringCase(*text, locale.words->false_word)) {
    return false;
  }
  return std::nullopt;
}

std::string ToText(const Value& value, const Locale& locale) {
  if (const std::string* text = std::get_if<std::string>(&value)) return *text;
  if (const double* number = std::get_if<double>(&value)) {
    return JoinedText(*number, locale.decimal_point);
  }
  if (const bool* truth = std::get_if<bool>(&value)) {
    return std::string(*truth ? locale.words->true_word : locale.words->false_word);
  }
  if (const ErrorValue* error = std::get_if<ErrorValue>(&value)) {
    return std::string(ErrorCode(error->type));
  }
  return "";
}

int Compare(const Value& a, const Value& b) {
  if (IsBlank(a) && IsBlank(b)) return 0;
  if (IsBlank(a)) return Compare(BlankBeside(b), b);
  if (IsBlank(b)) return Compare(a, BlankBeside(a));
  const int rank = TypeRank(a) - TypeRank(b);
  if (rank != 0) return rank;
  if (const double* number = std::get_if<double>(&a)) return Sign(*number - std::get<double>(b));
  if (const bool* truth = std::get_if<bool>(&a)) return int{*truth} - int{std::get<bool>(b)};
  return CompareTexts(std::get<std::string>(a), std::get<std::string>(b));
}

int CompareTexts(std::string_view a, std::string_view b) {
  return Lowered(a).compare(Lowered(b));
}

}  // namespace sheetkeeper::emulator::calc
