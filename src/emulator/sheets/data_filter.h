#ifndef SHEETKEEPER_EMULATOR_SHEETS_DATA_FILTER_H_
#define SHEETKEEPER_EMULATOR_SHEETS_DATA_FILTER_H_

#include <vector>

#include "emulator/model/a1.h"
#include "emulator/wire/json.h"
#include "emulator/wire/result.h"

namespace sheetkeeper::emulator {

// A range that data filters select, and those that do.
struct FilteredRange {
  SheetRange range;
  std::vector<const Json*> filters;
};

// The ranges of a list of DataFilter messages, in the order of answers: by sheet, first column,
// first row. Filters of the same range share an entry; filters that match nothing have none.
Result<std::vector<FilteredRange>> RangesOfFilters(const Spreadsheet& book, const Json& filters);

// The same for calls about values, which tell the filter that a refusal is about.
Result<std::vector<FilteredRange>> RangesOfValueFilters(const Spreadsheet& book,
                                                        const Json& filters);

// The ranges of one filter.
Result<std::vector<SheetRange>> RangesOfFilter(const Spreadsheet& book, const Json& filter);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_SHEETS_DATA_FILTER_H_
