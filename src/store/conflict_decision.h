// A person's decision about a conflict, given beside a running worker.
//
// An open conflict: the decision is recorded with it, and in the same transaction the database's
// cell gets the chosen value where that is neither side's. The next cycle's merge then takes the
// cell to the sheet, or the sheet's value to the database, but only while both sides hold what the
// decision saw. A newer edit on either side makes it a conflict again. The record stays until the
// write is proved.
//
// A conflict that is decided and done: the chosen value is put into the database's cell, an edit
// like any other.
//
// A conflict of a whole row (one side deleted it, the other edited it, and the row came back) is
// decided the other way by deleting the row from the database, an edit like any other, too.
//
// Not thread-safe.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/schema.h"
#include "store/record_reader.h"

namespace sheetkeeper {

class Db;

struct ConflictChoice {
  enum class Kind {
    kMine,    // the database's value
    kTheirs,  // the sheet's value
    kBase,    // what both held before
    kValue,   // `value`
  };
  Kind kind = Kind::kMine;
  // As in a cell of the sheet: a text that fits the column's type, a number, or NULL.
  Value value;
};
std::string_view Name(ConflictChoice::Kind kind);  // "mine", "theirs", "base", "value"

// What a decision does.
struct ConflictDecision {
  KeptConflict conflict;  // as it was before
  ConflictChoice::Kind kind = ConflictChoice::Kind::kMine;
  Value chosen;
  enum class Effect {
    kNone,      // it is so already
    kNextSync,  // the next cycle carries it out
    kEdit,      // the database's cell is written now, the sheet's by the next cycle
    kDelete,    // the database's row is deleted now, the sheet's by the next cycle
  };
  Effect effect = Effect::kNone;
};
std::string_view Name(ConflictDecision::Effect effect);  // "none", "next-sync", "edit", "delete"

class ConflictDecider {
 public:
  // `tables` as configured. Errors: kNotFound (there is no database; nothing is created), kInvalid
  // (it is none of this program's), kStorage.
  static Result<ConflictDecider> Open(const std::string& path, std::vector<TableSchema> tables,
                                      Clock& clock);
  ConflictDecider(ConflictDecider&&) noexcept;
  ~ConflictDecider();

  // Finds what the decision would do and, with `apply`, does it, whole or not at all. Errors:
  // kNotFound (there is no such conflict), kInvalid (it is over, was decided already, the row or
  // cell was changed since, the value does not fit, or the choice makes no sense for it), kBusy,
  // kStorage.
  Result<ConflictDecision> Decide(int64_t id, const ConflictChoice& choice, bool apply);

 private:
  ConflictDecider(std::unique_ptr<Db> db, std::vector<TableSchema> tables, Clock& clock);

  std::unique_ptr<Db> db_;
  std::vector<TableSchema> tables_;
  Clock* clock_;
};

}  // namespace sheetkeeper
