// What the commands that look into the kept records have in common.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "cli/database_flags.h"
#include "cli/flags.h"
#include "store/record_reader.h"

namespace sheetkeeper {

struct RecordFlags {
  DatabaseFlags database;
  RecordScope scope;
};

// The end of the help of a command that only reads.
inline constexpr const char* kReadingMore =
    "Without --db-path the database is the one that ./sheetkeeper.toml, or\n"
    "/etc/sheetkeeper/sheetkeeper.toml, names.\n\n"
    "Exit status: 0 done, 2 it cannot be told, 64 wrong flags.\n";

// AddDatabaseFlags, --table, --key and --column.
void AddRecordFlags(CommandLine& line, RecordFlags& into);

// A flag whose value is any text.
Flag TextFlag(std::string name, std::string unit, std::string summary, std::string& into);
// A flag without a value.
Flag Switch(std::string name, std::string summary, bool& into);

// The database that is meant. An unknown table in the scope is an error.
Result<RecordReader> OpenRecords(const RecordFlags& flags);

// The database that is meant, which keeps a table of that name; another name is an error.
Result<std::string> FindTable(const DatabaseFlags& flags, const std::string& name);

// A moment "2026-11-25T08:00:00Z", or a time "2h" ago.
Result<WallTime> ParseMoment(const std::string& text);

// "2026-11-25T08:00:00.123Z" as people read it: "2026-11-25 08:00:00".
std::string ShownTime(const std::string& rfc3339);

}  // namespace sheetkeeper
