// Compare: merges the three sides of every row that may differ. Reads the store, writes nothing.
//
// A row takes part where the sheet differs from the base (SheetView::rows), where the sheet has it
// no more, or where the database differs from the base. The last may be very many, and are merged
// one after another as the store gives them (sync/outbox.h); of the sheet's side of them nothing
// is kept either. Where the sheet has the base, the values are those of the base. Where it has a
// row of that key and there is no base, the row waits in the spool of new rows, and the database's
// is looked up beside it.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>

#include "base/result.h"
#include "merge/guard.h"
#include "store/store.h"
#include "sync/table_state.h"

namespace sheetkeeper {

// Why a row of the database is not to be sent, or nothing: the sheet refused it before.
using Refusal = std::function<std::optional<std::string>(const StoredRow&)>;

struct Compared {
  PlanSum plan;            // the sum of all plans, those put off included
  int64_t local_rows = 0;  // rows of the database, but for what has gone past the triggers
};

// Fills `rows`, `put_off`, `settled` and `rejected` of the table. Says nothing of new rows of the
// sheet that the database has not. `being_restored`: rows that a deletion of ours took by mistake
// and that are on their way back.
Result<Compared> Compare(TableState& table, Store& store, const std::set<RowKey>& being_restored,
                         const Refusal& refusal);

}  // namespace sheetkeeper
