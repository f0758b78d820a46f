#include "emulator/model/a1.h"
#include "emulator/model/spreadsheet.h"
#include "fuzz/fuzz.h"

namespace sheetkeeper::emulator {

void Try(std::string_view text) {
  static const Spreadsheet kBook = NewSpreadsheet("id", "Title");
  ParseReference(text);
  const auto range = ResolveRange(kBook, text);
  if (!range.has_value()) return;
  Require(!range->rect.rows.empty() && !range->rect.columns.empty(), "a range has cells");
  const auto again = ResolveRange(kBook, RangeText("Sheet1", range->rect));
  Require(again.has_value() && again->rect == range->rect, "a range that is echoed is the same");
}

}  // namespace sheetkeeper::emulator

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  sheetkeeper::emulator::Try(sheetkeeper::emulator::TextOf(data, size));
  return 0;
}
