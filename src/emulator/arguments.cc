#include "emulator/arguments.h"

#include <algorithm>
#include <iostream>
#include <numeric>
#include <string_view>
#include <utility>

#include <CLI/CLI.hpp>

namespace sheetkeeper::emulator {
namespace {

void DeclareData(CLI::App& app, Arguments& arguments) {
  app.add_option("--load", arguments.load,
                 "Spreadsheets to begin with: a document (JSON) or a folder of CSV files")
      ->check(CLI::ExistingPath);
  app.add_option(
      "--save", arguments.save,
      "Write all spreadsheets here at the end: a document (JSON), or, where it ends in a "
      "slash, folders of CSV files");
  app.add_option("--db", arguments.database,
                 "Keep the state in this SQLite file across restarts; --load counts only when it "
                 "is new");
  app.add_option("--port", arguments.port, "Port on 127.0.0.1; 0 is any free one")
      ->check(CLI::Range(0, 65535));
}

void DeclareAccess(CLI::App& app, Arguments& arguments) {
  app.add_option("--key", arguments.key, "Accept the service account of this key file")
      ->check(CLI::ExistingFile);
  app.add_option("--key-out", arguments.key_out,
                 "Write the key file of a new service account here");
  app.add_flag("--check-tokens", arguments.options.check_tokens,
               "Refuse requests without a token of the token endpoint");
  app.add_option("--token-lifetime-s", arguments.options.token_lifetime_s,
                 "How long a token is good; Google's is 3600");
  app.add_option("--clock-skew-s", arguments.clock_skew_s,
                 "How far the emulator's clock is ahead; may be negative");
}

void DeclareBehaviour(CLI::App& app, Arguments& arguments) {
  Options& options = arguments.options;
  app.add_option("--read-quota", options.read_quota,
                 "Reads a minute for one caller; Google's is 60, 0 is no limit");
  app.add_option("--write-quota", options.write_quota,
                 "Writes a minute for one caller; Google's is 60, 0 is no limit");
  app.add_option("--project-read-quota", options.project_read_quota,
                 "Reads a minute for all callers together; Google's is 300, 0 is no limit");
  app.add_option("--project-write-quota", options.project_write_quota,
                 "Writes a minute for all callers together; Google's is 300, 0 is no limit");
  app.add_option("--latency-ms", options.latency_ms, "Hold back every answer so long");
  app.add_option("--drive-lag-s", arguments.drive_lag_s,
                 "How long Drive's modifiedTime and version stay behind edits of cells");
  app.add_option(
      "--fault", arguments.faults,
      "Something that goes wrong, as POST /emulator/faults takes it (a JSON object); may be "
      "given more than once");
  app.add_flag("--log", arguments.log, "Write a line for every request to standard error");
}

// How many letters are to be changed, added or taken away to make one word of the other.
size_t Distance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = std::exchange(row[0], i);
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t changed = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({changed, row[j] + 1, row[j - 1] + 1});
    }
  }
  return row.back();
}

std::string Nearest(const CLI::App& app, std::string_view word) {
  std::string nearest;
  size_t least = word.size() / 2;
  for (const CLI::Option* option : app.get_options()) {
    const std::string name = option->get_name();
    const size_t distance = Distance(word, name);
    if (distance > least) continue;
    least = distance;
    nearest = name;
  }
  return nearest;
}

// A sentence on what is wrong, with the word that was probably meant.
std::string Complaint(const CLI::App& app, const CLI::ParseError& error) {
  const auto unknown = app.remaining();
  if (unknown.empty() || error.get_exit_code() != static_cast<int>(CLI::ExitCodes::ExtrasError)) {
    return std::string(error.what()) + '.';
  }
  const std::string word = unknown.front().substr(0, unknown.front().find('='));
  const std::string nearest = Nearest(app, word);
  return "there is no argument " + word +
         (nearest.empty() ? "." : "; did you mean " + nearest + "?");
}

}  // namespace

std::optional<Arguments> ReadArguments(int argc, char** argv, int& status) {
  Arguments arguments;
  CLI::App app("Serves a local Google Sheets, Drive and OAuth2 for tests and demonstrations.",
               argc > 0 ? argv[0] : "emulate");
  DeclareData(app, arguments);
  DeclareAccess(app, arguments);
  DeclareBehaviour(app, arguments);
  status = 0;
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp& help) {
    app.exit(help);
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    std::cerr << "emulate: " << Complaint(app, error) << "\nemulate --help lists the arguments.\n";
    status = kExitUsage;
    return std::nullopt;
  }
  arguments.options.drive_lag_ms = int64_t{arguments.drive_lag_s} * 1000;
  arguments.options.clock_skew_ms = int64_t{arguments.clock_skew_s} * 1000;
  return arguments;
}

}  // namespace sheetkeeper::emulator
