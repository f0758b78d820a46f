// Kept records as JSON, in the shapes that docs/schemas has.
#pragma once

#include <string>

#include "store/record_reader.h"

namespace sheetkeeper {

std::string ConflictJson(const KeptConflict& conflict);
std::string LineJson(const HistoryLine& line);

}  // namespace sheetkeeper
