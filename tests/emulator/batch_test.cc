#include "emulator/support/api.h"

namespace sheetkeeper::emulator {
namespace {

class BatchTest : public ApiTest {
 protected:
  static Json Text(const char* text) { return {{"userEnteredValue", {{"stringValue", text}}}}; }
  static Json UpdateCells(const Json& start, const Json& cells) {
    return {{"updateCells",
             {{"start", start}, {"fields", "userEnteredValue"}, {"rows", {{{"values", cells}}}}}}};
  }
  static Json CreateMetadata(int id, const Json& location) {
    return {{"createDeveloperMetadata",
             {{"developerMetadata",
               {{"metadataId", id},
                {"metadataKey", "k"},
                {"visibility", "DOCUMENT"},
                {"location", location}}}}}};
  }
  Answer TrySort(const Json& range, const Json& specs) {
    return Batch({{{"sortRange", {{"range", range}, {"sortSpecs", specs}}}}});
  }
  void Sort(const Json& range, int column) {
    const Json spec = {{"dimensionIndex", column}, {"sortOrder", "ASCENDING"}};
    EXPECT_EQ(TrySort(range, Json::array({spec})).status, 200);
  }
  // The row a piece of metadata is on, -1 when it is gone.
  int RowOf(int id) {
    const Answer answer = Get(Url("/developerMetadata/" + std::to_string(id)));
    if (answer.status != 200) return -1;
    return answer.body["location"]["dimensionRange"]["startIndex"];
  }
};

TEST_F(BatchTest, ARefusedRequestUndoesThoseBeforeIt) {
  Write("A1", R"([["old"]])"_j);
  const Answer answer = Batch({UpdateCells({{"sheetId", 0}}, {Text("new")}),
                               {{"insertDimension", {{"range", Rows(0, 0, 5)}}}},
                               {{"deleteSheet", {{"sheetId", 77}}}}});
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.message(), "Invalid requests[2].deleteSheet: No sheet with id: 77");
  EXPECT_EQ(Values("A1:A9"), R"([["old"]])"_j);
  EXPECT_EQ(Get(Url("?fields=sheets.properties.gridProperties.rowCount"))
                .body["sheets"][0]["properties"]["gridProperties"]["rowCount"],
            1000);
}

TEST_F(BatchTest, UpdateCellsTakesTextsAsTextAndEmptiesWhatARangeLeavesOut) {
  Write("A1:B2", "[[1, 2], [3, 4]]"_j);
  Reply("updateCells", {{"range", Grid(0, 0, 2, 0, 2)},
                        {"fields", "userEnteredValue"},
                        {"rows", {{{"values", {Text("=1"), Json::object()}}}}}});
  EXPECT_EQ(Values("A1:B2"), R"([["=1"]])"_j);
}

TEST_F(BatchTest, AMetadataIdInUseFailsTheWholeBatch) {
  const Json token = CreateMetadata(42, {{"spreadsheet", true}});
  EXPECT_EQ(Batch({token, UpdateCells({{"sheetId", 0}}, {Text("once")})}).status, 200);
  EXPECT_EQ(Batch({token, UpdateCells({{"sheetId", 0}}, {Text("twice")})}).status, 400);
  EXPECT_EQ(Values("A1"), R"([["once"]])"_j);
}

TEST_F(BatchTest, MetadataFollowsItsRow) {
  Write("A1:A4", R"([["d"], ["c"], ["b"], ["a"]])"_j);
  Batch({CreateMetadata(1, {{"dimensionRange", Rows(0, 2, 3)}})});
  Reply("insertDimension", {{"range", Rows(0, 0, 2)}});
  EXPECT_EQ(RowOf(1), 4);
  Reply("deleteDimension", {{"range", Rows(0, 0, 1)}});
  EXPECT_EQ(RowOf(1), 3);
  Reply("moveDimension", {{"source", Rows(0, 3, 4)}, {"destinationIndex", 1}});
  EXPECT_EQ(RowOf(1), 1);
  Reply("sortRange", {{"range", Grid(0, 1, 5, 0, 1)},
                      {"sortSpecs", {{{"dimensionIndex", 0}, {"sortOrder", "ASCENDING"}}}}});
  EXPECT_EQ(Values("A1:A5"), R"([[], ["a"], ["b"], ["c"], ["d"]])"_j);
  EXPECT_EQ(RowOf(1), 2);
  Reply("deleteDimension", {{"range", Rows(0, 2, 3)}});
  EXPECT_EQ(RowOf(1), -1);
}

TEST_F(BatchTest, MoveDimensionCountsItsDestinationBeforeTheMove) {
  Write("A1:A4", "[[1], [2], [3], [4]]"_j);
  Reply("moveDimension", {{"source", Rows(0, 0, 1)}, {"destinationIndex", 3}});
  EXPECT_EQ(Values("A1:A4"), "[[2], [3], [1], [4]]"_j);
}

TEST_F(BatchTest, AnAnswerShowsTheSpreadsheetAsItIsAfterTheBatch) {
  Write("A1:B1", R"([["k", "old"]])"_j);
  const Json body = {
      {"requests",
       {{{"addSheet", {{"properties", {{"sheetId", 9}, {"title", "_aside"}, {"hidden", true}}}}}},
        {{"copyPaste",
          {{"source", Grid(0, 0, 1, 0, 2)},
           {"destination", Grid(9, 0, 1, 0, 2)},
           {"pasteType", "PASTE_VALUES"}}}},
        UpdateCells({{"sheetId", 0}, {"columnIndex", 1}}, {Text("new")}),
        {{"insertDimension", {{"range", Rows(0, 1, 2)}}}},
        UpdateCells({{"sheetId", 0}, {"rowIndex", 1}}, {Text("added")})}},
      {"includeSpreadsheetInResponse", true},
      {"responseRanges", Json::array({"Sheet1!A1:B2", "_aside!A1:B1"})}};
  const Answer answer = Post(
      Url(":batchUpdate?prettyPrint=false&fields=updatedSpreadsheet(sheets(properties(sheetId),"
          "data(rowData(values(effectiveValue)))))"),
      body);
  EXPECT_EQ(answer.text,
            R"({"updatedSpreadsheet":{"sheets":[{"properties":{"sheetId":0},"data":[{"rowData":[)"
            R"({"values":[{"effectiveValue":{"stringValue":"k"}},)"
            R"({"effectiveValue":{"stringValue":"new"}}]},)"
            R"({"values":[{"effectiveValue":{"stringValue":"added"}}]}]}]},)"
            R"({"properties":{"sheetId":9},"data":[{"rowData":[{"values":[)"
            R"({"effectiveValue":{"stringValue":"k"}},)"
            R"({"effectiveValue":{"stringValue":"old"}}]}]}]}]}})");
}

TEST_F(BatchTest, InsertedRowsGrowTheGridAndShiftNamedRanges) {
  Reply("addNamedRange", {{"namedRange", {{"name", "n"}, {"range", Grid(0, 4, 6, 0, 1)}}}});
  Reply("insertDimension", {{"range", Rows(0, 5, 7)}});
  const Json book = Get(Url("")).body;
  EXPECT_EQ(book["namedRanges"][0]["range"]["startRowIndex"], 4);
  EXPECT_EQ(book["namedRanges"][0]["range"]["endRowIndex"], 8);
  EXPECT_EQ(book["sheets"][0]["properties"]["gridProperties"]["rowCount"], 1002);
}

TEST_F(BatchTest, SortPutsNumbersBeforeTextsAndBlanksLastBothWays) {
  Write("A1:A5", R"([["b"], [2], [null], ["A"], [1]])"_j);
  const auto sort = [&](const char* order) {
    Reply("sortRange", {{"range", Grid(0, 0, 5, 0, 1)},
                        {"sortSpecs", {{{"dimensionIndex", 0}, {"sortOrder", order}}}}});
    return Values("A1:A5");
  };
  EXPECT_EQ(sort("ASCENDING"), R"([[1], [2], ["A"], ["b"]])"_j);
  EXPECT_EQ(sort("DESCENDING"), R"([["b"], ["A"], [2], [1]])"_j);
}

TEST_F(BatchTest, SortPutsSignsBeforeDigitsBeforeLettersAndBooleansAfterTexts) {
  Write("A1:A5", R"([[true], ["b"], ["_c"], ["a2"], ["1x"]])"_j);
  Sort(Grid(0, 0, 5, 0, 1), 0);
  EXPECT_EQ(Values("A1:A5"), R"([["_c"], ["1x"], ["a2"], ["b"], [true]])"_j);
}

TEST_F(BatchTest, RowsThatAreHiddenStayWhereTheyAreInASort) {
  Write("A1:A4", R"([["d"], ["c"], ["b"], ["a"]])"_j);
  Reply("updateDimensionProperties", {{"range", Rows(0, 1, 2)},
                                      {"properties", {{"hiddenByUser", true}}},
                                      {"fields", "hiddenByUser"}});
  Sort(Grid(0, 0, 4, 0, 1), 0);
  EXPECT_EQ(Values("A1:A4"), R"([["a"], ["c"], ["b"], ["d"]])"_j);
}

TEST_F(BatchTest, ASortLeavesBordersAtTheirPlace) {
  Write("A1:A2", R"([["b"], ["a"]])"_j);
  Reply("updateBorders", {{"range", Grid(0, 0, 1, 0, 1)}, {"top", {{"style", "SOLID"}}}});
  Sort(Grid(0, 0, 2, 0, 1), 0);
  const Json rows =
      Get(Url("?fields=sheets.data.rowData.values(formattedValue,userEnteredFormat)&ranges=A1:A2"))
          .body["sheets"][0]["data"][0]["rowData"];
  EXPECT_EQ(rows[0]["values"][0]["formattedValue"], "a");
  EXPECT_TRUE(rows[0]["values"][0]["userEnteredFormat"]["borders"].contains("top"));
  EXPECT_FALSE(rows[1]["values"][0].contains("userEnteredFormat"));
}

TEST_F(BatchTest, ASortNeedsAnOrderAndAColumnOfItsRange) {
  Write("A1:B2", R"([["b", 1], ["a", 2]])"_j);
  EXPECT_EQ(TrySort(Grid(0, 0, 2, 0, 2), Json::array()).status, 200);
  EXPECT_EQ(TrySort(Grid(0, 0, 2, 0, 2), R"([{"dimensionIndex": 0}])"_j).message(),
            "Invalid requests[0].sortRange: No sort order specified.");
  const Answer outside =
      TrySort(Grid(0, 0, 2, 0, 2), R"([{"dimensionIndex": 5, "sortOrder": "ASCENDING"}])"_j);
  EXPECT_EQ(outside.status, 500);
  EXPECT_EQ(outside.message(), "Internal error encountered.");
  Reply("mergeCells", {{"range", Grid(0, 0, 2, 1, 2)}});
  EXPECT_EQ(TrySort(Grid(0, 0, 2, 0, 2), R"([{"dimensionIndex": 0, "sortOrder": "ASCENDING"}])"_j)
                .message(),
            "Invalid requests[0].sortRange: You can't sort a range containing vertical merges. "
            "There is a vertical merge at B1:B2");
  EXPECT_EQ(Values("A1:A2"), R"([["b"], ["a"]])"_j);
}

TEST_F(BatchTest, ShiftedCellsTakeWhatRefersToThemAlong) {
  Write("A1:C3", R"([["a", "x", "=A2"], ["b", "y", "=B2"], ["c", "z"]])"_j, "USER_ENTERED");
  Reply("addNamedRange", {{"namedRange", {{"name", "n"}, {"range", Grid(0, 1, 2, 0, 1)}}}});
  Reply("addNamedRange", {{"namedRange", {{"name", "wide"}, {"range", Grid(0, 1, 2, 0, 2)}}}});
  Reply("insertRange", {{"range", Grid(0, 0, 1, 0, 1)}, {"shiftDimension", "ROWS"}});
  EXPECT_EQ(Values("A1:C3", "FORMULA"), R"([["", "x", "=A3"], ["a", "y", "=B2"], ["b", "z"]])"_j);
  EXPECT_EQ(Values("n"), R"([["b"]])"_j);
  EXPECT_EQ(Values("wide"), R"([["a", "y"]])"_j);
  Reply("deleteRange", {{"range", Grid(0, 0, 1, 0, 1)}, {"shiftDimension", "ROWS"}});
  EXPECT_EQ(Values("C1:C2", "FORMULA"), R"([["=A2"], ["=B2"]])"_j);
}

TEST_F(BatchTest, AnInsertedRangeGrowsTheGridByWhatItPushesOut) {
  Reply("updateSheetProperties", {{"properties", {{"gridProperties", {{"rowCount", 3}}}}},
                                  {"fields", "gridProperties.rowCount"}});
  Write("A3:B3", R"([["a", "b"]])"_j);
  Reply("insertRange", {{"range", Grid(0, 0, 1, 2, 3)}, {"shiftDimension", "ROWS"}});
  const auto rows = [&] {
    return Get(Url("?fields=sheets.properties.gridProperties.rowCount"))
        .body["sheets"][0]["properties"]["gridProperties"]["rowCount"];
  };
  EXPECT_EQ(rows(), 3);
  Reply("insertRange", {{"range", Grid(0, 0, 2, 0, 1)}, {"shiftDimension", "ROWS"}});
  EXPECT_EQ(rows(), 5);
  EXPECT_EQ(Values("A1:B5"), R"([[], [], ["", "b"], [], ["a"]])"_j);
}

TEST_F(BatchTest, AMergedCellIsNotTornApart) {
  Reply("mergeCells", {{"range", Grid(0, 1, 3, 0, 1)}});
  const auto refused = [&](const char* kind, const Json& request) {
    return Batch({{{kind, request}}}).message();
  };
  EXPECT_EQ(refused("moveDimension", {{"source", Rows(0, 2, 3)}, {"destinationIndex", 6}}),
            "Invalid requests[0].moveDimension: Sorry, it is not possible to move a row to a "
            "position that crosses a merged cell. Please unmerge and try again.");
  EXPECT_EQ(refused("updateSheetProperties",
                    {{"properties", {{"gridProperties", {{"frozenRowCount", 2}}}}},
                     {"fields", "gridProperties.frozenRowCount"}}),
            "Invalid requests[0].updateSheetProperties: Sorry, you can't freeze rows which contain "
            "only part of a merged cell. Try to break apart merged cells or freeze more rows to "
            "include the complete merged cells.");
  Reply("updateSheetProperties", {{"properties", {{"gridProperties", {{"frozenRowCount", 1}}}}},
                                  {"fields", "gridProperties.frozenRowCount"}});
  EXPECT_EQ(refused("mergeCells", {{"range", Grid(0, 0, 2, 3, 4)}}),
            "Invalid requests[0].mergeCells: You can't merge frozen and non-frozen rows.");
}

TEST_F(BatchTest, FiltersFollowTheirColumns) {
  Reply("setBasicFilter",
        {{"filter",
          {{"range", Grid(0, 0, 5, 0, 3)},
           {"criteria", {{"1", {{"hiddenValues", {"x"}}}}, {"2", {{"hiddenValues", {"y"}}}}}}}}});
  const Json columns = {
      {"sheetId", 0}, {"dimension", "COLUMNS"}, {"startIndex", 1}, {"endIndex", 2}};
  Reply("deleteDimension", {{"range", columns}});
  const Json filter = Get(Url("?fields=sheets.basicFilter")).body["sheets"][0]["basicFilter"];
  EXPECT_EQ(filter["range"]["endColumnIndex"], 2);
  EXPECT_EQ(filter["criteria"], R"({"1": {"hiddenValues": ["y"]}})"_j);
  EXPECT_EQ(filter["filterSpecs"].size(), 1U);
  EXPECT_EQ(filter["filterSpecs"][0]["columnIndex"], 1);
}

TEST_F(BatchTest, WhatIsMissingIsNamedAsItsRequestKnowsIt) {
  const auto refused = [&](const char* kind, const Json& request) {
    const std::string text = Batch({{{kind, request}}}).message();
    return text.substr(text.find(": ") + 2);
  };
  EXPECT_EQ(refused("deleteSheet", {{"sheetId", 7}}), "No sheet with id: 7");
  EXPECT_EQ(refused("duplicateSheet", {{"sourceSheetId", 7}}), "No sheet with id: 7");
  EXPECT_EQ(refused("clearBasicFilter", {{"sheetId", 7}}), "No grid with id: 7");
  EXPECT_EQ(refused("addSheet", {{"properties", {{"sheetId", 0}}}}),
            "Sheet with id 0 already exists.");
  EXPECT_EQ(refused("updateCells", {{"start", {{"rowIndex", 1000}}},
                                    {"rows", {{{"values", {Json::object()}}}}},
                                    {"fields", "note"}}),
            "GridCoordinate.rowIndex[1000] is after last row in grid[999]");
  EXPECT_EQ(refused("cutPaste",
                    {{"source", Grid(0, 0, 1, 0, 1)}, {"destination", {{"columnIndex", 26}}}}),
            "GridCoordinate.columnIndex[26] is after last column in grid[25]");
  EXPECT_EQ(refused("insertDimension", {{"range", Rows(0, 1001, 1002)}}),
            "range.startIndex is larger than current grid size (1000)");
  EXPECT_EQ(refused("updateDimensionProperties", {{"range", Rows(0, 1000, 1002)},
                                                  {"properties", {{"hiddenByUser", true}}},
                                                  {"fields", "hiddenByUser"}}),
            "Cannot update a row that doesn't exist. Tried to update row index 1000 but there are "
            "only 1000 rows.");
}

TEST_F(BatchTest, PastedFieldsMayBeInQuotes) {
  Reply("pasteData", {{"coordinate", {{"sheetId", 0}}},
                      {"data", "a,\"b,\"\"c\"\"\"\n1;2,3"},
                      {"type", "PASTE_NORMAL"},
                      {"delimiter", ","}});
  EXPECT_EQ(Values("A1:B2"), R"([["a", "b,\"c\""], ["1;2", 3]])"_j);
}

