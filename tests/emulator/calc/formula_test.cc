#include "emulator/calc/formula.h"

#include <gtest/gtest.h>

#include "emulator/calc/formula_fixture.h"

namespace sheetkeeper::emulator::calc {
namespace {

TEST_F(FormulaTest, Operators) {
  ExpectResults({
      {"=1+2*3", "7"},
      {"= 1 / 1024", "0.0009765625"},
      {"=(1+2)*3", "9"},
      {"=2^3^2", "64"},
      {"=-2^2", "4"},
      {"=2^-1", "0.5"},
      {"=50%", "0.5"},
      {"=10%%", "0.001"},
      {"=7-2-1", "4"},
      {"=\"a\"&\"b\"&1", "\"ab1\""},
      {"=1/3&\"\"", "\"0.333333333333333\""},
      {"=TRUE&\"\"", "\"TRUE\""},
      {"=1+2&3", "\"33\""},
      {"=1<2", "TRUE"},
      {"=2<=1", "FALSE"},
      {"=\"a\"=\"A\"", "TRUE"},
      {"=\"a\"<\"B\"", "TRUE"},
      {"=1<>1", "FALSE"},
      {"=\"1\"=1", "FALSE"},
      {"=1<\"a\"", "TRUE"},
      {"=\"a\"<TRUE", "TRUE"},
      {"=1.5E3", "1500"},
      {"=.5", "0.5"},
      {"=\"say \"\"hi\"\"\"", "\"say \"hi\"\""},
      {"=\"5\"+1", "6"},
      {"=\"12%\"*1", "0.12"},
      {"=\"2020-01-01\"+1", "43832"},
      {"=TRUE+1", "2"},
      {"=+A1", "1"},
      {"=--A2", "2"},
  });
}

TEST_F(FormulaTest, References) {
  ExpectResults({
      {"=A1", "1"},
      {"=a1+$A$2", "3"},
      {"=A9", ""},
      {"=A9+1", "1"},
      {"=A9&\"x\"", "\"x\""},
      {"=A9=0", "TRUE"},
      {"=A9=\"\"", "TRUE"},
      {"='Other one'!A1", "10"},
      {"='OTHER ONE'!B2+'Other one'!A1", "30"},
      {"=Sheet1!A2", "2"},
      {"=SUM(A1:A3)", "6"},
      {"=SUM(A3:A1)", "6"},
      {"=SUM(A:A)", "6"},
      {"=SUM(A2:A)", "5"},
      {"=SUM(1:2)", "43839"},
      {"=SUM(A1:2)", "43839"},
      {"=SUM(Prices)", "6"},
      {"=ROWS(A:A)", "20"},
      {"=ROWS(A2:A100)", "19"},
      {"=D4", "#N/A (old)"},
      {"=D4+1", "#N/A (old)"},
  });
}

TEST_F(FormulaTest, ARangeWhereOneValueIsMeantIsItsCellInTheOwnRowOrColumn) {
  sheets_.Type("A5", "50");
  sheets_.Type("E1", "11");
  ExpectResults({
      {"=A1:A9", "50"},
      {"=A1:A9+1", "51"},
      {"=A1:G1", "11"},
      {"=A1:A3+1",
       "#VALUE! (The default output of this reference is a single cell in the same row but a "
       "matching value could not be found. To get the values for the entire range use the "
       "ARRAYFORMULA function.)"},
  });
}

TEST_F(FormulaTest, TextsThatAreNoFormulas) {
  for (const char* text :
       {"=", "=1+", "=)", "=(", "=1 2", "=\"abc", "=SUM(1,,", "=A1:", "=&", "={1,2", "=SUM(1))",
        "=@", "=1..2", "=+1 (555) 1234567", "=''!A1", "='x'"}) {
    const Formula formula = Formula::Parse(text, sheets_.locale());
    EXPECT_FALSE(formula.IsValid()) << text;
    EXPECT_EQ(Result(text), "#ERROR! (Formula parse error.)") << text;
  }
}

TEST_F(FormulaTest, DeepNestingIsRefusedAndNotACrash) {
  for (const char* piece : {"(", "-", "SUM(", "{", "1+", "IF(1,"}) {
    std::string text = "=";
    for (int i = 0; i < 5000; ++i) text += piece;
    EXPECT_EQ(Result(text), "#ERROR! (Formula parse error.)") << piece;
  }
  std::string sum = "=0";
  for (int i = 0; i < 900; ++i) sum += "+1";
  EXPECT_EQ(Result(sum), "900");
}

TEST_F(FormulaTest, OtherLocalesHaveCommasInNumbersAndSemicolonsBetweenArguments) {
  sheets_.SetLocale("de_DE");
  ExpectResults({
      {"=SUM(1,5;2)", "3.5"},
      {"=\"1,5\"+1", "2.5"},
      {"=1,5&\"\"", "\"1,5\""},
      {"=WAHR", "TRUE"},
      {"=TEXT(1234,5;\"#.##0,00\")", "\"1.234,50\""},
      {"=IF(TRUE;1;2)", "1"},
      {"=SUM(1,2,3)", "#ERROR! (Formula parse error.)"},
      {"=SUM({1\\2;3\\4})", "10"},
  });
}

TEST_F(FormulaTest, SemicolonsPartArgumentsEverywhere) {
  EXPECT_EQ(Result("=SUM(1;2)"), "3");
}

struct TextCase {
  const char* typed;
  const char* text;
};

TEST_F(FormulaTest, TheTextStaysAsTypedButForReferences) {
  const TextCase cases[] = {
      {"= 1 / 1024", "= 1 / 1024"},
      {"=sum(a1:$b$2, 'Other one'!c3 )", "=sum(A1:$B$2, 'Other one'!C3 )"},
      {"='Sheet1'!A1", "=Sheet1!A1"},
      {"=SUM(A:A,1:$3,A2:A,A1:2)", "=SUM(A:A,1:$3,A2:A,A1:2)"},
      {"=b2:a1", "=A1:B2"},
      {"=$B1:A$2", "=A1:$B$2"},
      {"=\"A1\"&A1", "=\"A1\"&A1"},
      {"=SUM(A1", "=SUM(A1)"},
      {"=IF((A1", "=IF((A1))"},
      {"='It''s'!A1", "='It''s'!A1"},
      {"=#REF!+A1", "=#REF!+A1"},
      {"=#REF!A1+Sheet1!#REF!", "=#REF!A1+Sheet1!#REF!"},
      {"='A1'!B2", "='A1'!B2"},
      {"=Größe!B2", "=Größe!B2"},
      {"=1+", "=1+"},
      {"=SUM(1,,", "=SUM(1,,"},
  };
  for (const TextCase& c : cases) {
    EXPECT_EQ(Formula::Parse(c.typed, sheets_.locale()).Text(), c.text) << c.typed;
  }
}

TEST_F(FormulaTest, AFormulaIsRewrittenForAnotherLocale) {
  const Formula formula = Formula::Parse("=SUM(1.5, {1,2;3,4}, \"1,5\")", FindLocale("en_US"));
  EXPECT_EQ(formula.TextIn(FindLocale("de_DE")), "=SUM(1,5; {1\\2;3\\4}; \"1,5\")");
  EXPECT_EQ(formula.TextIn(FindLocale("en_GB")), formula.Text());
  const Formula german = Formula::Parse("=SUM(1,5;{1\\2})", FindLocale("de_DE"));
  EXPECT_EQ(german.TextIn(FindLocale("en_US")), "=SUM(1.5,{1,2})");
}

TEST_F(FormulaTest, WhatAFormulaDependsOn) {
  const Formula formula = Formula::Parse("=SUM(A1:B2)+Prices+'Other one'!C3", sheets_.locale());
  ASSERT_EQ(formula.References().size(), 2u);
  EXPECT_EQ(formula.References()[0].ToArea(), (Area{0, 0, 1, 1}));
  EXPECT_EQ(formula.References()[1].sheet, "Other one");
  EXPECT_EQ(formula.RangeNames(), std::vector<std::string>{"PRICES"});
  EXPECT_FALSE(formula.IsVolatile());
  EXPECT_TRUE(Formula::Parse("=1+NOW()", sheets_.locale()).IsVolatile());
  EXPECT_FALSE(Formula::Parse("=A1+1", sheets_.locale()).MayBeArray());
  EXPECT_TRUE(Formula::Parse("=ARRAYFORMULA(A1:A2)", sheets_.locale()).MayBeArray());
}

TEST_F(FormulaTest, TheResultTakesItsFormatFromFunctionsAndCells) {
  const TextCase cases[] = {
      {"=TODAY()", "DATE "},
      {"=NOW()+TIME(0,A1,0)", "DATE_TIME "},
      {"=D1", "DATE yyyy-mm-dd"},
      {"=D1+1", "DATE yyyy-mm-dd"},
      {"=TODAY()-D1", ""},
      {"=SUM(D2:D3)", "CURRENCY \"$\"#,##0"},
      {"=A1*D2", "CURRENCY \"$\"#,##0"},
      {"=IF(D1>0,C3,0)", "PERCENT 0%"},
      {"=A1+A2", ""},
      {"=LEN(D1)", ""},
      {"=SUM(A2,B2)", ""},
  };
  for (const TextCase& c : cases) {
    const auto format = Formula::Parse(c.typed, sheets_.locale()).ResultFormat(sheets_);
    EXPECT_EQ(format ? format->type + " " + format->pattern : "", c.text) << c.typed;
  }
}

}  // namespace

// Looking at each side twice, one would not live to see the end.
TEST_F(FormulaTest, TheFormatOfALongChainOfDifferencesIsFound) {
  std::string chain = "=D1";
  for (int i = 0; i < 90; ++i) chain += "-1";
  const auto format = Formula::Parse(chain, sheets_.locale()).ResultFormat(sheets_);
  ASSERT_TRUE(format.has_value());
  EXPECT_EQ(format->type, "DATE");
  std::string nested = "=";
  for (int i = 0; i < 90; ++i) nested += "1-(";
  nested += "D1" + std::string(90, ')');
  EXPECT_TRUE(Formula::Parse(nested, sheets_.locale()).ResultFormat(sheets_).has_value());
}

}  // namespace sheetkeeper::emulator::calc
