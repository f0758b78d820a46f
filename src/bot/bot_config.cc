#include "bot/bot_config.h"

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <limits>
#include <sstream>

#include <fmt/format.h>

#include "base/number_text.h"
#include "config/config.h"
#include "config/problems.h"
#include "config/table_reader.h"
#include "config/toml_tree.h"

namespace sheetkeeper::bot {
namespace {

constexpr int kDaySeconds = 24 * 3600;

Result<std::string> ReadWhole(const std::string& path, std::string_view what) {
  std::ifstream in(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  if (!in.is_open()) {
    return Fail(ErrorKind::kNotFound, fmt::format("{} {} cannot be read", what, path));
  }
  return text;
}

std::vector<std::string> Words(std::string text) {
  std::replace(text.begin(), text.end(), ',', ' ');
  std::istringstream in(text);
  return {std::istream_iterator<std::string>(in), {}};
}

void ReadText(TableReader& in, std::string_view key, std::string& into) {
  if (auto text = in.Text(key)) into = std::move(*text);
}

void ReadTruth(TableReader& in, std::string_view key, bool& into) {
  if (const auto truth = in.Truth(key)) into = *truth;
}

void ReadSeconds(TableReader& in, std::string_view key, std::chrono::milliseconds& into) {
  if (const auto seconds = in.Whole(key, 1, kDaySeconds)) into = std::chrono::seconds(*seconds);
}

void ReadAdmins(TableReader& in, BotConfig& config, Problems& problems) {
  for (const std::string& word : Words(in.Text("admins").value_or(""))) {
    const auto id = ParseInteger(word);
    if (id) {
      config.admins.push_back(*id);
    } else {
      problems.Add(in.At("admins"), fmt::format("'{}' is not the number of a user", word));
    }
  }
}

void ReadLogLevel(TableReader& in, BotConfig& config, Problems& problems) {
  const auto name = in.Text("log_level");
  if (!name) return;
  const auto level = ParseLogLevel(*name);
  if (level) config.log_level = *level;
  if (!level) problems.Add(in.At("log_level"), "it is debug, info, warning or error");
}

void ReadReader(TableReader& in, reader::Options& options) {
  ReadText(in, "db_path", options.db_path);
  ReadText(in, "sync_service", options.sync_service);
  ReadTruth(in, "initial_sync", options.initial_sync);
  ReadTruth(in, "auto_sync", options.auto_sync);
  ReadTruth(in, "sheet_fallback", options.sheet_fallback);
  ReadSeconds(in, "sync_interval", options.sync_interval);
  if (const auto command = in.Text("sync_command")) options.sync_command = Words(*command);
  const int entries = in.Whole("cache_entries", 0, std::numeric_limits<int>::max()).value_or(1000);
  if (entries > 0) {
    options.cache = std::make_shared<reader::CacheManager>(static_cast<std::size_t>(entries));
  }
}

void ReadBot(const TomlNode& node, BotConfig& config, Problems& problems) {
  TableReader in(std::get<TomlTable>(node.value), node.at, "[bot]", problems);
  ReadText(in, "api_base", config.api_base);
  ReadText(in, "token_file", config.token_file);
  ReadText(in, "log_file", config.log_file);
  ReadText(in, "greeting", config.greeting);
  ReadText(in, "users_query", config.users_query);
  ReadText(in, "stranger", config.stranger);
  ReadLogLevel(in, config, problems);
  ReadAdmins(in, config, problems);
  ReadReader(in, config.reader);
}

// What Telegram allows.
bool IsCommandName(std::string_view name) {
  return !name.empty() && name.size() <= 32 &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return std::islower(c) != 0 || std::isdigit(c) != 0 || c == '_';
         });
}

CommandConfig ReadCommand(const TomlNode& node, Problems& problems) {
  TableReader in(std::get<TomlTable>(node.value), node.at, "[[command]]", problems);
  CommandConfig command;
  command.name = in.RequiredText("name", "rates");
  if (!command.name.empty() && !IsCommandName(command.name)) {
    problems.Add(in.At("name"), "a name is lower case letters, digits and '_', 32 at most");
  }
  command.help = in.RequiredText("help", "the commission rates");
  command.arguments = Words(in.Text("arguments").value_or(""));
  ReadTruth(in, "admins_only", command.admins_only);
  ReadTruth(in, "in_group_chats", command.in_group_chats);
  ReadText(in, "query", command.query);
  ReadText(in, "write", command.write);
  for (const auto& [key, text] :
       {std::pair{"before", &command.before}, std::pair{"row", &command.row},
        std::pair{"after", &command.after}, std::pair{"empty", &command.empty},
        std::pair{"done", &command.done}}) {
    ReadText(in, key, *text);
  }
  const bool reads = !command.query.empty();
  if (reads != command.write.empty()) {
    problems.Add(node.at, "a command has a 'query' or a 'write', and not both");
  } else if ((reads && command.row.empty()) || (!reads && command.done.empty())) {
    problems.Add(node.at, reads ? "'row' is missing: what is said for each row"
                                : "'done' is missing: what is said after the write");
  }
  if (!reads && !command.admins_only && command.write.find(":user_id") == std::string::npos) {
    problems.Add(node.at,
                 "everybody may write what everybody has: set admins_only, or use :user_id");
  }
  return command;
}

void ReadDocument(const TomlTable& document, BotConfig& config, Problems& problems) {
  TableReader file(document, {1, 1}, "the file", problems);
  if (const TomlNode* node = file.Table("bot")) ReadBot(*node, config, problems);
  for (const TomlNode* node : file.Tables("command")) {
    CommandConfig command = ReadCommand(*node, problems);
    const auto same =
        std::find_if(config.commands.begin(), config.commands.end(),
                     [&](const CommandConfig& other) { return other.name == command.name; });
    if (same != config.commands.end() || command.name == "help" || command.name == "status" ||
        command.name == "start") {
      problems.Add(node->at, fmt::format("there is a command /{} already", command.name));
    }
    config.commands.push_back(std::move(command));
  }
  if (config.reader.db_path.empty()) {
    problems.Add(Position{1, 1}, "db_path is missing in [bot]: the database that the worker keeps");
  }
}

std::string FindFile(const std::string& given) {
  constexpr const char* kHere = "bot.toml";
  if (!given.empty()) return given;
  std::error_code trouble;
  return std::filesystem::exists(kHere, trouble) ? kHere : "/etc/sheetkeeper/bot.toml";
}

bool IsToken(std::string_view text) {
  return !text.empty() && text.find(':') != text.npos &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isalnum(c) != 0 || c == ':' || c == '_' || c == '-';
         });
}

