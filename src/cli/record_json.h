// Kept records as JSON, in the shapes that docs/schemas has.
#pragma once

#include <string>

#include "base/json_object.h"
#include "store/record_reader.h"

namespace sheetkeeper {

// What every JSON of a conflict begins with: id, table, key, column, had_base, base.
JsonObject ConflictHead(const KeptConflict& conflict);
std::string ConflictJson(const KeptConflict& conflict);
std::string LineJson(const HistoryLine& line);

}  // namespace sheetkeeper
