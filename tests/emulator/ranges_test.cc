#include "emulator/support/api.h"

namespace sheetkeeper::emulator {
namespace {

class RangesTest : public ApiTest {
 protected:
  // The range that the answer names, or the error's message.
  std::string Echo(std::string_view range) {
    const Answer answer = Get(Url("/values/" + std::string(range)));
    return answer.status == 200 ? answer.body["range"].get<std::string>() : answer.message();
  }
};

TEST_F(RangesTest, OpenSidesReachTheEndOfTheGrid) {
  EXPECT_EQ(Echo("A:C"), "Sheet1!A1:C1000");
  EXPECT_EQ(Echo("2:3"), "Sheet1!A2:Z3");
  EXPECT_EQ(Echo("A2:C"), "Sheet1!A2:C1000");
  EXPECT_EQ(Echo("A1:1"), "Sheet1!A1:Z1");
}

TEST_F(RangesTest, CornersAreNormalisedAndASingleCellHasNoColon) {
  EXPECT_EQ(Echo("D4:A1"), "Sheet1!A1:D4");
  EXPECT_EQ(Echo("B2:B2"), "Sheet1!B2");
}

TEST_F(RangesTest, R1C1NotationIsRead) {
  EXPECT_EQ(Echo("R1C1:R2C3"), "Sheet1!A1:C2");
  EXPECT_EQ(Echo("R%5B1%5DC%5B1%5D"), "Sheet1!B2");
}

TEST_F(RangesTest, AnEndBehindTheGridIsClippedAStartIsRefused) {
  EXPECT_EQ(Echo("A999:AZ2000"), "Sheet1!A999:Z1000");
  EXPECT_EQ(Echo("A5000:B5001"),
            "Range (Sheet1!A5000:B5001) exceeds grid limits. Max rows: 1000, max columns: 26");
  EXPECT_EQ(Echo("AB:AC"),
            "Range (Sheet1!AB:AC) exceeds grid limits. Max rows: 1000, max columns: 26");
}

TEST_F(RangesTest, WhatIsNoRangeIsRefusedAsWritten) {
  for (const char* text : {"B", "2", "A0", "Nope!A1", "ABCD1", "A1:R1C1", "A:1"}) {
    EXPECT_EQ(Echo(text), "Unable to parse range: " + std::string(text));
  }
}

TEST_F(RangesTest, TitlesAreQuotedWhereTheyMustBeAndFoundInAnyCase) {
  for (const char* title : {"D3", "My tab", "Bob's", "2024", "RC", "x.y", "Ünï"}) {
    Reply("addSheet", {{"properties", {{"title", title}}}});
  }
  EXPECT_EQ(Echo("my%20TAB!A1"), "'My tab'!A1");
  EXPECT_EQ(Echo("'Bob''s'!A1"), "'Bob''s'!A1");
  EXPECT_EQ(Echo("'D3'"), "'D3'!A1:Z1000");
  EXPECT_EQ(Echo("D3"), "Sheet1!D3");
  EXPECT_EQ(Echo("'2024'!B2"), "'2024'!B2");
  EXPECT_EQ(Echo("'RC'!B2"), "'RC'!B2");
  EXPECT_EQ(Echo("'x.y'!B2"), "x.y!B2");
  EXPECT_EQ(Echo("%C3%9Cn%C3%AF!B2"), "'Ünï'!B2");
}

TEST_F(RangesTest, ANameWinsOverATitleUnlessThatIsQuoted) {
  Reply("addSheet", {{"properties", {{"title", "prices"}}}});
  Reply("addNamedRange", {{"namedRange", {{"name", "Prices"}, {"range", Grid(0, 1, 3, 1, 2)}}}});
  EXPECT_EQ(Echo("prices"), "Sheet1!B2:B3");
  EXPECT_EQ(Echo("'prices'"), "prices!A1:Z1000");
}

}  // namespace
}  // namespace sheetkeeper::emulator