Result<std::string> CheckedToken(std::string text, std::string_view place) {
  while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) {
    text.pop_back();
  }
  if (IsToken(text)) return text;
  return Fail(ErrorKind::kInvalid,
              fmt::format("what {} has is not a token of BotFather's (12345:letters)", place));
}

}  // namespace

Result<BotConfig> LoadBotConfig(const std::string& given) {
  BotConfig config;
  config.file = FindFile(given);
  config.greeting = "Ask me:";
  config.stranger = "You are not on the list.";
  TRY_ASSIGN(const std::string text, "reading it", ReadWhole(config.file, "the configuration"));
  Problems problems(config.file);
  const auto parsed = ParseToml(text);
  if (const auto* wrong = std::get_if<TomlSyntaxError>(&parsed)) {
    problems.Add(wrong->at, wrong->message);
  } else {
    ReadDocument(std::get<TomlTable>(parsed), config, problems);
  }
  if (!problems.empty()) return Fail(problems.ToError());
  return config;
}

Result<std::string> FindToken(const BotConfig& config) {
  std::string file = config.token_file;
  const auto credentials = ProcessEnvironment("CREDENTIALS_DIRECTORY");
  if (file.empty() && credentials) file = *credentials + "/bot-token";
  if (!file.empty()) {
    TRY_ASSIGN(std::string text, "finding the bot's token", ReadWhole(file, "the file"));
    return CheckedToken(std::move(text), file);
  }
  const auto variable = ProcessEnvironment("SHEETKEEPER_BOT_TOKEN");
  if (variable) return CheckedToken(*variable, "SHEETKEEPER_BOT_TOKEN");
  return Fail(ErrorKind::kNotFound,
              "there is no token: set token_file, or SHEETKEEPER_BOT_TOKEN in the environment");
}

}  // namespace sheetkeeper::bot
