#ifndef SHEETKEEPER_EMULATOR_BATCH_MERGES_H_
#define SHEETKEEPER_EMULATOR_BATCH_MERGES_H_

#include <vector>

#include "emulator/model/a1.h"
#include "emulator/model/sheet.h"
#include "emulator/model/spreadsheet.h"

namespace sheetkeeper::emulator {

// Takes away the merges that lie in the rectangle.
void RemoveMerges(const Rect& rect, Sheet& sheet);

// Repeats the merges that lie in `source` over `destination`, which it tiles.
void CopyMerges(const std::vector<Rect>& merges, const Rect& source, const Rect& destination,
                Sheet& sheet);

// After cells were cut from one place and pasted at another: named ranges and formulas that mean
// them follow.
void MoveReferences(Spreadsheet& book, const SheetRange& from, const SheetRange& to);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_BATCH_MERGES_H_
