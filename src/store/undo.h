// Undo: takes recorded changes back (docs/FORMATS.md, _history), on both sides.
//
// It writes the user's tables as any other program does, so that the next cycle carries the old
// values to the sheet with all its care. What was changed again since is left alone and reported.
// The worker may be running.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/progress.h"
#include "base/result.h"
#include "model/plan.h"
#include "model/schema.h"

namespace sheetkeeper {

// Which changes are to be taken back. Conditions that are set must all hold; with none set it is
// everything that is recorded.
struct UndoScope {
  std::optional<int64_t> batch = std::nullopt;
  std::optional<WallTime> since = std::nullopt;  // changes at this moment or later
  std::string table = "";                        // "": of every table
  std::optional<RowKey> key = std::nullopt;
  std::string column = "";  // "": of every column, and whole rows
};

// What is to be done about one row, or why nothing is.
struct UndoStep {
  std::string table;
  RowKey key;
  SideAction action = SideAction::kNone;  // on the database
  std::vector<CellChange> cells;          // as in RowPlan; only those that can be taken back
  std::vector<std::string> kept;          // what was changed since, one sentence each
};

// Plans the undo and, with `apply`, carries it out in one transaction. Rows on which nothing is to
// be done give no step. Errors: kInvalid where the history does not know the batch, table or
// column; kBusy, kStorage.
Result<std::vector<UndoStep>> Undo(const std::string& path, const std::vector<TableSchema>& tables,
                                   const UndoScope& scope, bool apply,
                                   Progress& progress = NoProgress());

}  // namespace sheetkeeper
