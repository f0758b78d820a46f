// What a cycle that ends after its decisions would have done, of one table.
#pragma once

#include <set>

#include "base/result.h"
#include "sync/preview.h"
#include "sync/table_state.h"

namespace sheetkeeper {

// `table` is decided; its rows without keys become held ones.
Result<TablePreview> PreviewOf(TableState& table, const std::set<RowKey>& being_restored);

}  // namespace sheetkeeper
