#include "config/config.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <limits>
#include <sstream>

#include <fmt/format.h>

#include "base/number_text.h"
#include "config/problems.h"
#include "config/table_config.h"
#include "config/table_reader.h"
#include "config/toml_tree.h"

namespace sheetkeeper {
namespace {

constexpr const char* kFileHere = "sheetkeeper.toml";
constexpr const char* kFileOfSystem = "/etc/sheetkeeper/sheetkeeper.toml";

std::optional<std::string> Variable(const ConfigSources& sources, const std::string& name) {
  std::optional<std::string> value;
  if (sources.environment) value = sources.environment(name);
  return value && !value->empty() ? value : std::nullopt;
}

Result<std::string> FindFile(const ConfigSources& sources) {
  if (!sources.file.empty()) return sources.file;
  if (const auto named = Variable(sources, "SHEETKEEPER_CONFIG")) return *named;
  for (const char* path : {kFileHere, kFileOfSystem}) {
    if (::access(path, F_OK) == 0) return std::string(path);
  }
  return Fail(
      ErrorKind::kNotFound,
      fmt::format("there is no configuration: neither {} here nor {} exists; name the file "
                  "with --config FILE or SHEETKEEPER_CONFIG, or make one with 'sheetkeeper init "
                  "URL'",
                  kFileHere, kFileOfSystem));
}

Result<std::string> ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  // A directory can be opened, but not read. An empty file is no error here.
  if (in && in.peek() != std::ifstream::traits_type::eof()) text << in.rdbuf();
  if (!in.is_open() || in.bad()) {
    return Fail(ErrorKind::kNotFound,
                fmt::format("reading the configuration {}: {}", path, std::strerror(errno)));
  }
  return text.str();
}

// What the file says, as the environment would say it.
std::optional<std::string> TextOf(const Setting& setting, TableReader& in) {
  switch (setting.kind) {
    case SettingKind::kText:
      return in.Text(setting.key);
    case SettingKind::kWhole: {
      const auto number =
          in.Whole(setting.key, std::numeric_limits<int>::min(), std::numeric_limits<int>::max());
      return number ? std::optional(NumberText(int64_t{*number})) : std::nullopt;
    }
    case SettingKind::kTruth: {
      const auto truth = in.Truth(setting.key);
      return truth ? std::optional<std::string>(*truth ? "true" : "false") : std::nullopt;
    }
  }
  return std::nullopt;
}

void SetFromFile(const Setting& setting, TableReader& in, Settings& settings, Problems& problems) {
  const std::optional<std::string> text = TextOf(setting, in);
  if (!text) return;
  const Result<> set = setting.set(settings, *text);
  if (!set) {
    problems.Add(in.At(setting.key), fmt::format("'{}' {}", setting.key, set.error().message));
  }
}

void ReadSection(std::string_view section, TableReader& file, Settings& settings,
                 Problems& problems) {
  const TomlNode* node = file.Table(section);
  if (node == nullptr) return;
  TableReader in(std::get<TomlTable>(node->value), node->at, fmt::format("[{}]", section),
                 problems);
  for (const Setting& setting : AllSettings()) {
    if (setting.section == section) SetFromFile(setting, in, settings, problems);
  }
}

void ReadDocument(const TomlTable& document, Config& config, Problems& problems) {
  TableReader file(document, {1, 1}, "the file", problems);
  ReadSection("google", file, config.settings, problems);
  ReadSection("worker", file, config.settings, problems);
  config.tables = ReadTables(file, problems);
  if (!file.Has("table")) {
    problems.Add(Position{1, 1}, "there is no [[table]]; add one for each sheet to keep");
  }
}

void Override(const ConfigSources& sources, Settings& settings, Problems& problems) {
  const auto set = [&](const Setting& setting, const std::string& source, const std::string& text) {
    const Result<> done = setting.set(settings, text);
    if (!done) problems.Add(source, done.error().message);
  };
  for (const Setting& setting : AllSettings()) {
    const std::string variable = VariableOf(setting);
    if (const auto text = Variable(sources, variable)) set(setting, variable, *text);
  }
  for (const auto& [setting, text] : sources.flags) set(*setting, FlagOf(*setting), text);
}

// Each may come from another source, so no one place is at fault.
void CheckIntervals(const Settings& settings, Problems& problems) {
  if (settings.min_interval_s <= settings.interval_s) return;
  problems.Add("",
               fmt::format("min_interval ({} s) is longer than interval ({} s); make it shorter, "
                           "or 0 to keep to the interval",
                           settings.min_interval_s, settings.interval_s));
}

bool NamesSpreadsheet(const TomlTable& document) {
  const auto find = [](const TomlTable& table, std::string_view key) {
    return std::find_if(table.begin(), table.end(),
                        [&](const TomlEntry& entry) { return entry.key == key; });
  };
  const auto google = find(document, "google");
  if (google == document.end()) return false;
  const auto* section = std::get_if<TomlTable>(&google->node.value);
  return section != nullptr && find(*section, "spreadsheet") != section->end();
}

Result<Config> Load(const ConfigSources& sources) {
  Result<std::string> file = FindFile(sources);
  if (!file) return Fail(std::move(file).error());
  const Result<std::string> text = ReadFile(*file);
  if (!text) return Fail(text.error());

  Problems problems(*file);
  const auto parsed = ParseToml(*text);
  if (const auto* wrong = std::get_if<TomlSyntaxError>(&parsed)) {
    problems.Add(wrong->at, wrong->message);
    return Fail(problems.ToError());
  }
  const auto& document = std::get<TomlTable>(parsed);
  Config config{*file, {}, {}};
  ReadDocument(document, config, problems);
  Override(sources, config.settings, problems);
  CheckIntervals(config.settings, problems);
  if (config.settings.spreadsheet.empty() && !NamesSpreadsheet(document)) {
    problems.Add(Position{1, 1},
                 "no spreadsheet is named; set 'spreadsheet' in [google] to the address that the "
                 "browser shows for it");
  }
  if (!problems.empty()) return Fail(problems.ToError());
  return config;
}

}  // namespace

Result<Config> LoadConfig(const ConfigSources& sources) {
  auto config = Load(sources);
  if (config) return config;
  Error error = std::move(config).error();
  error.code = error.kind == ErrorKind::kNotFound ? "config-missing" : "config-wrong";
  return Fail(std::move(error));
}

std::optional<std::string> ProcessEnvironment(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

}  // namespace sheetkeeper
