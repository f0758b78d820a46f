// A copy of a database as it is at this moment, for looking at what would become of it.
#pragma once

#include <string>

#include "base/result.h"

namespace sheetkeeper {

// Writes the copy to `to`, which must not exist, while other programs use the database. Nothing is
// written to the database. Errors: kNotFound (there is none), kInvalid, kStorage, kCorrupt.
Result<> CopyDatabase(const std::string& path, const std::string& to);

}  // namespace sheetkeeper
