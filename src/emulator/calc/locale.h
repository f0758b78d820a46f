// What a spreadsheet's locale decides: how numbers, dates and formulas are written and read.
#pragma once

#include <array>
#include <string_view>

namespace sheetkeeper::emulator::calc {

enum class DateOrder { kMonthDayYear, kDayMonthYear, kYearMonthDay };

// The words of a language, in UTF-8.
struct LocaleWords {
  std::array<std::string_view, 12> months;
  std::array<std::string_view, 12> short_months;
  std::array<std::string_view, 7> weekdays;  // From Sunday.
  std::array<std::string_view, 7> short_weekdays;
  std::string_view true_word;
  std::string_view false_word;
};

struct Locale {
  std::string_view name;  // "en_US"
  char decimal_point;
  std::string_view group_separator;  // One character, maybe a no-break space.
  DateOrder date_order;
  std::string_view date_separators;  // The bytes that may stand between day, month and year.
  std::string_view date_pattern;     // The formats of types DATE, TIME, DATE_TIME and CURRENCY
  std::string_view time_pattern;     // where a cell has no pattern of its own.
  std::string_view currency_pattern;
  std::string_view currency_symbol;
  const LocaleWords* words;

  // Between the arguments of a function. Locales that need the comma for decimals have ';'.
  char ArgumentSeparator() const { return decimal_point == ',' ? ';' : ','; }
  // Between the columns of an array in braces.
  char ColumnSeparator() const { return decimal_point == ',' ? '\\' : ','; }
};

// en_US for a name that is not known; "de-DE" and "de" are known too. The result is static.
const Locale& FindLocale(std::string_view name);

}  // namespace sheetkeeper::emulator::calc
