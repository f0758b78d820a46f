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

 private:
  // What a line says that many others say too.
  struct Kind {
    std::string table, side, action, reason;
    bool operator==(const Kind&) const = default;
  };

  Result<> BeginBatch();
  Result<> FindKind(const Kind& kind);
  Result<> AddLine(const RowKey& key, const std::optional<std::string>& column,
                   const Value& old_value, const Value& new_value);

  Db& db_;
  Clock& clock_;
  std::optional<int64_t> batch_;
  Kind kind_;  // the one that kind_id_ stands for
  std::optional<int64_t> kind_id_;
};

}  // namespace sheetkeeper