TEST_F(BatchTest, CellsAreShiftedOnlyAlongANamedDimension) {
  for (const char* kind : {"insertRange", "deleteRange"}) {
    const Answer answer = Batch(Json::array({{{kind, {{"range", Grid(0, 0, 1, 0, 1)}}}}}));
    EXPECT_EQ(answer.message(),
              "Invalid requests[0]." + std::string(kind) + ": No dimension specified.");
  }
}

TEST_F(BatchTest, ARequestThatIsNoObjectIsNamedWithItsType) {
  EXPECT_EQ(Batch(R"(["repeatCell"])"_j).message(),
            "Invalid value at 'requests[0]' (type.googleapis.com/"
            "google.apps.sheets.v4.BatchUpdateSpreadsheetRequest.Request), \"repeatCell\"");
}

TEST_F(BatchTest, FindReplaceCountsWhatItChanged) {
  Write("A1:B2", R"([["cat", "Catalog"], ["dog", "cat cat"]])"_j);
  const Json reply =
      Reply("findReplace", {{"find", "cat"}, {"replacement", "x"}, {"allSheets", true}});
  EXPECT_EQ(reply["findReplace"],
            R"({"valuesChanged": 3, "rowsChanged": 2, "sheetsChanged": 1,
                            "occurrencesChanged": 4})"_j);
  EXPECT_EQ(Values("A1:B2"), R"([["x", "xalog"], ["dog", "x x"]])"_j);
}

