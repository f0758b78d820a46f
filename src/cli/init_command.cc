#include "cli/init_command.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/confirm.h"
#include "cli/preview.h"
#include "cli/record_flags.h"
#include "cli/tab_reader.h"
#include "cli/text_table.h"
#include "config/config.h"
#include "config/nearest_word.h"
#include "config/proposal.h"

namespace sheetkeeper {
namespace {

constexpr const char* kDefaultOutput = "sheetkeeper.toml";

struct InitFlags {
  std::string url;
  std::string key_file;
  std::string output = kDefaultOutput;
  std::string db_path = "data/sheetkeeper.db";
  std::vector<std::string> tabs;            // none: every one
  std::map<std::string, std::string> keys;  // by tab
  bool yes = false;
};

Result<> TakeKey(const std::string& text, InitFlags& flags) {
  const size_t equals = text.rfind('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
    return Fail(ErrorKind::kInvalid, "'" + text + "' is not TAB=COLUMN, as in Ranks='Rank Name'");
  }
  flags.keys[text.substr(0, equals)] = text.substr(equals + 1);
  return {};
}

CommandLine Describe(InitFlags& flags) {
  CommandLine line;
  line.command = "sheetkeeper init";
  line.summary =
      "Looks at a spreadsheet, proposes tables, keys and column types from all of its values, and\n"
      "writes a configuration to start with.";
  line.examples =
      "  sheetkeeper init https://docs.google.com/spreadsheets/d/1AbC.../edit --key-file key.json\n"
      "  sheetkeeper init 1AbC... --tab Staff --tab Ranks --key Ranks='Rank Name' --yes\n";
  line.more =
      "At a terminal it asks for each tab; elsewhere, and with --yes, it takes every tab that has "
      "a\n"
      "key. Nothing is written but the configuration: the first cycle is yours to start.\n"
      "\n"
      "Exit status: 0 written, 1 it failed or was not wanted, 64 wrong flags.\n";
  line.word_unit = "URL";
  line.take_word = [&flags](const std::string& word) -> Result<> {
    TRY_ASSIGN(flags.url, "", SpreadsheetId(word));
    return {};
  };
  line.flags.push_back(
      TextFlag("--key-file", "FILE", "the service account's key (JSON)", flags.key_file));
  line.flags.push_back(
      TextFlag("--output", "FILE", "what to write (sheetkeeper.toml)", flags.output));
  line.flags.push_back(
      TextFlag("--db-path", "FILE", "the database (data/sheetkeeper.db)", flags.db_path));
  line.flags.push_back({"--tab", "TITLE", "only this tab; may be given more than once",
                        [&flags](const std::string& title) {
                          flags.tabs.push_back(title);
                          return Result<>();
                        }});
  line.flags.push_back({"--key", "TAB=COLUMN", "the key of a tab, by its header",
                        [&flags](const std::string& text) { return TakeKey(text, flags); }});
  line.flags.push_back(Switch("--yes", "do not ask", flags.yes));
  return line;
}

std::string ReadLine() {
  std::string line;
  for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar()) {
    line += static_cast<char>(c);
  }
  return line;
}

// What flags and environment say; the file is yet to be.
Result<Settings> SettingsOf(const InitFlags& flags) {
  Settings settings;
  for (const Setting& setting : AllSettings()) {
    const auto value = ProcessEnvironment(VariableOf(setting));
    if (value) TRY(VariableOf(setting), setting.set(settings, *value));
  }
  settings.spreadsheet = flags.url;
  if (!flags.key_file.empty()) settings.key_file = flags.key_file;
  return settings;
}

void Show(const ProposedTable& table) {
  constexpr size_t kNameWidth = 20;
  constexpr size_t kIndent = 4;
  constexpr size_t kRemarksAt = 35;
  const Look look = LookOfStdout();
  const TableBinding& binding = table.binding;
  fmt::print("{}: {} row{}", binding.sheet_title, table.rows, table.rows == 1 ? "" : "s");
  if (table.has_key) {
    fmt::print(" -> table {}, key {}", binding.schema.name, binding.schema.key_column().name);
  }
  fmt::print("\n");
  for (const std::string& remark : table.remarks) {
    fmt::print("    {}\n", Indented(remark, kIndent, look));
  }
  for (size_t i = 0; i < binding.schema.columns.size(); ++i) {
    const Column& column = binding.schema.columns[i];
    std::string line = fmt::format("    {:<{}} {}", column.name, kNameWidth, Name(column.type));
    std::string remarks;
    for (const std::string& remark : table.column_remarks[i]) {
      remarks += (remarks.empty() ? "" : " ") + remark + ".";
    }
    const size_t remarks_at = std::max(kRemarksAt, line.size() + 1);
    if (!remarks.empty()) {
      line.resize(remarks_at, ' ');
      line += Indented(remarks, remarks_at, look);
    }
    fmt::print("{}\n", line);
  }
}

// Asks about one tab until the answer makes sense; false: it is left out.
bool Agree(const SeenTab& tab, ProposedTable& table) {
  while (true) {
    fmt::print(stderr, "{}",
               table.has_key ? "Sync it? [Y = yes, n = no, or the header of another key] "
                             : "Its key? [the header of a column, or nothing to leave it out] ");
    std::fflush(stderr);
    const std::string answer = ReadLine();
    if (answer.empty()) return table.has_key && std::feof(stdin) == 0;
    if (answer == "n" || answer == "no") return false;
    if (table.has_key && (answer == "y" || answer == "Y" || answer == "yes")) return true;
    table = Propose(tab, answer);
    Show(table);
  }
}

// Those that the flags name, in the spreadsheet's order; all where they name none.
Result<std::vector<std::string>> TabsMeant(const std::vector<std::string>& titles,
                                           const InitFlags& flags) {
  const std::vector<std::string_view> known(titles.begin(), titles.end());
  std::vector<std::string> named = flags.tabs;
  for (const auto& [tab, key] : flags.keys) named.push_back(tab);
  for (const std::string& tab : named) {
    if (std::find(known.begin(), known.end(), tab) != known.end()) continue;
    return Fail(ErrorKind::kNotFound,
                fmt::format("the spreadsheet has no tab '{}'{}", tab, Suggestion(tab, known)));
  }
  std::vector<std::string> meant = titles;
  std::erase_if(meant, [&](const std::string& title) {
    return !flags.tabs.empty() &&
           std::find(flags.tabs.begin(), flags.tabs.end(), title) == flags.tabs.end();
  });
  return meant;
}

Result<std::vector<ProposedTable>> ProposeAll(TabReader& reader, const InitFlags& flags) {
  const bool ask = !flags.yes && AtTerminal();
  TRY_ASSIGN(const auto titles, "", TabsMeant(reader.titles(), flags));
  std::vector<ProposedTable> tables;
  for (const std::string& title : titles) {
    TRY_ASSIGN(const SeenTab tab, "tab " + title, reader.Read(title));
    const auto key = flags.keys.find(title);
    ProposedTable table = Propose(tab, key == flags.keys.end() ? "" : key->second);
    Show(table);
    if (ask && !table.binding.schema.columns.empty() && !Agree(tab, table)) continue;
    tables.push_back(std::move(table));
  }
  const bool any = std::any_of(tables.begin(), tables.end(),
                               [](const ProposedTable& table) { return table.has_key; });
  if (any) return tables;
  return Fail(ErrorKind::kInvalid,
              "no tab can be synced as it is; the lines above say why. Put it right in the sheet, "
              "or name a key with --key TAB=COLUMN");
}

// Before anybody has answered questions for nothing.
Result<> CheckWritable(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  const bool there = ::access(path.c_str(), F_OK) == 0;
  const bool writable = there ? ::access(path.c_str(), W_OK) == 0
                              : ::access(folder.empty() ? "." : folder.c_str(), W_OK | X_OK) == 0;
  if (writable) return {};
  return Fail(ErrorKind::kStorage,
              fmt::format("{} cannot be written ({}); name another file with --output", path,
                          std::strerror(errno)));
}

Error WithKeyHint(Error error) {
  if (error.code == "key-missing") error.message += "; name it with --key-file FILE";
  return error;
}

Result<> Write(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::trunc);
  file << text;
  file.close();
  if (file) return {};
  return Fail(ErrorKind::kStorage, path + " cannot be written; name another with --output");
}

