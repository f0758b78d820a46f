// A bot's configuration, written as a file as its user would, and a database to answer from.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include <gtest/gtest.h>

#include "bot/bot_config.h"
#include "bot/responder.h"
#include "reader/reader.h"
#include "store/store_fixture.h"

namespace sheetkeeper::bot {

inline constexpr std::int64_t kAdmin = 10;
inline constexpr std::int64_t kUser = 20;
inline constexpr std::int64_t kStranger = 30;

class BotTest : public testing::Test {
 protected:
  BotTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sk_bot_XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    OtherProgram(database())
        .Run(
            "PRAGMA journal_mode = WAL; CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT,"
            " wage REAL) STRICT; INSERT INTO people VALUES (10, 'Ann & <Co>', 15.5), (20, 'Ben', "
            "16)");
  }
  ~BotTest() override { std::filesystem::remove_all(folder_); }

  std::string database() const { return folder_ + "/people.db"; }
  std::string folder() const { return folder_; }

  // A configuration of these commands, after the usual [bot].
  Result<BotConfig> Load(const std::string& commands, const std::string& more = "") {
    const std::string file = folder_ + "/bot.toml";
    std::ofstream(file) << "[bot]\ndb_path = \"" << database() << "\"\nadmins = \"10\"\n"
                        << "users_query = \"SELECT 1 FROM people WHERE id = :user_id\"\n"
                        << more << "\n"
                        << commands;
    return LoadBotConfig(file);
  }
  // The line of the message, without the file's name.
  std::string Mistake(const std::string& commands, const std::string& more = "") {
    const auto config = Load(commands, more);
    return config ? "none" : config.error().message.substr(folder_.size() + 1);
  }

 private:
  std::string folder_;
};

inline const std::string kCommands = R"toml(
[[command]]
name = "list"
help = "everybody"
query = "SELECT * FROM people WHERE id <= coalesce(:arg1, 99) ORDER BY id"
before = "<b>People</b>"
row = "{name}: {wage}"
after = "That is all."
empty = "Nobody."

[[command]]
name = "me"
help = "my wage"
query = "SELECT * FROM people WHERE id = :user_id"
row = "{name} {nothing} {{wage}}"
in_group_chats = false

[[command]]
name = "setwage"
help = "sets a wage"
arguments = "EMPLOYEE WAGE"
admins_only = true
write = "UPDATE people SET wage = :arg2 WHERE id = :arg1"
done = "{arg1} gets {arg2} ({changed})."
empty = "There is no such employee."
)toml";

}  // namespace sheetkeeper::bot
