// Revert: the answer of a person to a guard who says that the improbable change was a mistake.
#pragma once

#include <string_view>

#include "model/plan.h"

namespace sheetkeeper {

// The plan that takes back what set `guard` off (merge/guard.h): a row that went from one side
// returns there from the other, a cell that the sheet changed gets the database's value again, and
// what the sheet had is kept as a conflict. Anything else in the plan stays as it is.
RowPlan TakenBack(RowPlan plan, std::string_view guard);

}  // namespace sheetkeeper