// What the first cycle would do, in a line a table: rows and conflicts.
void ShowPlan(const CyclePreview& preview) {
  TextTable text{{"TABLE", "TO DATABASE", "TO SHEET", "CONFLICTS", "WAITING", ""}, {}};
  for (const TablePreview& table : preview.tables) {
    int to_sheet = 0;
    int to_database = 0;
    size_t conflicts = 0;
    for (const RowPlan& row : table.plan) {
      to_sheet += row.on_sheet != SideAction::kNone ? 1 : 0;
      to_database += row.on_local != SideAction::kNone ? 1 : 0;
      conflicts += row.conflicts.size();
    }
    const size_t waiting = table.held_rows.size() + table.rejected.size();
    text.rows.push_back({table.schema.name, fmt::to_string(to_database), fmt::to_string(to_sheet),
                         fmt::to_string(conflicts), fmt::to_string(waiting),
                         table.hold ? "held: " + table.hold->reason : ""});
  }
  fmt::print("{}", Render(text, LookOfStdout()));
}

Result<int> Run(const InitFlags& flags) {
  TRY_ASSIGN(const Settings settings, "", SettingsOf(flags));
  TRY("", CheckWritable(flags.output));
  auto opened = TabReader::Open(settings);
  if (!opened) return Fail(WithKeyHint(std::move(opened).error()));
  TabReader& reader = *opened;
  fmt::print("'{}', read as {}\n\n", reader.title(), reader.account());
  TRY_ASSIGN(const auto tables, "", ProposeAll(reader, flags));
  if (std::filesystem::exists(flags.output)) {
    TRY_ASSIGN(const bool replace, "",
               Confirm(flags.output + " is there already. Replace it?", flags.yes));
    if (!replace) return kExitFailed;
  }
  const ProposedSettings written{flags.url, reader.title(), flags.key_file, flags.db_path};
  TRY("writing the configuration", Write(flags.output, ProposalText(written, tables)));
  fmt::print("\n{} is written. The first cycle would bring, in rows:\n\n", flags.output);
  ConfigSources sources;
  sources.file = flags.output;
  sources.environment = ProcessEnvironment;
  TRY_ASSIGN(const Config config, "reading it back", LoadConfig(sources));
  TRY_ASSIGN(const CyclePreview preview, "", PreviewNow(config));
  ShowPlan(preview);
  const bool found = flags.output == kDefaultOutput;
  const std::string where = found ? "" : " --config " + flags.output;
  fmt::print(
      "\nNext:\n"
      "  sheetkeeper plan{0}\n"
      "      each cell of it\n"
      "  sheetkeeper sync --now{0}\n"
      "      does it\n",
      where);
  return 0;
}

}  // namespace

int RunInitCommand(int argc, char** argv) {
  InitFlags flags;
  const CommandLine line = Describe(flags);
  if (const auto done = ParseFlags(line, argc, argv)) return *done;
  if (flags.url.empty()) {
    return UsageError(line,
                      "which spreadsheet? Give its address, as the browser shows it, or its id:\n"
                      "  sheetkeeper init https://docs.google.com/spreadsheets/d/.../edit "
                      "--key-file key.json");
  }
  const auto status = Run(flags);
  if (status) return *status;
  return Fails(line, status.error());
}

}  // namespace sheetkeeper
