// The base: a digest for each row that both sides held when they last agreed.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "model/base_index.h"
#include "store/user_table.h"

namespace sheetkeeper {

// Creates the table's base anew, empty.
Result<> CreateBaseTable(Db& db, const UserTable& table);

// Differs whenever a base differs (store/kept_base.h); "" where none was ever changed.
Result<std::string> ReadBaseToken(Db& db);
// To be called in each transaction that changes a base; gives the new one.
Result<std::string> ChangeBaseToken(Db& db);

Result<BaseIndex> LoadBaseIndex(Db& db, const UserTable& table);
// The keys of the base whose entry in `index` no read has met.
Result<std::vector<RowKey>> ReadUnseenKeys(Db& db, const UserTable& table, const BaseIndex& index);

Result<> SetBase(Db& db, const UserTable& table, const RowKey& key, uint64_t digest);
Result<> DeleteBase(Db& db, const UserTable& table, const RowKey& key);

}  // namespace sheetkeeper
