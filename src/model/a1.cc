#include "model/a1.h"

#include <algorithm>
#include <cctype>

#include "base/check.h"

namespace sheetkeeper {

std::string ColumnLetters(int column) {
  CHECK(column >= 0);
  std::string letters;
  for (int rest = column + 1; rest > 0; rest = (rest - 1) / 26) {
    letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
  }
  return letters;
}

std::string A1(int row, int column) {
  return ColumnLetters(column) + std::to_string(row + 1);
}

std::string QuoteSheetTitle(std::string_view title) {
  std::string quoted = "'";
  for (const char c : title) {
    if (c == '\'') quoted += '\'';
    quoted += c;
  }
  return quoted + "'";
}

std::string A1In(std::string_view title, int row, int column) {
  const bool plain = !title.empty() && std::all_of(title.begin(), title.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
  });
  return (plain ? std::string(title) : QuoteSheetTitle(title)) + "!" + A1(row, column);
}

}  // namespace sheetkeeper
