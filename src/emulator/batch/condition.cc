#include "emulator/batch/condition.h"

#include <algorithm>
#include <string>
#include <vector>

#include "emulator/calc/entered.h"
#include "emulator/entered.h"
#include "emulator/wire/utf8.h"

namespace sheetkeeper::emulator {
namespace {

constexpr int kAnyYear = 2000;  // completes dates in conditions that name none

std::vector<std::string> ValuesOf(const Json& condition) {
  std::vector<std::string> values;
  for (const Json& value : ArrayOf(condition, "values")) {
    values.push_back(StringOf(value, "userEnteredValue"));
  }
  return values;
}

bool CompareNumbers(std::string_view type, double number, const std::vector<double>& limits) {
  if (limits.empty()) return false;
  const double first = limits.front();
  if (type == "NUMBER_GREATER" || type == "DATE_AFTER") return number > first;
  if (type == "NUMBER_GREATER_THAN_EQ" || type == "DATE_ON_OR_AFTER") return number >= first;
  if (type == "NUMBER_LESS" || type == "DATE_BEFORE") return number < first;
  if (type == "NUMBER_LESS_THAN_EQ" || type == "DATE_ON_OR_BEFORE") return number <= first;
  if (type == "NUMBER_EQ" || type == "DATE_EQ") return number == first;
  if (type == "NUMBER_NOT_EQ" || type == "DATE_NOT_EQ") return number != first;
  if (limits.size() < 2) return false;
  const bool between = number >= first && number <= limits[1];
  return type.ends_with("NOT_BETWEEN") ? !between : between;
}

bool CompareTexts(std::string_view type, const std::string& text,
                  const std::vector<std::string>& values) {
  if (values.empty()) return false;
  const std::string folded = FoldCase(text);
  const std::string wanted = FoldCase(values.front());
  if (type == "TEXT_CONTAINS") return folded.find(wanted) != std::string::npos;
  if (type == "TEXT_NOT_CONTAINS") return folded.find(wanted) == std::string::npos;
  if (type == "TEXT_STARTS_WITH") return folded.starts_with(wanted);
  if (type == "TEXT_ENDS_WITH") return folded.ends_with(wanted);
  if (type == "TEXT_NOT_EQ") return folded != wanted;
  return folded == wanted;
}

}  // namespace

bool Meets(const Spreadsheet& book, const Json& condition, const Cell* cell) {
  const std::string type = StringOf(condition, "type");
  const bool blank = cell == nullptr || cell->value.empty();
  if (type == "BLANK") return blank;
  if (type == "NOT_BLANK") return !blank;
  const std::vector<std::string> values = ValuesOf(condition);
  const std::string text = cell == nullptr ? "" : FormattedText(LocaleOf(book), *cell);
  if (type == "ONE_OF_LIST") return std::find(values.begin(), values.end(), text) != values.end();
  if (type == "TEXT_IS_EMAIL") return text.find('@') != std::string::npos;
  if (type == "TEXT_IS_URL") return text.find("://") != std::string::npos;
  if (type == "DATE_IS_VALID") return !blank && ShowsDate(*cell);
  if (type.starts_with("TEXT_")) return CompareTexts(type, text, values);
  if (!type.starts_with("NUMBER_") && !type.starts_with("DATE_")) return true;
  if (blank || cell->value.kind() != CellValue::Kind::kNumber) return false;
  std::vector<double> limits;
  for (const std::string& value : values) {
    const auto limit = calc::NumberFromText(value, LocaleOf(book), kAnyYear);
    if (limit) limits.push_back(*limit);
  }
  return CompareNumbers(type, cell->value.number(), limits);
}

}  // namespace sheetkeeper::emulator
