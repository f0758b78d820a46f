#ifndef SHEETKEEPER_EMULATOR_VALUES_APPEND_H_
#define SHEETKEEPER_EMULATOR_VALUES_APPEND_H_

#include <optional>
#include <vector>

#include "emulator/values/render.h"
#include "emulator/values/write.h"

namespace sheetkeeper::emulator {

struct AppendOutcome {
  std::optional<SheetRange> table;  // that was continued
  WriteOutcome write;
};

// Writes below the last table that reaches into the range, or at the start of the range where
// there is none. The grid grows as far as needed; `insert_rows` makes room by inserting rows.
Result<AppendOutcome> AppendValues(const SheetRange& range, const Json& value_range,
                                   const WriteOptions& options, bool insert_rows,
                                   Spreadsheet& spreadsheet);

// The totalUpdated... members over several writes: distinct rows and columns of each sheet.
void AddTotals(const std::vector<WriteOutcome>& outcomes, Json& response);

// The response render options of a body.
RenderOptions BodyRenderOptions(const Json& body);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_VALUES_APPEND_H_
