// Decide: from what was observed of one table to what shall be done. Reads the store, writes
// nothing.
#pragma once

#include <optional>
#include <set>

#include "base/result.h"
#include "store/store.h"
#include "sync/compare.h"
#include "sync/table_state.h"

namespace sheetkeeper {

// Fills what the table is decided about; `rows` says nothing of arrivals.
// `being_restored`: rows that a deletion of ours took by mistake and that are on their way back.
// `held_before` is the table's hold as the store has it.
Result<> Decide(TableState& table, Store& store, const std::set<RowKey>& being_restored,
                const std::optional<Hold>& held_before, const Refusal& refusal);

// What is left, after a pass, of the plan that a person decided about: the hold as the next pass is
// to find it. Nothing where nobody decided, or nothing is left.
std::optional<Hold> LeftOfDecision(const TableState& table);

// Enters a row that has no key, and is given none, in the rows that are held back.
void HoldKeyless(TableState& table, int sheet_row, const std::string& reason);

// What to do about a row of SheetView::arrivals: no other row, and no guard, has a say in it.
// Nothing where the row is held, or stands in the database as well and was compared.
std::optional<PlannedRow> DecideArrival(const TableState& table,
                                        const std::set<RowKey>& being_restored, const Row& row,
                                        int sheet_row);

}  // namespace sheetkeeper
