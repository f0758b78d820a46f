// What must hold of every merge, whatever the rows.
//
// A World is what the two sides and the base hold for one key. Carry() writes a plan into it as the
// sync engine and the store do, or loses part of the writing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/plan.h"
#include "model/schema.h"

namespace sheetkeeper {

struct World {
  std::optional<Row> base;
  std::optional<Row> remote;
  std::optional<Row> local;
  std::vector<Conflict> conflicts;  // all that were ever reported
};

// What became of the write to the sheet.
enum class Push { kLost, kLandedUnproved, kProved };

std::optional<RowPlan> Merge(const World& world, const TableSchema& schema);

// REQUIRES: the plan was made for this world. Without `pull` the write to the database is not made.
World Carry(World world, const RowPlan& plan, Push push, bool pull);

// Merges and carries out everything.
World Complete(const World& world, const TableSchema& schema);

// "" where a merge has nothing to do but to report the same undecided conflicts, and the sides and
// the base are equal in all other cells; else what is wrong.
std::string Unsettled(const World& world, const TableSchema& schema);

// The first invariant that the merge of this triple breaks, or "":
//   - a write changes what that side holds into what the other side holds;
//   - a row is deleted only where it equals its base and the other side does not have it;
//   - a conflict is reported exactly where both sides made different edits;
//   - carrying the plan out settles the row;
//   - so does any order of lost, unproved and one-sided writes with a full cycle at the end, and it
//     ends in the same rows and base;
//   - what one side alone changed stands in a row or in a conflict at the end;
//   - swapping the sides (and the policies) swaps the plan.
std::string BrokenInvariant(const RowTriple& triple, const TableSchema& schema);

}  // namespace sheetkeeper