TEST_F(BatchTest, TheLastVisibleSheetCanBeNeitherHiddenNorDeleted) {
  EXPECT_EQ(Batch({{{"updateSheetProperties",
                     {{"properties", {{"sheetId", 0}, {"hidden", true}}}, {"fields", "hidden"}}}}})
                .message(),
            "Invalid requests[0].updateSheetProperties: You can't hide all the sheets in a "
            "document.");
  EXPECT_EQ(Batch({{{"deleteSheet", {{"sheetId", 0}}}}}).message(),
            "Invalid requests[0].deleteSheet: You can't remove all the sheets in a document.");
}

TEST_F(BatchTest, ARowAtTheVeryEndInheritsFromTheOneBefore) {
  EXPECT_EQ(Batch({{{"insertDimension", {{"range", Rows(0, 1000, 1001)}}}}}).message(),
            "Invalid requests[0].insertDimension: range.startIndex must be less than the grid size "
            "(1000) if inheritFromBefore is false.");
  Reply("insertDimension", {{"range", Rows(0, 1000, 1001)}, {"inheritFromBefore", true}});
  EXPECT_EQ(Get(Url("/values/Sheet1")).body["range"], "Sheet1!A1:Z1001");
}

TEST_F(BatchTest, OneRowThatIsNotFrozenStays) {
  Reply("updateSheetProperties",
        {{"properties", {{"sheetId", 0}, {"gridProperties", {{"frozenRowCount", 2}}}}},
         {"fields", "gridProperties.frozenRowCount"}});
  EXPECT_EQ(Batch({{{"deleteDimension", {{"range", Rows(0, 1, 1000)}}}}}).message(),
            "Invalid requests[0].deleteDimension: Sorry, it is not possible to delete all "
            "non-frozen rows.");
  Reply("deleteDimension", {{"range", Rows(0, 2, 999)}});
}

