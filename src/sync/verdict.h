// What became of each operation of a batch, judged by the evidence it left (sync/evidence.h).
#pragma once

#include <optional>
#include <vector>

#include "model/plan.h"
#include "model/schema.h"
#include "sync/evidence.h"

namespace sheetkeeper {

// What became of one operation.
struct Verdict {
  enum class Kind {
    kDone,
    kOvertaken,  // right row, but a person had changed something there after our read
    kMisplaced,  // another row or another column was hit
  };
  Kind kind = Kind::kDone;
  // For updates and inserts: by cell of the operation, true where it stands as it should.
  std::vector<bool> cell_done;
  std::vector<Conflict> conflicts;  // decided: ours won over what a person had just written
  Mending mending;
};

// REQUIRES: evidence.token == intent.token; `schema` is that of op.table.
Verdict Judge(const Intent& intent, const SheetOp& op, const Evidence& evidence,
              const TableSchema& schema);

// What a misplaced write covered, as the loser of a conflict: somebody wrote there before it could
// be put back, without having seen it. Nothing where it was empty, or stood in no column of the
// table.
std::optional<Conflict> Covered(const Repair& repair, const TableSchema& schema);

// The base of the row once the verdict is known. `base` is what it was before.
std::optional<Row> BaseAfter(const std::optional<Row>& base, const SheetOp& op,
                             const Verdict& verdict);

}  // namespace sheetkeeper
