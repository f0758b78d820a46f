// The flags of the commands that look into a database.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "cli/flags.h"
#include "config/config.h"

namespace sheetkeeper {

struct DatabaseFlags {
  std::string db_path;  // "": the one of the configuration
  std::string config_file;
  bool json = false;
};

// --db-path, --config and --json.
void AddDatabaseFlags(CommandLine& line, DatabaseFlags& into);

// The database that is meant. Only where no flag names it is the configuration read. Error
// kNotFound: there is none yet.
Result<std::string> FindDatabase(const DatabaseFlags& flags);
Result<> CheckThere(const std::string& db_path);

// What is configured, for the commands that write the user's tables. A flag names another database;
// there need not be one.
struct ConfiguredTables {
  std::vector<TableSchema> schemas;
  std::string db_path;
};
Result<ConfiguredTables> FindTables(const DatabaseFlags& flags);
// Error kNotFound, with the nearest one, where no table of that name is configured; "" is none.
Result<> CheckConfigured(const ConfiguredTables& tables, const std::string& name);

// "sheetkeeper resolve --id 3 --config other.toml": a command on the database that these flags
// mean.
std::string CommandOn(const DatabaseFlags& flags, const std::string& words);

// "90", "90s", "15m", "24h", "7d".
Result<Millis> ParseDuration(const std::string& text);

}  // namespace sheetkeeper
