#ifndef SHEETKEEPER_EMULATOR_VALUES_WRITE_H_
#define SHEETKEEPER_EMULATOR_VALUES_WRITE_H_

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "emulator/model/a1.h"
#include "emulator/model/spreadsheet.h"
#include "emulator/wire/json.h"
#include "emulator/wire/result.h"

namespace sheetkeeper::emulator {

// What a write of values did.
struct WriteOutcome {
  SheetRange requested = {};
  SheetRange written = {};  // from the first cell to the last row and column with a value
  std::set<int> rows = {};
  std::set<int> columns = {};
  int cells = 0;  // that were given a value, an empty one included
};

struct WriteOptions {
  bool user_entered = false;
  int64_t now_ms = 0;
  std::string range_text = {};  // how the client wrote the range; empty: as the server writes it
};

// Writes a ValueRange message over a range. A range of one cell is only where to begin; any other
// must be large enough. The grid grows where they reach behind it. Null leaves a cell as it is, ""
// empties it, and what goes into a cell that a merge covers is lost. Nothing is written when it is
// refused.
Result<WriteOutcome> WriteValues(const SheetRange& range, const Json& value_range,
                                 const WriteOptions& options, Spreadsheet& spreadsheet);

// Empties the cells of a range; formats and notes stay.
void ClearValues(const SheetRange& range, Spreadsheet& spreadsheet);

// The cells of an UpdateValuesResponse besides the spreadsheet id and updatedData.
void AddOutcome(const Spreadsheet& spreadsheet, const WriteOutcome& outcome, Json& response);

// Gives a cell the value of a JSON number, boolean or text.
void WriteCell(const Spreadsheet& spreadsheet, const Json& value, const WriteOptions& options,
               Cell& cell);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_VALUES_WRITE_H_
