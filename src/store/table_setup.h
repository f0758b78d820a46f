// Brings a user's table and ours for it to where the store can work with them.
#pragma once

#include "base/result.h"
#include "store/user_table.h"

namespace sheetkeeper {

// Creates the table or adopts the existing one; creates its base and log, installs capture and
// views. REQUIRES: a transaction is open. Errors: kInvalid where the table does not fit.
Result<UserTable> SetUpTable(Db& db, const TableSchema& schema);

}  // namespace sheetkeeper
