// Decide: from what was observed of one table to what shall be done. Reads the store, writes
// nothing.
#pragma once

#include <functional>
#include <optional>
#include <set>

#include "base/result.h"
#include "store/store.h"
#include "sync/table_state.h"

namespace sheetkeeper {

// Why a row of the database is not to be sent, or nothing: the sheet refused it before.
using Refusal = std::function<std::optional<std::string>(const StoredRow&)>;

// Fills `rows`, `settled`, `rejected` and `hold` of the table; `rows` says nothing of arrivals.
// `being_restored`: rows that a deletion of ours took by mistake and that are on their way back.
// `held_before` is the table's hold as the store has it.
Result<> Decide(TableState& table, Store& store, const std::set<RowKey>& being_restored,
                const std::optional<Hold>& held_before, const Refusal& refusal);

// Enters a row that has no key, and is given none, in the rows that are held back.
void HoldKeyless(TableState& table, int sheet_row, const std::string& reason);

// What to do about a row of SheetView::arrivals: no other row, and no guard, has a say in it.
// Nothing where the row is held.
std::optional<PlannedRow> DecideArrival(const TableState& table,
                                        const std::set<RowKey>& being_restored, const Row& row,
                                        int sheet_row);

}  // namespace sheetkeeper
