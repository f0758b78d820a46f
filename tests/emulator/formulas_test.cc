#include "emulator/support/api.h"

namespace sheetkeeper::emulator {
namespace {

class FormulasTest : public ApiTest {
 protected:
  void Type(std::string_view range, const Json& values) { Write(range, values, "USER_ENTERED"); }
  std::string FormulaAt(std::string_view cell) {
    return Values(cell, "FORMULA")[0][0].get<std::string>();
  }
};

TEST_F(FormulasTest, ResultsFollowTheCellsTheyReferTo) {
  Type("A1:A3", R"j([[2], [3], ["=SUM(A1:A2)"]])j"_j);
  EXPECT_EQ(Values("A3"), "[[5]]"_j);
  Write("A1", "[[10]]"_j);
  EXPECT_EQ(Values("A3"), "[[13]]"_j);
}

TEST_F(FormulasTest, ReferencesAreWrittenInTheirUsualForm) {
  Reply("addSheet", {{"properties", {{"title", "Sales"}}}});
  const auto stored = [&](const char* text) {
    Write("Z1", Json::array({Json::array({text})}), "USER_ENTERED");
    return Values("Z1", "FORMULA")[0][0].get<std::string>();
  };
  EXPECT_EQ(stored("=sum( sales!a3:a3 )"), "=sum( Sales!A3 )");
  EXPECT_EQ(stored("='Sales'!B3:a2"), "=Sales!A2:B3");
  EXPECT_EQ(stored("=SALES!$d$3 + 1"), "=Sales!$D$3 + 1");
  EXPECT_EQ(stored("=SUM(Sales!$A3:$A3)"), "=SUM(Sales!$A3)");
  EXPECT_EQ(stored("=SUM(A3:$A3)"), "=SUM(A3:$A3)");
  EXPECT_EQ(stored("=Sales!3:3"), "=Sales!3:3");
  EXPECT_EQ(stored("=if(true,\"a3:a3\",A1)"), "=if(true,\"a3:a3\",A1)");
  // A range that shrinks to one cell is written as one, too.
  stored("=SUM(A5:A6)");
  Reply("deleteDimension",
        {{"range", {{"dimension", "ROWS"}, {"startIndex", 4}, {"endIndex", 5}}}});
  EXPECT_EQ(Values("Z1", "FORMULA"), R"x([["=SUM(A5)"]])x"_j);
}

TEST_F(FormulasTest, EachRenderOptionShowsAFormulaItsWay) {
  Type("A1:A2", R"([[1], ["=A1/4"]])"_j);
  EXPECT_EQ(Values("A2", "FORMATTED_VALUE"), R"([["0.25"]])"_j);
  EXPECT_EQ(Values("A2", "UNFORMATTED_VALUE"), "[[0.25]]"_j);
  EXPECT_EQ(Values("A2", "FORMULA"), R"([["=A1/4"]])"_j);
}

TEST_F(FormulasTest, ReferencesFollowInsertedDeletedAndMovedRows) {
  Type("A1:A4", R"([[1], [2], [3], ["=A2"]])"_j);
  Reply("insertDimension", {{"range", Rows(0, 0, 1)}});
  EXPECT_EQ(FormulaAt("A5"), "=A3");
  Reply("moveDimension", {{"source", Rows(0, 2, 3)}, {"destinationIndex", 1}});
  EXPECT_EQ(FormulaAt("A5"), "=A2");
  Reply("deleteDimension", {{"range", Rows(0, 1, 2)}});
  EXPECT_EQ(FormulaAt("A4"), "=#REF!");
  EXPECT_EQ(Values("A4", "FORMATTED_VALUE"), R"([["#REF!"]])"_j);
}

TEST_F(FormulasTest, CopiedFormulasPointAsFarAwayAsTheOriginal) {
  Type("A1:B2", R"([[1, "=A1*2"], [5, null]])"_j);
  Reply("copyPaste", {{"source", Grid(0, 0, 1, 1, 2)}, {"destination", Grid(0, 1, 2, 1, 2)}});
  EXPECT_EQ(FormulaAt("B2"), "=A2*2");
  EXPECT_EQ(Values("B2"), "[[10]]"_j);
}

TEST_F(FormulasTest, PastedValuesAreNoFormulas) {
  Type("A1:B1", R"([[1, "=A1+1"]])"_j);
  Reply("copyPaste", {{"source", Grid(0, 0, 1, 1, 2)},
                      {"destination", Grid(0, 0, 1, 2, 3)},
                      {"pasteType", "PASTE_VALUES"}});
  EXPECT_EQ(Values("C1", "FORMULA"), "[[2]]"_j);
}

TEST_F(FormulasTest, ReferencesFollowARenamedSheetAndBreakWithADeletedOne) {
  Reply("addSheet", {{"properties", {{"title", "Other"}, {"sheetId", 7}}}});
  Write("Other!A1", "[[4]]"_j);
  Type("A1", R"([["=Other!A1"]])"_j);
  Reply("updateSheetProperties",
        {{"properties", {{"sheetId", 7}, {"title", "My tab"}}}, {"fields", "title"}});
  EXPECT_EQ(FormulaAt("A1"), "='My tab'!A1");
  EXPECT_EQ(Values("A1"), "[[4]]"_j);
  Reply("deleteSheet", {{"sheetId", 7}});
  EXPECT_EQ(Values("A1", "FORMATTED_VALUE"), R"([["#REF!"]])"_j);
}

TEST_F(FormulasTest, AnArrayFillsEmptyNeighboursAndFailsOnFullOnes) {
  Type("A1:C1", R"j([[1, null, "=ARRAYFORMULA(A1:A3*2)"]])j"_j);
  Write("A2:A3", "[[2], [3]]"_j);
  EXPECT_EQ(Values("C1:C3"), "[[2], [4], [6]]"_j);
  Write("C2", R"([["mine"]])"_j);
  EXPECT_EQ(Values("C1:C3", "FORMATTED_VALUE"), R"([["#REF!"], ["mine"]])"_j);
}

TEST_F(FormulasTest, ArrayCellsHaveNoEnteredValueOfTheirOwn) {
  Type("A1", R"j([["=ARRAYFORMULA(ROW(A1:A2))"]])j"_j);
  const Answer answer =
      Get(Url("?ranges=A2&fields=sheets.data.rowData.values(userEnteredValue,effectiveValue)"));
  EXPECT_EQ(answer.body["sheets"][0]["data"][0]["rowData"][0]["values"][0],
            R"({"effectiveValue": {"numberValue": 2}})"_j);
}

TEST_F(FormulasTest, ACircleIsAnErrorAndALongChainIsNot) {
  Type("A1:B1", R"([["=B1", "=A1"]])"_j);
  EXPECT_EQ(Values("A1", "FORMATTED_VALUE"), R"([["#REF!"]])"_j);
  Json column = Json::array();
  for (int row = 1; row < 900; ++row) {
    column.push_back({"=C" + std::to_string(row + 1) + "+1"});
  }
  column.push_back({0});
  Type("C1:C900", column);
  EXPECT_EQ(Values("C1"), "[[899]]"_j);
}

TEST_F(FormulasTest, AnErrorIsTypedInGridDataAndATextInValues) {
  Type("A1", R"([["=1/0"]])"_j);
  EXPECT_TRUE(Values("A1")[0][0].get<std::string>().starts_with("#DIV/0! ("));
  const Answer answer = Get(Url("?ranges=A1&fields=sheets.data.rowData.values.effectiveValue"));
  EXPECT_EQ(answer.body["sheets"][0]["data"][0]["rowData"][0]["values"][0]["effectiveValue"]
                       ["errorValue"]["type"],
            "DIVIDE_BY_ZERO");
}

}  // namespace
}  // namespace sheetkeeper::emulator
