#include "config/nearest_word.h"

#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

const std::vector<std::string_view> kWords = {"interval", "db_path", "log_file", "log_level"};

TEST(NearestWordTest, OneSlipIsForgiven) {
  EXPECT_EQ(NearestWord("intervall", kWords), "interval");
  EXPECT_EQ(NearestWord("intrval", kWords), "interval");
  EXPECT_EQ(NearestWord("lgo_file", kWords), "log_file");
  EXPECT_EQ(NearestWord("DB_PATH", kWords), "db_path");
}

TEST(NearestWordTest, TheNearestOfSeveralIsChosen) {
  EXPECT_EQ(NearestWord("log_leve", kWords), "log_level");
  EXPECT_EQ(NearestWord("log_fil", kWords), "log_file");
}

TEST(NearestWordTest, AWordThatIsNearNothingHasNone) {
  EXPECT_EQ(NearestWord("turbo", kWords), "");
  EXPECT_EQ(NearestWord("x", kWords), "");
  EXPECT_EQ(NearestWord("interval", {}), "");
}

TEST(NearestWordTest, ASuggestionFallsBackToTheKnownWords) {
  EXPECT_EQ(Suggestion("intervall", kWords), "; did you mean 'interval'?");
  EXPECT_EQ(Suggestion("x", {"a_b", "c_d"}), " (known: a_b, c_d)");
}

}  // namespace
}  // namespace sheetkeeper
