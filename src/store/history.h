// The history: every change that a cycle made or found made. The essay is in history.cc.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "store/store.h"
#include "store/user_table.h"

namespace sheetkeeper {

// Writes the lines of one transaction, which are one batch. The batch begins with its first line,
// so a transaction without lines leaves none.
class HistoryWriter {
 public:
  HistoryWriter(Db& db, Clock& clock) : db_(db), clock_(clock) {}

  Result<> Add(const UserTable& table, const HistoryEntry& entry);

  // Notes of every row of the table that it was inserted into the database.
  Result<> AddInsertedRows(const UserTable& table, const std::string& reason);

 private:
  Result<> BeginBatch();
  Result<> FindKind(const HistoryEntry& entry);
  // `column` is a name, or NULL where the line is about the whole row.
  Result<> AddLine(const RowKey& key, const Value& column, const Value& old_value,
                   const Value& new_value);

  Db& db_;
  Clock& clock_;
  std::optional<int64_t> batch_;
  // The kind of the last line: many lines of a batch are alike in this.
  std::string table_, side_, action_, reason_;
  std::optional<int64_t> kind_;
};

// The oldest lines from before that moment, at most so many, and the batches that have none left.
// The last batch stays, so that lines are never numbered anew. Gives the number of lines.
Result<int64_t> ForgetHistoryLines(Db& db, WallTime before, int64_t most);

}  // namespace sheetkeeper
