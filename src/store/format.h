// Our fixed tables in the user's database and their version. The essay is in format.cc.
#pragma once

#include "base/result.h"
#include "store/sqlite.h"

namespace sheetkeeper {

// Creates our tables or brings them to this program's version. REQUIRES: a transaction is open.
// Errors: kInvalid where a newer program made them.
Result<> BringFormatUpToDate(Db& db);

}  // namespace sheetkeeper
