// A plan as lines that a person reads:
//     employee_settings 7120: sheet <- Hourly wage 15.5 -> 16 (changed in the database)
#pragma once

#include <string>
#include <vector>

#include "model/plan.h"
#include "model/schema.h"

namespace sheetkeeper {

// One line for each row and side that is written, and for each conflict.
std::vector<std::string> Explain(const std::vector<RowPlan>& plan, const TableSchema& schema);

}  // namespace sheetkeeper
