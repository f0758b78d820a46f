#ifndef SHEETKEEPER_EMULATOR_BATCH_ORDER_H_
#define SHEETKEEPER_EMULATOR_BATCH_ORDER_H_

#include <compare>

#include "emulator/model/cell.h"

namespace sheetkeeper::emulator {

// The order of values in a sort: numbers, texts without regard to case, truth values, errors.
// Empty values are not ordered here: they come last in either direction.
std::weak_ordering CompareValues(const CellValue& a, const CellValue& b);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_BATCH_ORDER_H_
