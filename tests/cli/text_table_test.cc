#include "cli/text_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

using testing::ElementsAre;

const TextTable kChanges{{"ROW", "CHANGE", "WHY"},
                         {{"Shark", "bonus_1: percent_prev_1 -> cake", "changed on both sides"},
                          {"Whale", "", "new in the database"}}};

TEST(TextTableTest, WithoutATerminalARowIsALineAndNothingIsLost) {
  EXPECT_EQ(Render(kChanges, {}),
            "ROW    CHANGE                           WHY\n"
            "Shark  bonus_1: percent_prev_1 -> cake  changed on both sides\n"
            "Whale                                   new in the database\n");
}

TEST(TextTableTest, CellsGoOnInFurtherLinesWhereTheColumnsAreNarrowed) {
  EXPECT_EQ(Render(kChanges, {.width = 45}),
            "ROW    CHANGE              WHY\n"
            "Shark  bonus_1:            changed on both\n"
            "       percent_prev_1 ->   sides\n"
            "       cake\n"
            "Whale                      new in the\n"
            "                           database\n");
}

TEST(TextTableTest, WhereColumnsHaveNoRoomBesideEachOtherARowIsABlock) {
  EXPECT_EQ(Render(kChanges, {.width = 26}),
            "ROW     Shark\n"
            "CHANGE  bonus_1:\n"
            "        percent_prev_1 ->\n"
            "        cake\n"
            "WHY     changed on both\n"
            "        sides\n"
            "\n"
            "ROW     Whale\n"
            "WHY     new in the\n"
            "        database\n");
}

TEST(TextTableTest, NothingIsWiderThanTheTerminal) {
  const TextTable table{{"ID", "TEXT", "MORE"},
                        {{"1", std::string(300, 'c'), "größer als alles, was hier Platz hätte"}}};
  for (int width = 20; width < 200; ++width) {
    std::string text = Render(table, {.width = width});
    for (size_t at = 0; at < text.size();) {
      const size_t end = text.find('\n', at);
      size_t characters = 0;
      for (size_t i = at; i < end; ++i) characters += (text[i] & 0xC0) == 0x80 ? 0 : 1;
      ASSERT_LE(characters, static_cast<size_t>(width)) << text;
      at = end + 1;
    }
  }
}

TEST(TextTableTest, OnlyTheHeadersAreBold) {
  EXPECT_EQ(Render({{"A"}, {{"x"}}}, {.width = 80, .colour = true}), "\x1b[1mA\x1b[0m\nx\n");
}

TEST(TextTableTest, ALineBreakInACellIsABlank) {
  EXPECT_EQ(Render({{"A"}, {{"x\ny\x1b"}}}, {}), "A\nx y\n");
}

TEST(WrapWordsTest, BreaksAtBlanksAndLongWordsAnywhere) {
  EXPECT_THAT(WrapWords("one two three", 8), ElementsAre("one two", "three"));
  EXPECT_THAT(WrapWords("a longlonglong b", 6), ElementsAre("a", "longlo", "nglong", "b"));
  EXPECT_THAT(WrapWords("", 6), ElementsAre(""));
}

TEST(IndentedTest, FurtherLinesBeginWhereTheFirstOneDoes) {
  EXPECT_EQ(Indented("put it right in the sheet", 4, {.width = 20}),
            "put it right in\n    the sheet");
  EXPECT_EQ(Indented("put it right in the sheet", 4, {}), "put it right in the sheet");
}

TEST(CutLinesTest, EachLineFits) {
  EXPECT_EQ(CutLines("a long line\nb\n", {.width = 6}), "a lon…\nb\n");
  EXPECT_EQ(CutLines("a long line\n", {}), "a long line\n");
}

}  // namespace
}  // namespace sheetkeeper
