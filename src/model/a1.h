// A1 notation. Rows and columns are counted from 0 everywhere but in text.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace sheetkeeper {

// 0 -> "A", 25 -> "Z", 26 -> "AA". REQUIRES: column >= 0.
std::string ColumnLetters(int column);

// (6, 1) -> "B7".
std::string A1(int row, int column);

// "Bob's" -> "'Bob''s'": always quoted, so that no title can be taken for a range.
std::string QuoteSheetTitle(std::string_view title);

// ("Ranks", 6, 1) -> "Ranks!B7", for messages; quoted only where the title has other than letters,
// digits and underscores.
std::string A1In(std::string_view title, int row, int column);

}  // namespace sheetkeeper
