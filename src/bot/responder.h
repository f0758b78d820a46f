// What the bot answers to a message: the commands of the configuration, and /help, /start and
// /status. Knows nothing of Telegram but how it spells commands: "/rates@our_bot 100".
//
// Not thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "bot/bot_config.h"
#include "bot/telegram_api.h"
#include "reader/reader.h"

namespace sheetkeeper::bot {

class Responder {
 public:
  // All of them outlive it.
  Responder(const BotConfig& config, reader::HybridService& service)
      : config_(config), service_(service) {}

  // Our name, without '@': commands that name another bot are not for us.
  void SetName(std::string name) { name_ = std::move(name); }

  // HTML; "" where nothing is to be said. A write has happened when it returns.
  std::string Answer(const Message& message);

 private:
  struct Words {
    std::string command;  // without '/' and our name; "" where it is no command, or not for us
    std::vector<std::string> arguments;
    std::string rest;  // all arguments, as they were typed
  };

  Words Split(std::string_view text) const;
  bool IsAdmin(std::int64_t user_id) const;
  // Errors: the list cannot be read.
  reader::Result<bool> IsUser(std::int64_t user_id);
  // An empty database that no cycle has filled says nothing about anybody.
  bool NeverSynced();
  std::string Run(const CommandConfig& command, const Message& message, const Words& words);
  std::string RunQuery(const CommandConfig& command, const reader::Parameters& parameters);
  std::string RunWrite(const CommandConfig& command, const reader::Parameters& parameters);
  std::string Help(const Message& message) const;
  std::string Status();

  const BotConfig& config_;
  reader::HybridService& service_;
  std::string name_;
};

}  // namespace sheetkeeper::bot
