#include "emulator/support/api.h"

namespace sheetkeeper::emulator {
namespace {

class ObjectsTest : public ApiTest {
 protected:
  Json Sheet() { return Get(Url("")).body["sheets"][0]; }
};

TEST_F(ObjectsTest, ATableTakesColumnNamesFromItsHeaderAndBringsColoursAlong) {
  Write("A1:B2", R"([["Name", "Age"], ["Ann", 30]])"_j);
  const Json table =
      Reply("addTable", {{"table", {{"range", Grid(0, 0, 2, 0, 2)}}}})["addTable"]["table"];
  EXPECT_EQ(table["name"], "Table1");
  EXPECT_EQ(table["columnProperties"],
            R"([{"columnName": "Name"}, {"columnIndex": 1, "columnName": "Age"}])"_j);
  const Json sheet = Sheet();
  EXPECT_EQ(sheet["properties"]["gridProperties"]["frozenRowCount"], 1);
  EXPECT_EQ(sheet["bandedRanges"][0]["bandedRangeReference"], table["tableId"]);
  EXPECT_EQ(sheet["tables"][0], table);
}

TEST_F(ObjectsTest, ATablesColumnOfChoicesNeedsThem) {
  const Json column = {{"columnName", "Size"}, {"columnType", "DROPDOWN"}};
  const Json table = {{"range", Grid(0, 0, 2, 0, 1)}, {"columnProperties", Json::array({column})}};
  EXPECT_EQ(Batch(Json::array({{{"addTable", {{"table", table}}}}})).message(),
            "Invalid requests[0].addTable: Condition must be set for dropdown column type.");
}

TEST_F(ObjectsTest, ATableGrowsWithARowInsertedInIt) {
  Write("A1:B3", R"([["Name", "Age"], ["Ann", 30], ["Bob", 40]])"_j);
  Reply("addTable", {{"table", {{"range", Grid(0, 0, 3, 0, 2)}}}});
  Reply("insertDimension", {{"range", Rows(0, 2, 3)}});
  EXPECT_EQ(Sheet()["tables"][0]["range"]["endRowIndex"], 4);
  EXPECT_EQ(Sheet()["bandedRanges"][0]["range"]["endRowIndex"], 4);
}

TEST_F(ObjectsTest, ATableFollowsItsColumnsAndNamesNewOnes) {
  Write("A1:C2", R"([["k", "v", "w"], ["a", "1", "x"]])"_j);
  const Json types = Json::array({{{"columnIndex", 2}, {"columnType", "TEXT"}}});
  Reply("addTable", {{"table", {{"range", Grid(0, 0, 2, 0, 3)}, {"columnProperties", types}}}});
  const auto names = [&] {
    Json list = Json::array();
    const Json columns = Sheet()["tables"][0]["columnProperties"];
    for (const Json& column : columns) list.push_back(column["columnName"]);
    return list;
  };
  const auto columns = [](int begin, int end) {
    return Json{{"sheetId", 0}, {"dimension", "COLUMNS"}, {"startIndex", begin}, {"endIndex", end}};
  };
  Reply("insertDimension", {{"range", columns(1, 2)}});
  EXPECT_EQ(names(), R"(["k", "Column 2", "v", "w"])"_j);
  EXPECT_EQ(Values("A1:D1"), R"([["k", "Column 2", "v", "w"]])"_j);
  Reply("insertDimension", {{"range", columns(4, 5)}});
  EXPECT_EQ(names().size(), 4U);
  Reply("insertDimension", {{"range", columns(4, 5)}, {"inheritFromBefore", true}});
  EXPECT_EQ(names(), R"(["k", "Column 2", "v", "w", "Column 5"])"_j);
  Reply("deleteDimension", {{"range", columns(0, 2)}});
  EXPECT_EQ(names(), R"(["v", "w", "Column 5"])"_j);
  EXPECT_EQ(Sheet()["tables"][0]["columnProperties"][1]["columnType"], "TEXT");
  EXPECT_EQ(Sheet()["tables"][0]["columnProperties"][1]["columnIndex"], 1);
  EXPECT_EQ(Sheet()["bandedRanges"][0]["range"]["endColumnIndex"], 3);
}

TEST_F(ObjectsTest, ASpreadsheetIsMadeWithAllThatItsSheetsHave) {
  const Json rule = {{"condition", {{"type", "NOT_BLANK"}}},
                     {"format", {{"textFormat", {{"bold", true}}}}}};
  const Json cell = {{"userEnteredValue", {{"numberValue", 1}}}};
  const Json sheet = {
      {"properties", {{"title", "A"}}},
      {"data", {{{"rowData", {{{"values", {cell}}}}}, {"columnMetadata", {{{"pixelSize", 42}}}}}}},
      {"merges", {{{"endRowIndex", 2}, {"endColumnIndex", 2}}}},
      {"conditionalFormats", {{{"ranges", {{{"endRowIndex", 2}}}}, {"booleanRule", rule}}}},
      {"basicFilter", {{"range", {{"endRowIndex", 9}}}}},
      {"rowGroups", {{{"range", {{"dimension", "ROWS"}, {"startIndex", 3}, {"endIndex", 5}}}}}},
      {"protectedRanges", {{{"range", {{"startRowIndex", 5}}}}}}};
  const Answer made =
      Post("/v4/spreadsheets", {{"sheets", {{{"properties", {{"title", "first"}}}}, sheet}}});
  ASSERT_EQ(made.status, 200) << made.text;
  id_ = made.body["spreadsheetId"];
  const Json second = Get(Url("?includeGridData=true&ranges=A!A1:C9")).body["sheets"][0];
  for (const char* name :
       {"merges", "conditionalFormats", "basicFilter", "rowGroups", "protectedRanges"}) {
    EXPECT_TRUE(second.contains(name)) << name;
  }
  EXPECT_EQ(second["merges"][0]["sheetId"], second["properties"]["sheetId"]);
  EXPECT_EQ(second["data"][0]["columnMetadata"][0]["pixelSize"], 42);
}

TEST_F(ObjectsTest, RowsAppendedToATableAreInsertedAtItsEnd) {
  Write("A1:B4", R"([["k", "v"], ["a", "1"], [], ["below", ""]])"_j);
  const Json table = Reply("addTable", {{"table", {{"range", Grid(0, 0, 2, 0, 2)}}}});
  const Json id = table["addTable"]["table"]["tableId"];
  const auto append = [&](const Json& cells) {
    return Batch(
        {{{"appendCells",
           {{"tableId", id}, {"rows", {{{"values", cells}}}}, {"fields", "userEnteredValue"}}}}});
  };
  const Json b = {{"userEnteredValue", {{"stringValue", "b"}}}};
  EXPECT_EQ(append(Json::array({b})).status, 200);
  EXPECT_EQ(append(Json::array({b, b, b})).status, 400);
  EXPECT_EQ(Values("A1:B5"), R"([["k", "v"], ["a", "1"], ["b"], [], ["below"]])"_j);
  const Json sheet = Get(Url("")).body["sheets"][0];
  EXPECT_EQ(sheet["tables"][0]["range"]["endRowIndex"], 3);
  EXPECT_EQ(sheet["bandedRanges"][0]["range"]["endRowIndex"], 3);
  EXPECT_EQ(sheet["properties"]["gridProperties"]["rowCount"], 1001);
}

TEST_F(ObjectsTest, CellsAreNotShiftedThroughATable) {
  Reply("addTable", {{"table", {{"range", Grid(0, 4, 6, 0, 2)}}}});
  const auto shift = [&](const char* kind, const Json& range) {
    return Batch({{{kind, {{"range", range}, {"shiftDimension", "ROWS"}}}}});
  };
  EXPECT_EQ(shift("insertRange", Grid(0, 0, 1, 0, 1)).message(),
            "Invalid requests[0].insertRange: You cannot insert or delete cells over part of a "
            "table.");
  EXPECT_EQ(shift("deleteRange", Grid(0, 4, 5, 0, 2)).status, 400);
  EXPECT_EQ(shift("insertRange", Grid(0, 0, 1, 2, 3)).status, 200);
  EXPECT_EQ(shift("insertRange", Grid(0, 0, 1, 0, 2)).status, 200);
  EXPECT_EQ(Get(Url("")).body["sheets"][0]["tables"][0]["range"]["startRowIndex"], 5);
}

TEST_F(ObjectsTest, ADeletedTableTakesTheConditionalFormatsOfItsRangeAlong) {
  const Json table =
      Reply("addTable", {{"table", {{"range", Grid(0, 0, 3, 0, 2)}}}})["addTable"]["table"];
  const auto add = [&](const Json& range) {
    Reply("addConditionalFormatRule",
          {{"rule",
            {{"ranges", Json::array({range})},
             {"booleanRule",
              {{"condition", {{"type", "NOT_BLANK"}}}, {"format", Json::object()}}}}}});
  };
  add(Grid(0, 1, 3, 0, 1));
  add(Grid(0, 1, 9, 0, 1));
  Reply("deleteTable", {{"tableId", table["tableId"]}});
  EXPECT_FALSE(Sheet().contains("tables"));
  ASSERT_EQ(Sheet()["conditionalFormats"].size(), 1U);
  EXPECT_EQ(Sheet()["conditionalFormats"][0]["ranges"][0]["endRowIndex"], 9);
}

TEST_F(ObjectsTest, ABasicFilterHidesRowsThatDoNotPass) {
  Write("A1:A4", R"([["n"], [1], [5], [9]])"_j);
  const Json criteria = {
      {"condition",
       {{"type", "NUMBER_GREATER"}, {"values", Json::array({{{"userEnteredValue", "4"}}})}}}};
  Reply("setBasicFilter",
        {{"filter",
          {{"range", Grid(0, 0, 4, 0, 1)},
           {"filterSpecs", Json::array({{{"columnIndex", 0}, {"filterCriteria", criteria}}})}}}});
  const auto hidden = [&](int row) {
    const Answer answer = Get(Url("?ranges=A1:A4&fields=sheets.data.rowMetadata"));
    return answer.body["sheets"][0]["data"][0]["rowMetadata"][row].contains("hiddenByFilter");
  };
  EXPECT_FALSE(hidden(0));
  EXPECT_TRUE(hidden(1));
  EXPECT_FALSE(hidden(3));
  Reply("clearBasicFilter", {{"sheetId", 0}});
  EXPECT_FALSE(hidden(1));
}

TEST_F(ObjectsTest, ConditionalFormatsAreReplacedAndReturnedByIndex) {
  const auto rule = [](const char* limit) {
    return Json{
        {"ranges", Json::array({Grid(0, 0, 5, 0, 1)})},
        {"booleanRule",
         {{"condition",
           {{"type", "NUMBER_GREATER"}, {"values", Json::array({{{"userEnteredValue", limit}}})}}},
          {"format", {{"backgroundColor", {{"red", 0.9}}}}}}}};
  };
  Reply("addConditionalFormatRule", {{"rule", rule("1")}, {"index", 0}});
  const Json reply =
      Reply("updateConditionalFormatRule", {{"rule", rule("2")}, {"index", 0}, {"sheetId", 0}});
  const Json& changed = reply["updateConditionalFormatRule"];
  EXPECT_EQ(changed["oldRule"]["booleanRule"]["condition"]["values"][0]["userEnteredValue"], "1");
  EXPECT_EQ(changed["newRule"]["booleanRule"]["format"],
            R"({"backgroundColor": {"red": 0.8980392},
                "backgroundColorStyle": {"rgbColor": {"red": 0.8980392}}})"_j);
  EXPECT_FALSE(changed["newRule"]["ranges"][0].contains("sheetId"));
}

TEST_F(ObjectsTest, ChartsKeepTheirIdAndTheirRangesFollowRows) {
  const Json source = {{"sourceRange", {{"sources", Json::array({Grid(0, 0, 5, 0, 1)})}}}};
  const Json chart = {{"spec", {{"title", "T"}, {"pieChart", {{"domain", source}}}}},
                      {"position", {{"overlayPosition", {{"anchorCell", {{"rowIndex", 3}}}}}}}};
  const Json id = Reply("addChart", {{"chart", chart}})["addChart"]["chart"]["chartId"];
  Reply("insertDimension", {{"range", Rows(0, 0, 2)}});
  const Json kept = Sheet()["charts"][0];
  EXPECT_EQ(kept["chartId"], id);
  EXPECT_EQ(kept["spec"]["pieChart"]["domain"]["sourceRange"]["sources"][0]["endRowIndex"], 7);
  EXPECT_EQ(kept["position"]["overlayPosition"]["anchorCell"]["rowIndex"], 5);
  Reply("deleteEmbeddedObject", {{"objectId", id}});
  EXPECT_FALSE(Sheet().contains("charts"));
}

TEST_F(ObjectsTest, ABandNeedsItsColoursAndAPlaceOfItsOwn) {
  const auto band = [&](const Json& lines) {
    return Batch({{{"addBanding", {{"bandedRange", lines}}}}});
  };
  Json wanted = {{"range", Grid(0, 0, 4, 0, 2)}};
  EXPECT_EQ(band(wanted).message(),
            "Invalid requests[0].addBanding: At least one of rowProperties or columnProperties "
            "must be specified.");
  wanted["rowProperties"] = {{"firstBandColor", {{"red", 1}}}};
  EXPECT_EQ(band(wanted).message(),
            "Invalid requests[0].addBanding: secondBandColor must be specified.");
  wanted["rowProperties"]["secondBandColorStyle"] = {{"rgbColor", {{"blue", 1}}}};
  EXPECT_EQ(band(wanted).status, 200);
  EXPECT_EQ(band(wanted).message(),
            "Invalid requests[0].addBanding: You cannot add alternating background colors to a "
            "range that already has alternating background colors.");
}

TEST_F(ObjectsTest, AReadOfRangesTellsTheMergesThatTheyTouch) {
  Reply("mergeCells", {{"range", Grid(0, 0, 2, 0, 2)}});
  Reply("mergeCells", {{"range", Grid(0, 5, 6, 0, 2)}});
  EXPECT_EQ(Get(Url("?fields=sheets.merges")).body["sheets"][0]["merges"].size(), 2U);
  const Json one = Get(Url("?fields=sheets.merges&ranges=A6")).body["sheets"][0]["merges"];
  ASSERT_EQ(one.size(), 1U);
  EXPECT_EQ(one[0]["startRowIndex"], 5);
}

TEST_F(ObjectsTest, MergesKeepTheFirstCellAndSwallowSmallerOnes) {
  Write("A1:B2", R"([["a", "b"], ["c", "d"]])"_j);
  Reply("mergeCells", {{"range", Grid(0, 0, 1, 0, 2)}, {"mergeType", "MERGE_ALL"}});
  Reply("mergeCells", {{"range", Grid(0, 0, 2, 0, 2)}, {"mergeType", "MERGE_ALL"}});
  EXPECT_EQ(Values("A1:B2"), R"([["a"]])"_j);
  EXPECT_EQ(Sheet()["merges"].size(), 1U);
  Reply("unmergeCells", {{"range", Grid(0, 0, 2, 0, 2)}});
  EXPECT_FALSE(Sheet().contains("merges"));
}

TEST_F(ObjectsTest, GroupsNestWhereTheyOverlap) {
  Reply("addDimensionGroup", {{"range", Rows(0, 0, 6)}});
  const Json reply = Reply("addDimensionGroup", {{"range", Rows(0, 2, 4)}});
  EXPECT_EQ(reply["addDimensionGroup"]["dimensionGroups"],
            R"([{"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": 6}, "depth": 1},
                {"range": {"dimension": "ROWS", "startIndex": 2, "endIndex": 4}, "depth": 2}])"_j);
}