TEST_F(BatchTest, ANameIsGivenToOneRange) {
  const Json named = {{"namedRange", {{"name", "prices"}, {"range", Grid(0, 0, 1, 0, 1)}}}};
  Reply("addNamedRange", named);
  EXPECT_EQ(Batch({{{"addNamedRange", named}}}).message(),
            "Invalid requests[0].addNamedRange: Cannot add named range with name prices, a named "
            "range with that name already exists.");
}

TEST_F(BatchTest, UnknownRequestsAndFieldsAreNamed) {
  const Answer answer = Batch({{{"noSuchRequest", Json::object()}}});
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.message(),
            "Invalid JSON payload received. Unknown name \"noSuchRequest\" at 'requests[0]': "
            "Cannot find field.");
}

TEST_F(BatchTest, LenientFormsOfARequestAreRead) {
  const Answer answer =
      Post(Url(":batchUpdate"),
           {{"requests",
             {{"update_sheet_properties",
               {{"properties", {{"sheet_id", 0}, {"title", "T"}, {"tab_color", nullptr}}},
                {"fields", "title"}}}}}});
  EXPECT_EQ(answer.status, 200) << answer.text;
  EXPECT_EQ(emulator_.At(id_).Tabs(), std::vector<std::string>{"T"});
}

TEST_F(BatchTest, OfFieldsThatExcludeOneAnotherOnlyOneMayBeSet) {
  const Answer kinds = Batch(R"([{"deleteSheet": {"sheetId": 1}, "addSheet": {}}])"_j);
  EXPECT_EQ(kinds.status, 400);
  EXPECT_EQ(kinds.message(),
            "Invalid value at 'requests[0]' (oneof), oneof field 'kind' is already set. Cannot set "
            "'addSheet'");
  const Answer values = Batch(R"([{"updateCells": {"start": {}, "fields": "*", "rows": [{"values": [
      {"userEnteredValue": {"stringValue": "a", "numberValue": 1}}]}]}}])"_j);
  EXPECT_EQ(values.message(),
            "Invalid value at 'requests[0].update_cells.rows[0].values[0].user_entered_value' "
            "(oneof), oneof field 'value' is already set. Cannot set 'numberValue'");
}

TEST_F(BatchTest, AnInsertionNeedsBothEndsAndAWriteAPlace) {
  EXPECT_EQ(Batch(R"([{"insertDimension": {"range": {"dimension": "ROWS"}}}])"_j).status, 400);
  EXPECT_EQ(Batch(R"([{"updateCells": {"rows": [], "fields": "*"}}])"_j).status, 400);
  EXPECT_EQ(Batch(R"([{"updateCells": {"start": {}, "fields": "*", "rows": [{"values": [
      {"userEnteredValue": {"formulaValue": "1+2"}}]}]}}])"_j)
                .status,
            400);
}

TEST_F(BatchTest, DataSourcesAreNamedAsNotImplemented) {
  const Answer answer = Batch(R"([{"refreshDataSource": {"isAll": true}}])"_j);
  EXPECT_EQ(answer.status, 501);
  EXPECT_EQ(answer.message(), "The emulator does not implement the request refreshDataSource.");
}

}  // namespace
}  // namespace sheetkeeper::emulator
