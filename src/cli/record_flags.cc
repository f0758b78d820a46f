#include "cli/record_flags.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/system_clock.h"
#include "base/time_text.h"
#include "config/nearest_word.h"

namespace sheetkeeper {

Flag TextFlag(std::string name, std::string unit, std::string summary, std::string& into) {
  return {std::move(name), std::move(unit), std::move(summary), [&into](const std::string& text) {
            into = text;
            return Result<>();
          }};
}

Flag Switch(std::string name, std::string summary, bool& into) {
  return {std::move(name), "", std::move(summary), [&into](const std::string&) {
            into = true;
            return Result<>();
          }};
}

void AddRecordFlags(CommandLine& line, RecordFlags& into) {
  AddDatabaseFlags(line, into.database);
  line.flags.push_back(TextFlag("--table", "NAME", "of this table only", into.scope.table));
  line.flags.push_back(
      {"--key", "KEY", "of the row with this key only", [&into](const std::string& text) {
         into.scope.key = text;
         return Result<>();
       }});
  line.flags.push_back(TextFlag("--column", "NAME", "of this column only", into.scope.column));
}

Result<RecordReader> OpenRecords(const RecordFlags& flags) {
  TRY_ASSIGN(const std::string path, "", FindDatabase(flags.database));
  TRY_ASSIGN(RecordReader reader, "", RecordReader::Open(path));
  if (flags.scope.table.empty()) return reader;
  TRY_ASSIGN(const auto tables, "", reader.Tables());
  if (std::find(tables.begin(), tables.end(), flags.scope.table) != tables.end()) return reader;
  const std::vector<std::string_view> known(tables.begin(), tables.end());
  return Fail(ErrorKind::kNotFound, fmt::format("no table '{}' is kept here{}", flags.scope.table,
                                                Suggestion(flags.scope.table, known)));
}

Result<std::string> FindTable(const DatabaseFlags& flags, const std::string& name) {
  RecordFlags records{flags, {}};
  records.scope.table = name;
  TRY("", OpenRecords(records));
  return FindDatabase(flags);
}

Result<WallTime> ParseMoment(const std::string& text) {
  if (const auto moment = ParseRfc3339(text)) return *moment;
  const auto ago = ParseDuration(text);
  if (ago) return SystemClock().Wall() - *ago;
  return Fail(ErrorKind::kInvalid,
              fmt::format("'{}' is neither a moment such as 2026-11-25T08:00:00Z nor a time such "
                          "as 2h",
                          text));
}

std::string ShownTime(const std::string& rfc3339) {
  std::string shown = rfc3339.substr(0, rfc3339.find('.'));
  std::replace(shown.begin(), shown.end(), 'T', ' ');
  return shown;
}

}  // namespace sheetkeeper