TEST_F(ObjectsTest, TextIsSplitIntoColumns) {
  Write("A1:A3", R"([["a|1"], ["plain"], ["b|2|x"]])"_j);
  Reply("textToColumns",
        {{"source", Grid(0, 0, 3, 0, 1)}, {"delimiterType", "CUSTOM"}, {"delimiter", "|"}});
  EXPECT_EQ(Values("A1:C3"), R"([["a", 1], ["plain"], ["b", 2, "x"]])"_j);
}

TEST_F(ObjectsTest, AFillContinuesTheSeries) {
  Write("A1:B2", R"([[1, "Item 1"], [3, "Item 2"]])"_j);
  Reply("autoFill",
        {{"sourceAndDestination",
          {{"source", Grid(0, 0, 2, 0, 2)}, {"dimension", "ROWS"}, {"fillLength", 2}}}});
  EXPECT_EQ(Values("A3:A4"), "[[5], [7]]"_j);
}

TEST_F(ObjectsTest, AProtectedRangeCountsTheCallerAmongItsEditors) {
  const Json reply =
      Reply("addProtectedRange", {{"protectedRange", {{"range", Grid(0, 0, 2, 0, 2)}}}});
  EXPECT_EQ(reply["addProtectedRange"]["protectedRange"]["editors"], Json::object());
  EXPECT_EQ(reply["addProtectedRange"]["protectedRange"]["requestingUserCanEdit"], true);
  EXPECT_EQ(Sheet()["protectedRanges"][0]["editors"]["users"].size(), 1U);
}

TEST_F(ObjectsTest, WhatIsNotImplementedIsNamed) {
  const Answer answer = Batch({{{"addDataSource", Json::object()}}});
  EXPECT_EQ(answer.status, 501);
  EXPECT_EQ(answer.message(), "The emulator does not implement the request addDataSource.");
}

}  // namespace
}  // namespace sheetkeeper::emulator
