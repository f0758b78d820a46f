#include "cli/database_flags.h"

#include <unistd.h>

#include <algorithm>
#include <string_view>

#include <fmt/format.h>

#include "base/number_text.h"
#include "config/nearest_word.h"

namespace sheetkeeper {

void AddDatabaseFlags(CommandLine& line, DatabaseFlags& into) {
  line.flags.push_back({"--db-path", "FILE", "the database, instead of the configured one",
                        [&into](const std::string& file) {
                          into.db_path = file;
                          return Result<>();
                        }});
  line.flags.push_back({"--config", "FILE", "the configuration that names the database",
                        [&into](const std::string& file) {
                          into.config_file = file;
                          return Result<>();
                        }});
  line.flags.push_back(
      {"--json", "", "one JSON object on standard output", [&into](const std::string&) {
         into.json = true;
         return Result<>();
       }});
}

Result<std::string> FindDatabase(const DatabaseFlags& flags) {
  std::string path = flags.db_path;
  if (path.empty()) {
    ConfigSources sources;
    sources.file = flags.config_file;
    sources.environment = ProcessEnvironment;
    TRY_ASSIGN(const Config config, "", LoadConfig(sources));
    path = config.settings.db_path;
  }
  TRY("", CheckThere(path));
  return path;
}

Result<> CheckThere(const std::string& db_path) {
  if (::access(db_path.c_str(), F_OK) == 0) return {};
  return Fail(ErrorKind::kNotFound,
              fmt::format("there is no database {}; the first cycle makes it ('sheetkeeper sync "
                          "--now'); else check db_path and the working directory",
                          db_path));
}

Result<ConfiguredTables> FindTables(const DatabaseFlags& flags) {
  ConfigSources sources;
  sources.file = flags.config_file;
  sources.environment = ProcessEnvironment;
  TRY_ASSIGN(const Config config, "", LoadConfig(sources));
  ConfiguredTables tables;
  for (const TableBinding& table : config.tables) tables.schemas.push_back(table.schema);
  tables.db_path = flags.db_path.empty() ? config.settings.db_path : flags.db_path;
  return tables;
}

Result<> CheckConfigured(const ConfiguredTables& tables, const std::string& name) {
  std::vector<std::string_view> known;
  for (const TableSchema& schema : tables.schemas) known.push_back(schema.name);
  if (name.empty() || std::find(known.begin(), known.end(), name) != known.end()) return {};
  return Fail(ErrorKind::kNotFound,
              fmt::format("the configuration has no table '{}'{}", name, Suggestion(name, known)));
}

std::string CommandOn(const DatabaseFlags& flags, const std::string& words) {
  std::string command = "sheetkeeper " + words;
  if (!flags.config_file.empty()) command += " --config " + flags.config_file;
  if (!flags.db_path.empty()) command += " --db-path " + flags.db_path;
  return command;
}

Result<Millis> ParseDuration(const std::string& text) {
  const char last = text.empty() ? '\0' : text.back();
  int64_t unit_s = 1;
  if (last == 'm') unit_s = 60;
  if (last == 'h') unit_s = 3600;
  if (last == 'd') unit_s = 86400;
  const bool with_unit = unit_s > 1 || last == 's';
  const auto number = ParseInteger(text.substr(0, text.size() - (with_unit ? 1 : 0)));
  constexpr int64_t kLongestS = int64_t{100} * 366 * 86400;
  if (!number || *number < 0 || *number > kLongestS / unit_s) {
    return Fail(ErrorKind::kInvalid,
                fmt::format("'{}' is not a time such as 90s, 15m, 24h or 7d", text));
  }
  return std::chrono::seconds(*number * unit_s);
}

}  // namespace sheetkeeper
