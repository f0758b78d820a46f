#include "bot/bot_config.h"

#include <stdlib.h>

#include "bot/bot_fixture.h"

namespace sheetkeeper::bot {
namespace {

using BotConfigTest = BotTest;

std::string Command(const std::string& lines) {
  return "[[command]]\nname = \"x\"\nhelp = \"h\"\n" + lines;
}

TEST_F(BotConfigTest, SettingsAreRead) {
  const auto config = Load(kCommands, "sync_command = \"/opt/sheetkeeper sync\"\nauto_sync = true");
  ASSERT_TRUE(config) << config.error().message;
  EXPECT_EQ(config->admins, std::vector<std::int64_t>{10});
  EXPECT_EQ(config->reader.sync_command, (std::vector<std::string>{"/opt/sheetkeeper", "sync"}));
  EXPECT_TRUE(config->reader.auto_sync);
  EXPECT_EQ(config->commands.size(), 3U);
  EXPECT_EQ(config->commands[2].arguments, (std::vector<std::string>{"EMPLOYEE", "WAGE"}));
}

TEST_F(BotConfigTest, MistakesAreNamedWithTheirPlace) {
  EXPECT_EQ(Mistake("", "intial_sync = true"),
            "bot.toml:5:1: unknown key 'intial_sync' in [bot]; did you mean 'initial_sync'?");
  EXPECT_NE(Mistake("", "log_level = \"loud\"").find("bot.toml:5:"), std::string::npos);
  EXPECT_NE(Mistake(Command("query = \"SELECT 1\"")).find("'row' is missing"), std::string::npos);
  EXPECT_NE(Mistake(Command("row = \"r\"")).find("a 'query' or a 'write'"), std::string::npos);
  EXPECT_NE(Mistake("[[command]]\nname = \"X\"\nhelp = \"h\"\nquery = \"q\"\nrow = \"r\"")
                .find("lower case"),
            std::string::npos);
  const std::string twice = Command("query = \"q\"\nrow = \"r\"\n");
  EXPECT_NE(Mistake(twice + twice).find("there is a command /x already"), std::string::npos);
}

TEST_F(BotConfigTest, NobodyIsLetWriteByMistake) {
  EXPECT_NE(Mistake(Command("write = \"DELETE FROM people\"\ndone = \"d\"")).find("admins_only"),
            std::string::npos);
  EXPECT_EQ(Mistake(Command("write = \"UPDATE people SET wage = 1 WHERE id = :user_id\"\n"
                            "done = \"d\"")),
            "none");
}

TEST_F(BotConfigTest, TheTokenComesFromItsFileAndIsNeverInAnError) {
  BotConfig config;
  config.token_file = folder() + "/token";
  EXPECT_EQ(FindToken(config).error().kind, ErrorKind::kNotFound);
  std::ofstream(config.token_file) << "12345:AAE-secret_1\n";
  EXPECT_EQ(*FindToken(config), "12345:AAE-secret_1");
  std::ofstream(config.token_file) << "a secret that is wrong\n";
  EXPECT_EQ(FindToken(config).error().message.find("secret"), std::string::npos);
}

TEST_F(BotConfigTest, WithoutAFileTheTokenIsTheCredential) {
  std::ofstream(folder() + "/bot-token") << "1:a";
  ::setenv("CREDENTIALS_DIRECTORY", folder().c_str(), 1);
  const auto token = FindToken({});
  ::unsetenv("CREDENTIALS_DIRECTORY");
  EXPECT_EQ(*token, "1:a");
}

}  // namespace
}  // namespace sheetkeeper::bot
