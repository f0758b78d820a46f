// Cells in the JSON that commands print.
#pragma once

#include <string>

#include "model/value.h"

namespace sheetkeeper {

// A number, a text or null.
std::string JsonOf(const Value& value);

}  // namespace sheetkeeper
