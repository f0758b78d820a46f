// The history of what is no row's own change: what puts a misplaced write right, and keys that are
// given.
#pragma once

#include <optional>

#include "model/plan.h"
#include "model/schema.h"
#include "store/store.h"
#include "sync/verdict.h"

namespace sheetkeeper {

// What the history says of an operation that carries no row; nothing where it missed its place, or
// was in a column that is not the table's. REQUIRES: `intent` has the layout of op.table.
std::optional<HistoryEntry> HistoryOfMending(const Intent& intent, const SheetOp& op,
                                             const Verdict& verdict, const TableSchema& schema);

}  // namespace sheetkeeper
