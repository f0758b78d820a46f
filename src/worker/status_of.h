// What a database tells of itself, in the words of a Status.
#pragma once

#include "ops/status.h"
#include "store/status_reader.h"

namespace sheetkeeper {

// Rows are counted where another process than the worker asks: it takes 20 ms a million.
Result<> FillFrom(StatusReader& reader, bool count_rows, WallTime now, Status& status);

// The status as another process than the worker sees it. `database` is the path as it was given.
Result<Status> ReadStatus(StatusReader& reader, const std::string& database, WallTime now);

}  // namespace sheetkeeper
