// What one batch has to do: what is unfinished first, else what the plans want.
#pragma once

#include <vector>

#include "base/rng.h"
#include "model/plan.h"
#include "store/store.h"
#include "sync/table_state.h"

namespace sheetkeeper {

// An operation of the batch and the planned row it comes from; where it is of no row that is known,
// it has none.
struct Task {
  SheetOp op;
  PlannedRow* row = nullptr;
};

struct CollectedTasks {
  std::vector<Task> tasks;
  bool mending_only = false;  // the plans wait
  bool more = false;          // than one batch takes
};

// Rows to put back alone, else other mending alone, else the plans' writes. `rng` makes the keys
// that rows are given. The tasks point into `tables`.
CollectedTasks CollectTasks(std::vector<TableState>& tables, const Mending& mending, Rng& rng);

// Notes that a repair, or a row to be taken away, is done with. Others: nothing.
void MarkMended(SheetView& view, const SheetOp& op);

}  // namespace sheetkeeper
