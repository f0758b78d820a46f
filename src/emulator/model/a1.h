#ifndef SHEETKEEPER_EMULATOR_MODEL_A1_H_
#define SHEETKEEPER_EMULATOR_MODEL_A1_H_

#include <optional>
#include <string>
#include <string_view>

#include "emulator/model/geometry.h"
#include "emulator/model/spreadsheet.h"
#include "emulator/wire/result.h"

namespace sheetkeeper::emulator {

// A reference as written, before it meets a sheet: sides that are not given are open.
struct Reference {
  std::optional<int> first_row, first_column;  // from 0
  std::optional<int> last_row, last_column;    // inclusive
};

// "A1:B2", "A:C", "2:3", "A2:C", "R1C1:R2C3" and the like; nothing for other text.
std::optional<Reference> ParseReference(std::string_view text);

// A range of one sheet, inside its grid.
struct SheetRange {
  int sheet_index = 0;
  Rect rect;
  std::optional<Rect> asked = {};  // where the text names cells behind the grid, with those
};

// The range that a request names, clipped to the grid of its sheet.
Result<SheetRange> ResolveRange(const Spreadsheet& spreadsheet, std::string_view text);

std::string RectText(const Rect& rect);  // A1:B2, A1
// Sheet1!A1:B2, 'My sheet'!A1
std::string RangeText(std::string_view title, const Rect& rect);
std::string QuoteTitle(std::string_view title);
std::string ColumnLetters(int column);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_MODEL_A1_H_
