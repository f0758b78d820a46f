#include "config/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config/config_fixture.h"

namespace sheetkeeper {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

constexpr const char* kGoogle = "[google]\nspreadsheet = 'abc'\n";

class ConfigTest : public ConfigFixture {
 protected:
  const Setting* Find(std::string_view key) {
    for (const Setting& setting : AllSettings()) {
      if (setting.key == key) return &setting;
    }
    return nullptr;
  }
};

TEST_F(ConfigTest, WhatTheFileLeavesOutHasItsDefault) {
  const Config config = Load(With(kGoogle));
  EXPECT_EQ(config.settings.api_base, "https://sheets.googleapis.com");
  EXPECT_EQ(config.settings.db_path, "data/sheetkeeper.db");
  EXPECT_EQ(config.settings.interval_s, 300);
  EXPECT_EQ(config.settings.log_file, "");
  EXPECT_EQ(config.settings.log_level, LogLevel::kInfo);
  EXPECT_EQ(config.settings.max_errors, 5);
}

TEST_F(ConfigTest, TheFileSetsEverySetting) {
  const Config config = Load(
      With("[google]\nspreadsheet = 'abc'\nkey_file = 'k.json'\napi_base = 'http://127.0.0.1:1/'\n"
           "token_url = 'http://127.0.0.1:1/token'\nread_quota = 50\nwrite_quota = 40\n"
           "[worker]\ndb_path = 'd/x.db'\ninterval = 60\nlog_file = 'x.log'\nlog_level = 'debug'\n"
           "max_errors = 2\n"));
  const Settings& settings = config.settings;
  EXPECT_EQ(settings.spreadsheet, "abc");
  EXPECT_EQ(settings.key_file, "k.json");
  EXPECT_EQ(settings.api_base, "http://127.0.0.1:1");
  EXPECT_EQ(settings.token_url, "http://127.0.0.1:1/token");
  EXPECT_EQ(settings.read_quota, 50);
  EXPECT_EQ(settings.write_quota, 40);
  EXPECT_EQ(settings.db_path, "d/x.db");
  EXPECT_EQ(settings.interval_s, 60);
  EXPECT_EQ(settings.log_file, "x.log");
  EXPECT_EQ(settings.log_level, LogLevel::kDebug);
  EXPECT_EQ(settings.max_errors, 2);
}

TEST_F(ConfigTest, AFlagCountsBeforeTheEnvironmentAndThatBeforeTheFile) {
  environment_ = {{"SHEETKEEPER_INTERVAL", "20"}, {"SHEETKEEPER_DB_PATH", "from_environment.db"}};
  sources_.flags = {{Find("interval"), "30"}};
  const Config config =
      Load(With("[google]\nspreadsheet = 'abc'\n"
                "[worker]\ninterval = 10\ndb_path = 'from_file.db'\nmax_errors = 7\n"));
  EXPECT_EQ(config.settings.interval_s, 30);
  EXPECT_EQ(config.settings.db_path, "from_environment.db");
  EXPECT_EQ(config.settings.max_errors, 7);
}

TEST_F(ConfigTest, AnEmptyVariableCountsAsNotSet) {
  environment_ = {{"SHEETKEEPER_INTERVAL", ""}};
  EXPECT_EQ(Load(With(kGoogle)).settings.interval_s, 300);
}

TEST_F(ConfigTest, TheEnvironmentNamesTheFile) {
  Write(With(kGoogle));
  environment_ = {{"SHEETKEEPER_CONFIG", sources_.file}};
  sources_.file.clear();
  EXPECT_TRUE(LoadConfig(sources_).has_value());
}

TEST_F(ConfigTest, TheSpreadsheetMayComeFromTheEnvironmentAlone) {
  environment_ = {{"SHEETKEEPER_SPREADSHEET", "https://docs.google.com/spreadsheets/d/xyz/edit"}};
  EXPECT_EQ(Load(kTable).settings.spreadsheet, "xyz");
}

TEST_F(ConfigTest, WithoutAnyFileTheErrorSaysWhereItLookedAndWhatToDo) {
  sources_.file.clear();
  const auto before = std::filesystem::current_path();
  std::filesystem::current_path(folder_);
  const Result<Config> config = LoadConfig(sources_);
  std::filesystem::current_path(before);
  ASSERT_FALSE(config.has_value());
  EXPECT_EQ(config.error().kind, ErrorKind::kNotFound);
  EXPECT_THAT(config.error().message,
              AllOf(HasSubstr("sheetkeeper.toml"), HasSubstr("--config FILE")));
}

TEST_F(ConfigTest, AFileThatIsNotThereOrCannotBeReadIsNamed) {
  sources_.file = folder_ / "none.toml";
  EXPECT_THAT(LoadConfig(sources_).error().message,
              AllOf(HasSubstr("none.toml"), HasSubstr("No such file")));
  sources_.file = folder_;
  EXPECT_THAT(LoadConfig(sources_).error().message, HasSubstr("Is a directory"));
}

TEST_F(ConfigTest, AnEmptyFileIsToldWhatItNeeds) {
  EXPECT_EQ(Mistakes(""),
            "c.toml:1:1: there is no [[table]]; add one for each sheet to keep\n"
            "c.toml:1:1: no spreadsheet is named; set 'spreadsheet' in [google] to the address "
            "that the browser shows for it");
}

TEST_F(ConfigTest, AnUnknownKeyNamesTheNearestOne) {
  EXPECT_EQ(Mistakes(With("[google]\nspreadsheet = 'abc'\n[worker]\nintervall = 3")),
            "c.toml:4:1: unknown key 'intervall' in [worker]; did you mean 'interval'?");
  EXPECT_THAT(Mistakes(With("[gogle]\nspreadsheet = 'abc'")),
              HasSubstr("c.toml:1:2: unknown key 'gogle' in the file; did you mean 'google'?"));
}

TEST_F(ConfigTest, AKeyThatNothingIsNearListsTheKnownOnes) {
  EXPECT_EQ(
      Mistakes(With("[google]\nspreadsheet = 'abc'\n[worker]\nturbo = true")),
      "c.toml:4:1: unknown key 'turbo' in [worker] "
      "(known: interval, min_interval, push_on_write, db_path, log_file, log_level, log_format, "
      "max_errors, record_interval, history_days, lease, status_port, metrics_file, "
      "heartbeat_url)");
}

TEST_F(ConfigTest, AWrongTypeSaysHowToWriteIt) {
  EXPECT_EQ(Mistakes(With("[google]\nspreadsheet = 5\n[worker]\ninterval = '300'\nlog_file = 1.5")),
            "c.toml:2:15: 'spreadsheet' must be text, not a whole number: put it in quotes\n"
            "c.toml:4:12: 'interval' must be a whole number, not text: write 300 without quotes\n"
            "c.toml:5:12: 'log_file' must be text, not a number with a fraction: put it in quotes");
  EXPECT_THAT(Mistakes(With("google = 3")),
              HasSubstr("c.toml:1:10: 'google' must be a table, not a whole number"));
}

TEST_F(ConfigTest, AValueOutOfRangeNamesTheRange) {
  EXPECT_EQ(Mistakes(With("[google]\nspreadsheet = 'abc'\n[worker]\ninterval = 0")),
            "c.toml:4:12: 'interval' is 0; it must be between 1 and 86400");
}

TEST_F(ConfigTest, ATruthIsTrueOrFalseWhereverItIsSaid) {
  EXPECT_FALSE(Load(With(kGoogle)).settings.push_on_write);
  EXPECT_TRUE(
      Load(With(std::string(kGoogle) + "[worker]\npush_on_write = true\n")).settings.push_on_write);
  environment_ = {{"SHEETKEEPER_PUSH_ON_WRITE", "false"}};
  EXPECT_FALSE(
      Load(With(std::string(kGoogle) + "[worker]\npush_on_write = true\n")).settings.push_on_write);
  sources_.flags = {{Find("push_on_write"), "true"}};
  EXPECT_TRUE(Load(With(kGoogle)).settings.push_on_write);
}

TEST_F(ConfigTest, ATruthThatIsNoneIsAMistake) {
  environment_ = {{"SHEETKEEPER_PUSH_ON_WRITE", "ja"}};
  EXPECT_EQ(Mistakes(With(std::string(kGoogle) + "[worker]\npush_on_write = 1\n")),
            "c.toml:4:17: 'push_on_write' must be true or false, not a whole number\n"
            "SHEETKEEPER_PUSH_ON_WRITE: is 'ja'; it is true or false");
}

TEST_F(ConfigTest, TheShortestPauseIsNotLongerThanTheLongest) {
  EXPECT_EQ(
      Load(With(std::string(kGoogle) + "[worker]\nmin_interval = 300\n")).settings.min_interval_s,
      300);
  sources_.flags = {{Find("interval"), "30"}};
  EXPECT_EQ(Mistakes(With(std::string(kGoogle) + "[worker]\nmin_interval = 31\n")),
            "min_interval (31 s) is longer than interval (30 s); make it shorter, or 0 to keep to "
            "the interval");
}

TEST_F(ConfigTest, ASyntaxErrorHasItsPlace) {
  EXPECT_THAT(Mistakes("[google]\nspreadsheet = abc\n"), HasSubstr("c.toml:2:15: "));
  EXPECT_THAT(Mistakes("[worker]\ninterval = 3\ninterval = 4\n"),
              AllOf(HasSubstr("c.toml:3:"), HasSubstr("'interval'")));
  EXPECT_THAT(Mistakes("[worker]\ninterval = 3\n[worker]\n"),
              AllOf(HasSubstr("c.toml:3:"), HasSubstr("'worker'")));
}

TEST_F(ConfigTest, MistakesElsewhereNameTheVariableAndTheFlag) {
  environment_ = {{"SHEETKEEPER_INTERVAL", "soon"}};
  sources_.flags = {{Find("log_level"), "lout"}};
  EXPECT_EQ(Mistakes(With(kGoogle)),
            "SHEETKEEPER_INTERVAL: 'soon' is not a whole number\n"
            "--log-level: unknown level 'lout' (known: debug, info, warning, error)");
}

TEST_F(ConfigTest, ManyMistakesAreToldTogetherInTheOrderOfTheFile) {
  const std::string mistakes = Mistakes(
      "[worker]\nintervall = 3\n[[table]]\nname = 't'\nsheet = 'T'\n"
      "[[table.column]]\nname = 'id'\ntype = 'int'\n");
  EXPECT_EQ(mistakes,
            "c.toml:1:1: no spreadsheet is named; set 'spreadsheet' in [google] to the address "
            "that the browser shows for it\n"
            "c.toml:2:1: unknown key 'intervall' in [worker]; did you mean 'interval'?\n"
            "c.toml:3:1: [[table]] needs 'key', for example: key = \"employee_id\"\n"
            "c.toml:8:8: unknown type 'int'; did you mean 'integer'?");
}

TEST_F(ConfigTest, TheReferenceDeploymentIsUnderstood) {
  sources_.file = SK_DEPLOY_FOLDER "/alex12060/sheetkeeper.toml";
  const Result<Config> config = LoadConfig(sources_);
  ASSERT_TRUE(config.has_value()) << config.error().message;
  ASSERT_EQ(config->tables.size(), 3U);
  EXPECT_EQ(config->tables[0].schema.key_column().name, "employee_id");
  EXPECT_EQ(config->tables[1].schema.key_column().type, ColumnType::kReal);
  EXPECT_EQ(config->tables[2].schema.columns.size(), 7U);
  EXPECT_EQ(config->settings.db_path, "data/reference_data.db");
}

}  // namespace
}  // namespace sheetkeeper
