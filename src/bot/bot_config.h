// The configuration of sheetkeeper-bot: one TOML file. Commands are SQL and text, so a new one
// needs no new program. deploy/alex12060/bot.toml is a file to start from, and explains each key.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/log.h"
#include "base/result.h"
#include "reader/reader.h"

namespace sheetkeeper::bot {

struct CommandConfig {
  std::string name;  // without '/'
  std::string help;
  std::vector<std::string> arguments;  // their names, for the help; all of them are required
  bool admins_only = false;
  bool in_group_chats = true;

  // One of the two. Parameters: :user_id, :arg1, :arg2... (numbers where they look like some) and
  // :args (all of them, as text).
  std::string query;
  std::string write;

  // Templates of the reply (bot/template.h): `before`, `row` for each row, `after`; or `empty`
  // where there is no row, or a write changed none. For a write `done`, which has {changed}.
  std::string before;
  std::string row;
  std::string after;
  std::string empty;
  std::string done;
};

struct BotConfig {
  std::string file;
  std::string api_base = "https://api.telegram.org";
  std::string token_file;  // "": where FindToken() looks for it
  std::string log_file;
  LogLevel log_level = LogLevel::kInfo;
  std::string greeting;              // a template without columns; above the help
  std::vector<std::int64_t> admins;  // user ids
  // A query that gives a row for who may use the bot, with :user_id; "": everybody.
  std::string users_query;
  std::string stranger;  // what others are told
  reader::Options reader;
  std::vector<CommandConfig> commands;
};

// `file`: "" for ./bot.toml, else /etc/sheetkeeper/bot.toml.
// Errors: kNotFound (no file), kInvalid (one line of the message for each mistake).
Result<BotConfig> LoadBotConfig(const std::string& file);

// The token that BotFather gave: from the configured file, else from `bot-token` in systemd's
// credentials directory, else the variable SHEETKEEPER_BOT_TOKEN. Errors: kNotFound, kInvalid (it
// is none); neither tells the token.
Result<std::string> FindToken(const BotConfig& config);

}  // namespace sheetkeeper::bot
