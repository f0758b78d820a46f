#include "emulator/values/limits.h"

#include "emulator/wire/utf8.h"

namespace sheetkeeper::emulator {
namespace {

constexpr size_t kMaxText = 50'000;
constexpr int64_t kMaxCells = 10'000'000;
constexpr int64_t kMaxColumns = 18'278;

}  // namespace

Result<> CheckTextLength(std::string_view text) {
  if (text.size() <= kMaxText || Utf16Length(text) <= kMaxText) return {};
  return InvalidArgument(
      "Your input contains more than the maximum of 50000 characters in a single cell.");
}

Result<> CheckGridSize(const Spreadsheet& spreadsheet, int sheet_index, int64_t rows,
                       int64_t columns) {
  if (columns > kMaxColumns) {
    return InvalidArgument(
        "This action would increase the number of columns in the sheet above "
        "the limit of 18278 columns.");
  }
  int64_t cells = rows * columns;
  for (size_t i = 0; i < spreadsheet.sheets().size(); ++i) {
    const Sheet& sheet = *spreadsheet.sheets()[i];
    if (static_cast<int>(i) == sheet_index) continue;
    cells += int64_t{sheet.row_count} * sheet.column_count;
  }
  if (cells <= kMaxCells) return {};
  return InvalidArgument(
      "This action would increase the number of cells in the workbook above "
      "the limit of 10000000 cells.");
}

}  // namespace sheetkeeper::emulator
