#ifndef SHEETKEEPER_EMULATOR_SHEETS_SPREADSHEET_MESSAGE_H_
#define SHEETKEEPER_EMULATOR_SHEETS_SPREADSHEET_MESSAGE_H_

#include <optional>
#include <vector>

#include "emulator/model/a1.h"
#include "emulator/model/spreadsheet.h"
#include "emulator/wire/field_mask.h"
#include "emulator/wire/json.h"

namespace sheetkeeper::emulator {

struct SpreadsheetView {
  // Only the sheets of these ranges, and of their cells only these; all when not given.
  std::optional<std::vector<SheetRange>> ranges = std::nullopt;
  // Cells too. Without effect when the mask says what is wanted.
  bool with_cells = false;
  // Leave out the banded ranges that belong to tables.
  bool without_table_bands = false;
  // The ranges are those of data filters.
  bool by_filter = false;
};

// A Spreadsheet message of what the mask names.
Json SpreadsheetMessage(const Spreadsheet& book, const SpreadsheetView& view,
                        const FieldMask& mask);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_SHEETS_SPREADSHEET_MESSAGE_H_
