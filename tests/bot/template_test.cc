#include "bot/template.h"

#include <gtest/gtest.h>

namespace sheetkeeper::bot {
namespace {

using Messages = std::vector<std::string>;

TEST(TemplateTest, ValuesReadAsPeopleWriteThem) {
  EXPECT_EQ(TextOf(reader::Value(1e15)), "1000000000000000");
  EXPECT_EQ(TextOf(reader::Value(0.1)), "0.1");
  EXPECT_EQ(TextOf(reader::Value(std::int64_t{5938472011})), "5938472011");
  EXPECT_EQ(TextOf(reader::Value()), "");
}

TEST(TemplateTest, WhatIsFilledInCannotBecomeATag) {
  const auto value = [](std::string_view name) {
    return name == "a" ? std::optional<std::string>("<b>\"&{a}") : std::nullopt;
  };
  EXPECT_EQ(Fill("<i>{a}</i>", value), "<i>&lt;b&gt;&quot;&amp;{a}</i>");
  EXPECT_EQ(Fill("{b} {{a}} {a", value), "{b} {a} {a");
}

TEST(SplitMessageTest, WhatFitsIsOneMessage) {
  EXPECT_EQ(SplitMessage("12345\n789", 9), Messages{"12345\n789"});
  EXPECT_EQ(SplitMessage(""), Messages{});
  EXPECT_EQ(SplitMessage("\n \n"), Messages{});
}

TEST(SplitMessageTest, ItIsCutBetweenLines) {
  EXPECT_EQ(SplitMessage("12345\n789", 8), (Messages{"12345", "789"}));
  EXPECT_EQ(SplitMessage("a\nb\nc\nd", 3), (Messages{"a\nb", "c\nd"}));
}

TEST(SplitMessageTest, ALineThatIsTooLongLosesItsTagsAndKeepsItsText) {
  EXPECT_EQ(SplitMessage("<b>12345</b>6", 4), (Messages{"1234", "56"}));
}

TEST(SplitMessageTest, CharactersAndEntitiesStayWhole) {
  EXPECT_EQ(SplitMessage("ab&amp;cd", 5), (Messages{"ab", "&amp;", "cd"}));
  // Telegram counts UTF-16 units: this one is two.
  EXPECT_EQ(SplitMessage("🌱🌱🌱", 5), (Messages{"🌱🌱", "🌱"}));
}

}  // namespace
}  // namespace sheetkeeper::bot
