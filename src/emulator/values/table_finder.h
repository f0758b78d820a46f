#ifndef SHEETKEEPER_EMULATOR_VALUES_TABLE_FINDER_H_
#define SHEETKEEPER_EMULATOR_VALUES_TABLE_FINDER_H_

#include <optional>

#include "emulator/model/geometry.h"
#include "emulator/model/grid.h"

namespace sheetkeeper::emulator {

// The table that values.append continues: of the blocks of touching filled cells that reach into
// the range, the lowest, and of those the rightmost. Nothing when there is none.
std::optional<Rect> FindTable(const Grid& grid, const Rect& range);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_VALUES_TABLE_FINDER_H_
