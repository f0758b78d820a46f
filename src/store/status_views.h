// Views that tell people the state of each row. The essay is in status_views.cc.
#pragma once

#include "base/result.h"
#include "store/user_table.h"

namespace sheetkeeper {

// Makes _status_NAME what it has to be.
Result<> InstallStatusView(Db& db, const UserTable& table);
// Makes _row_status the union over the tables of _tables.
Result<> InstallRowStatusView(Db& db);

}  // namespace sheetkeeper
