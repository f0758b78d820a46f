#include "model/canonical.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string_view>

#include "base/number_text.h"
#include "base/time_text.h"
#include "base/utf8.h"

namespace sheetkeeper {
namespace {

constexpr size_t kMaxCellCharacters = 50'000;
constexpr double kMsPerDay = 86'400'000.0;
// Serials of 0001-01-01 and 9999-12-31: what a date with four digits of year can say.
constexpr int64_t kFirstDay = -693'593;
constexpr int64_t kLastDay = 2'958'465;
constexpr int64_t kMaxExactInteger = int64_t{1} << 53;

constexpr std::array<std::string_view, 8> kErrorCodes{"#N/A",   "#REF!", "#DIV/0!", "#VALUE!",
                                                      "#NAME?", "#NUM!", "#NULL!",  "#ERROR!"};

Misfit NotA(std::string_view shown, std::string_view what) {
  constexpr size_t kShown = 40;
  std::string text(shown.substr(0, kShown));
  if (shown.size() > kShown) text += "...";
  return Misfit{"'" + text + "' is not " + std::string(what)};
}

// "-007.50" -> "-7.5": no leading zeros, no trailing zeros of a fraction, no "-0".
std::string PlainDecimal(std::string_view text) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  while (text.size() > 1 && text[0] == '0' && text[1] != '.') text.remove_prefix(1);
  if (text.find('.') != std::string_view::npos) {
    while (text.ends_with('0')) text.remove_suffix(1);
    if (text.ends_with('.')) text.remove_suffix(1);
  }
  const bool zero = text == "0";
  return (negative && !zero ? "-" : "") + std::string(text);
}

// The grammar of ParseNumber, without the limits of a double.
bool IsPlainDecimalText(std::string_view text) {
  constexpr std::string_view kDigits = "0123456789";
  if (text.starts_with('-')) text.remove_prefix(1);
  const size_t whole = std::min(text.find_first_not_of(kDigits), text.size());
  if (whole == 0) return false;
  if (whole == text.size()) return true;
  const std::string_view fraction = text.substr(whole + 1);
  return text[whole] == '.' && !fraction.empty() &&
         fraction.find_first_not_of(kDigits) == std::string_view::npos;
}

Fitted<Value> IntegerFromNumber(double number) {
  if (const auto integer = ExactInteger(number)) return Value(*integer);
  if (std::trunc(number) != number) return NotA(NumberText(number), "a whole number");
  return Misfit{NumberText(number) + " is too large for an exact whole number in a number cell; " +
                "format the cell as plain text and type it again"};
}

Fitted<Value> IntegerFromText(const std::string& text) {
  if (const auto integer = ParseInteger(text)) return Value(*integer);
  return NotA(text, "a whole number");
}

Fitted<Value> RealFromNumber(double number) {
  return Value(number == 0 ? 0.0 : number);
}

Fitted<Value> RealFromText(const std::string& text) {
  if (const auto number = ParseNumber(text)) return Value(*number);
  return NotA(text, "a number");
}

Fitted<Value> DecimalFromText(const std::string& text) {
  if (IsPlainDecimalText(text)) return Value(PlainDecimal(text));
  return NotA(text, "a decimal number");
}

Fitted<Value> BooleanFromNumber(double number) {
  if (number == 0 || number == 1) return Value(static_cast<int64_t>(number));
  return NotA(NumberText(number), "a truth value");
}

Fitted<Value> BooleanFromText(const std::string& text) {
  if (text == "TRUE" || text == "true") return Value(int64_t{1});
  if (text == "FALSE" || text == "false") return Value(int64_t{0});
  return NotA(text, "a truth value (TRUE or FALSE)");
}

Fitted<Value> DateFromNumber(double number) {
  const auto day = ExactInteger(number);
  if (!day || *day < kFirstDay || *day > kLastDay) return NotA(NumberText(number), "a date");
  return Value(FormatDate(*day));
}

Fitted<Value> DateFromText(const std::string& text) {
  if (const auto day = ParseDate(text)) return Value(FormatDate(*day));
  return NotA(text, "a date (YYYY-MM-DD)");
}

Fitted<Value> DateTimeFromNumber(double number) {
  const double ms = std::round(number * kMsPerDay);
  if (!(std::abs(number) < 1e9) || ms < static_cast<double>(kFirstDay) * kMsPerDay ||
      ms >= static_cast<double>(kLastDay + 1) * kMsPerDay) {
    return NotA(NumberText(number), "a date and time");
  }
  return Value(FormatDateTime(static_cast<int64_t>(ms)));
}

Fitted<Value> DateTimeFromText(const std::string& text) {
  if (const auto ms = ParseDateTime(text)) return Value(FormatDateTime(*ms));
  if (const auto day = ParseDate(text)) {
    return Value(FormatDateTime(*day * static_cast<int64_t>(kMsPerDay)));
  }
  return NotA(text, "a date and time (YYYY-MM-DDTHH:MM:SS)");
}

Value AnyFromNumber(double number) {
  if (const auto integer = ExactInteger(number)) return Value(*integer);
  return Value(number);
}

// A whole number that a number cell would round travels as text, and is a number again here.
Value AnyFromText(const std::string& text) {
  const auto integer = ParseInteger(text);
  const bool exact_in_a_cell =
      integer && *integer <= kMaxExactInteger && *integer >= -kMaxExactInteger;
  if (integer && !exact_in_a_cell && NumberText(*integer) == text) return Value(*integer);
  return Value(text);
}

Fitted<Value> FromNumber(double number, ColumnType type) {
  if (!std::isfinite(number)) return Misfit{"it is not a finite number"};
  switch (type) {
    case ColumnType::kInteger:
      return IntegerFromNumber(number);
    case ColumnType::kReal:
      return RealFromNumber(number);
    case ColumnType::kDecimal:
    case ColumnType::kText:
      return Value(NumberText(number));
    case ColumnType::kBoolean:
      return BooleanFromNumber(number);
    case ColumnType::kDate:
      return DateFromNumber(number);
    case ColumnType::kDateTime:
      return DateTimeFromNumber(number);
    case ColumnType::kAny:
      return AnyFromNumber(number);
  }
  return Misfit{"its type is unknown"};
}

Fitted<Value> FromText(const std::string& text, ColumnType type) {
  switch (type) {
    case ColumnType::kInteger:
      return IntegerFromText(text);
    case ColumnType::kReal:
      return RealFromText(text);
    case ColumnType::kDecimal:
      return DecimalFromText(text);
    case ColumnType::kText:
      return Value(text);
    case ColumnType::kAny:
      return AnyFromText(text);
    case ColumnType::kBoolean:
      return BooleanFromText(text);
    case ColumnType::kDate:
      return DateFromText(text);
    case ColumnType::kDateTime:
      return DateTimeFromText(text);
  }
  return Misfit{"its type is unknown"};
}

Fitted<Value> FromTruth(bool truth, ColumnType type) {
  switch (type) {
    case ColumnType::kBoolean:
      return Value(int64_t{truth});
    case ColumnType::kText:
    case ColumnType::kAny:
      return Value(std::string(truth ? "TRUE" : "FALSE"));
    default:
      return NotA(truth ? "TRUE" : "FALSE", "of type " + std::string(Name(type)));
  }
}

Fitted<Value> NullFor(const Column& column) {
  if (column.required) return Misfit{"it is empty, but a value is required"};
  return Value(Null{});
}

Fitted<Cell> TextCell(const std::string& text) {
  const auto characters = CountCodePoints(text);
  if (!characters) return Misfit{"the text is not valid UTF-8"};
  if (text.find('\0') != std::string::npos) return Misfit{"the text contains a NUL character"};
  if (*characters > kMaxCellCharacters) {
    return Misfit{"the text has " + std::to_string(*characters) +
                  " characters; a cell holds at most 50000"};
  }
  return Cell(text);
}

// Any double gives back the decimal of fifteen digits that it was made of.
Fitted<Cell> DecimalCell(const std::string& text) {
  const auto digits =
      std::count_if(text.begin(), text.end(), [](char c) { return c != '-' && c != '.'; });
  if (digits <= 15) return Cell(*ParseNumber(text));
  return TextCell(text);
}

Fitted<Cell> TypedTextCell(const std::string& text, ColumnType type) {
  switch (type) {
    case ColumnType::kDecimal:
      return DecimalCell(text);
    case ColumnType::kDate:
      return Cell(static_cast<double>(*ParseDate(text)));
    case ColumnType::kDateTime:
      return Cell(static_cast<double>(*ParseDateTime(text)) / kMsPerDay);
    default:
      return TextCell(text);
  }
}

Fitted<Cell> IntegerCell(int64_t integer, ColumnType type) {
  if (type == ColumnType::kBoolean) return Cell(integer != 0);
  if (integer > kMaxExactInteger || integer < -kMaxExactInteger) return Cell(NumberText(integer));
  return Cell(static_cast<double>(integer));
}

}  // namespace

