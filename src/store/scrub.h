// The scrub: finds what went past the triggers. The essay is in scrub.cc.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "store/user_table.h"

namespace sheetkeeper {

// Enters each row that differs from its base and has no entry in the log; gives their number.
Result<int64_t> ScrubRows(Db& db, const UserTable& table);

}  // namespace sheetkeeper
