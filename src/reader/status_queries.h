// What the database tells of its own state. Only what docs/FORMATS.md promises is read, by name, so
// that a newer format is read as well.
#pragma once

#include "base/clock.h"
#include "reader/database.h"
#include "reader/reader.h"

namespace sheetkeeper::reader {

Result<SyncStats> ReadStats(Database& database, WallTime now, bool count_rows);
// kSynced where nothing is noted of the row.
Result<RowState> ReadRowState(Database& database, std::string_view table, const Value& key);

}  // namespace sheetkeeper::reader
