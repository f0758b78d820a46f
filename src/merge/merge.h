// The three-way merge, cell by cell. Pure: no clock, no log, no I/O; the same triple always gives
// the same plan.
#pragma once

#include <optional>
#include <vector>

#include "model/plan.h"
#include "model/schema.h"

namespace sheetkeeper {

// What to do about one key. Nothing where a side is held, and where there is nothing to do: both
// sides equal the base already.
//
// Cells: what only one side changed goes to the other; the same change on both is agreement and
// moves the base; different changes are a conflict, decided by the column's policy. Under
// Winner::kNobody both sides keep theirs and the base of that cell stays. A Resolution that names
// the very values of the two sides comes before all of that, but for agreement.
// Rows: without a base (new on both sides, or our own state was lost) the rows are united: equal
// cells agree, a value goes where the other side has none, different values are a conflict; nothing
// is deleted. An edit beats a deletion: the row comes back on the side that deleted it, and that is
// a conflict of the row (column -1).
//
// A plan that is not carried out, or only on one side, is made again by the next merge of the same
// rows, conflicts included: a decided conflict is to be recorded with the write that decides it.
//
// REQUIRES: the rows have a value for each column of the schema, and the triple's key.
std::optional<RowPlan> MergeRow(const RowTriple& triple, const TableSchema& schema);

}  // namespace sheetkeeper
