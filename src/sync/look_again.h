// The second look, right before the sheet is written: one read of the cells to be written, rendered
// as formulas. It narrows the time in which a person can come between the read and the write, and
// tells formulas from values, which the read of the whole tab does not.
#pragma once

#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "google/sheets_client.h"
#include "model/plan.h"
#include "sync/table_state.h"

namespace sheetkeeper {

struct LookedAt {
  const TableState* table = nullptr;
  const SheetOp* op = nullptr;  // an update, a deletion or a key that is given
};

struct SecondLook {
  // The row is where it was and the cells to be written hold what was read.
  bool unchanged = false;
  std::vector<size_t> formulas;  // schema columns among them that hold a formula
};

// One SecondLook for each of `wanted`, in order.
Result<std::vector<SecondLook>> LookAgainAt(const std::vector<LookedAt>& wanted,
                                            const std::string& spreadsheet_id, SheetsClient& sheets,
                                            std::stop_token stop);

}  // namespace sheetkeeper
