// Guards: limits on what a plan may do before a person has looked. A plan over a limit is far more
// often an accident (an emptied sheet, a find-and-replace, a wrong file) than an intention.
//
// A plan may be longer than what is kept of it in memory, so that it is judged by a sum of its
// rows.
//
// Pure, like the merge.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/plan.h"
#include "model/schema.h"

namespace sheetkeeper {

// A digest of what the plan of one row writes; 0 where that is nothing.
uint64_t WritesOf(const RowPlan& row);

// Names what a plan writes, in 16 hexadecimal digits, by the sum of WritesOf: equal for the same
// keys, actions and values in any order, so that an approval holds for the very plan that a person
// saw. Kept in the database.
std::string FingerprintOf(uint64_t writes);

// What the rows of a plan amount to.
class PlanSum {
 public:
  void Add(const RowPlan& row);
  std::string Fingerprint() const { return FingerprintOf(writes_); }

  int64_t rows() const { return rows_; }
  int64_t sheet_deletes() const { return sheet_deletes_; }
  int64_t database_deletes() const { return database_deletes_; }
  int64_t database_updates() const { return database_updates_; }

 private:
  int64_t rows_ = 0;
  int64_t sheet_deletes_ = 0;
  int64_t database_deletes_ = 0;
  int64_t database_updates_ = 0;
  uint64_t writes_ = 0;
};

// What a plan is measured against.
struct TableFacts {
  int64_t base_rows = 0;   // rows that both sides agreed on
  int64_t sheet_rows = 0;  // rows that this read found in the sheet, held ones included
  int64_t local_rows = 0;  // rows of the database
};

struct Trip {
  std::string guard;   // "empty-sheet", "mass-delete-sheet", "mass-delete-database", "mass-change"
  std::string reason;  // a sentence with the figures
};

// The first limit that the plan breaks, if any.
//   empty-sheet           the sheet has no rows where agreed ones stood, and even one row would be
//                         deleted from the database for it
//   mass-delete-database  the sheet lost rows, which would be deleted from the database: more than
//                         max_delete_rows; more than max_delete_percent of the agreed rows, from
//                         delete_percent_from rows on; or all rows of a table of two or more
//   mass-delete-sheet     the other way round
//   mass-change           the sheet would change more than max_change_percent of the database's
//                         rows, from change_percent_from rows on; never in a first sync
std::optional<Trip> CheckPlan(const PlanSum& plan, const TableFacts& facts, const Limits& limits);

}  // namespace sheetkeeper
