// What a cycle would do if it ran now, as data.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/plan.h"
#include "model/schema.h"
#include "store/store.h"

namespace sheetkeeper {

struct TablePreview {
  TableSchema schema;
  std::string title;   // of the tab
  SheetLayout layout;  // where its columns stand
  std::vector<RowPlan> plan;
  std::optional<Hold> hold;  // with it, nothing of the plan would be done
  std::vector<HeldRow> held_rows;
  std::vector<RejectedRow> rejected;
  int64_t sheet_rows = 0;  // with a usable key
};

// What is found in the last look before a write is not in it: a formula in a cell that is to be
// written, which makes the row a rejected one.
struct CyclePreview {
  std::vector<TablePreview> tables;
  bool mends_first = false;  // misplaced writes of ours are put right before any of it
};

}  // namespace sheetkeeper
