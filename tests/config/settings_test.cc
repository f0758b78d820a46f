#include "config/settings.h"

#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

using ::testing::HasSubstr;

TEST(SettingsTest, ASpreadsheetIsKnownByItsIdOrAnyAddressOfIt) {
  const std::string id = "1A-b_C2";
  for (const char* text : {"1A-b_C2", "https://docs.google.com/spreadsheets/d/1A-b_C2",
                           "https://docs.google.com/spreadsheets/d/1A-b_C2/edit#gid=0",
                           "https://docs.google.com/spreadsheets/d/1A-b_C2/edit?usp=sharing",
                           "https://docs.google.com/spreadsheets/u/1/d/1A-b_C2/edit"}) {
    EXPECT_EQ(SpreadsheetId(text).value_or("?"), id) << text;
  }
}

TEST(SettingsTest, WhatIsNoSpreadsheetIsRefused) {
  for (const char* text : {"", "my sheet", "https://example.com/x", "https://docs.google.com/d/"}) {
    EXPECT_FALSE(SpreadsheetId(text).has_value()) << text;
  }
  EXPECT_THAT(
      SpreadsheetId("https://docs.google.com/spreadsheets/d/e/2PACX-1v/pubhtml").error().message,
      HasSubstr("published copy"));
}

TEST(SettingsTest, NoTwoSettingsShareAFlagOrAVariable) {
  std::set<std::string> names;
  for (const Setting& setting : AllSettings()) {
    EXPECT_TRUE(names.insert(FlagOf(setting)).second) << setting.key;
    EXPECT_TRUE(names.insert(VariableOf(setting)).second) << setting.key;
  }
  EXPECT_EQ(names.count("--db-path"), 1U);
  EXPECT_EQ(names.count("SHEETKEEPER_DB_PATH"), 1U);
}

TEST(SettingsTest, ARefusedValueLeavesTheSettingsAlone) {
  for (const Setting& setting : AllSettings()) {
    Settings settings;
    settings.spreadsheet = "before";
    EXPECT_FALSE(setting.set(settings, "").has_value()) << setting.key;
    EXPECT_EQ(settings.spreadsheet, "before");
  }
}

}  // namespace
}  // namespace sheetkeeper
