// The [[table]] part of the configuration: which tab is which table, its columns, key, policy and
// limits.
#pragma once

#include <vector>

#include "config/problems.h"
#include "config/table_reader.h"
#include "model/schema.h"

namespace sheetkeeper {

// Reads every [[table]] of the file. Mistakes are noted in `problems`; the result is only of use
// where there are none.
std::vector<TableBinding> ReadTables(TableReader& file, Problems& problems);

}  // namespace sheetkeeper
