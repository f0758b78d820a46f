// Cells and values that are easily taken for another: one number in several spellings, numbers that
// look like dates, text that looks like a number, a formula, a truth value or an error, limits of
// what a double holds.
#pragma once

#include <string>
#include <vector>

#include "model/value.h"

namespace sheetkeeper {

// The first ones are the plainest.
const std::vector<Cell>& TrapCells();
const std::vector<Value>& TrapValues();

// A value or cell with its type: number 7, text '7', truth TRUE, empty.
std::string Shown(const Cell& cell);
std::string Shown(const Value& value);

}  // namespace sheetkeeper
