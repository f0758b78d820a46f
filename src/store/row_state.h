// One row of a user's table, its base and its entry in the change log, read together.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include "base/result.h"
#include "store/store.h"
#include "store/user_table.h"

namespace sheetkeeper {

struct RowState {
  StoredRow row;
  bool has_base = false;
  bool settled = false;  // the row equals its base, so the log needs no entry for it
};

Result<RowState> ReadRowState(Db& db, const UserTable& table, const RowKey& key);

// Calls `take` for every row that has an entry in the log up to `last`, in the order of the
// entries.
using TakeState = std::function<Result<>(RowState)>;
Result<> ForEachLoggedRow(Db& db, const UserTable& table, int64_t last, const TakeState& take);

// The one with the entry `seq`; nothing where there is no such entry.
Result<std::optional<RowState>> ReadLoggedRow(Db& db, const UserTable& table, int64_t seq);

// The rows without a key, as one held row; nothing where there is none.
Result<std::optional<StoredRow>> ReadRowsWithoutKey(Db& db, const UserTable& table);

// The row in columns `first`... of the query in canonical form; Held where a value does not fit.
SideRow ReadCanonical(const Query& query, int first, const TableSchema& schema);

// Whether a key as it stands in the database is the canonical one, so that the row is found by it.
bool IsCanonicalKey(const std::optional<Value>& stored, const Column& column);

}  // namespace sheetkeeper