bool LooksLikeErrorValue(const std::string& text) {
  if (text == "Loading...") return true;
  if (!text.starts_with('#')) return false;
  for (const std::string_view code : kErrorCodes) {
    if (text == code || (text.starts_with(code) && text.substr(code.size()).starts_with(" ("))) {
      return true;
    }
  }
  return false;
}

Fitted<Value> FromCell(const Cell& cell, const Column& column, const Value* known) {
  if (const auto* number = std::get_if<double>(&cell)) return FromNumber(*number, column.type);
  if (const auto* truth = std::get_if<bool>(&cell)) return FromTruth(*truth, column.type);
  const auto* text = std::get_if<std::string>(&cell);
  if (text == nullptr || text->empty()) return NullFor(column);
  if (LooksLikeErrorValue(*text) && (known == nullptr || *known != Value(*text))) {
    return Misfit{"the cell shows the error " + text->substr(0, text->find(' '))};
  }
  return FromText(*text, column.type);
}

Value FromCellOrText(const Cell& cell, const Column& column) {
  auto value = FromCell(cell, column);
  return std::holds_alternative<Value>(value) ? std::get<Value>(std::move(value))
                                              : Value(ToText(cell));
}

Fitted<Value> FromDatabase(const Value& value, const Column& column) {
  if (IsNull(value)) return NullFor(column);
  if (const auto* integer = std::get_if<int64_t>(&value)) {
    if (column.type == ColumnType::kInteger || column.type == ColumnType::kAny) return value;
    if (column.type == ColumnType::kText || column.type == ColumnType::kDecimal) {
      return Value(NumberText(*integer));
    }
    return FromNumber(static_cast<double>(*integer), column.type);
  }
  if (const auto* real = std::get_if<double>(&value)) return FromNumber(*real, column.type);
  const auto& text = std::get<std::string>(value);
  if (text.empty()) return NullFor(column);
  return FromText(text, column.type);
}

Fitted<Cell> ToCell(const Value& canonical, const Column& column) {
  if (IsNull(canonical)) return Cell(Empty{});
  if (const auto* integer = std::get_if<int64_t>(&canonical)) {
    return IntegerCell(*integer, column.type);
  }
  if (const auto* real = std::get_if<double>(&canonical)) {
    if (!std::isfinite(*real)) return Misfit{"it is not a finite number"};
    return Cell(*real);
  }
  return TypedTextCell(std::get<std::string>(canonical), column.type);
}

}  // namespace sheetkeeper
