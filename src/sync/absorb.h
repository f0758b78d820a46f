// Absorb: what an earlier batch turned out to have done, where its answer was lost.
#pragma once

#include <vector>

#include "base/result.h"
#include "model/plan.h"
#include "store/store.h"
#include "sync/table_state.h"
#include "sync/verdict.h"

namespace sheetkeeper {

// If the evidence shows that one of the open intents has landed: moves the base by what it really
// did, records what has to be put right, settles all open intents (at most one can land), in one
// transaction, and gives true: the tables are to be observed again. Else gives false.
Result<bool> Absorb(const std::vector<TableBinding>& tables, Store& store,
                    const std::vector<Intent>& open, const Evidence& evidence);

// Settles open intents whose token exists in the spreadsheet although the evidence is gone:
// whatever they wrote is seen by the next read, as values that both sides hold.
Result<> SettleWithoutEvidence(Store& store, const std::vector<Intent>& open);

}  // namespace sheetkeeper
