// Beginning anew without a base, while no worker has the database open.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace sheetkeeper {

// That there is a database of this program's at `path`; nothing is created. Errors: kNotFound,
// kInvalid.
Result<> CheckOurs(const std::string& path);

// Forgets what both sides had agreed on for these tables: the next Store::Open() begins anew with
// them, as with tables declared otherwise. REQUIRES: the caller has the instance lock. Errors as
// above, kBusy, kStorage.
Result<> ForgetAgreement(const std::string& path, const std::vector<std::string>& tables);

}  // namespace sheetkeeper
