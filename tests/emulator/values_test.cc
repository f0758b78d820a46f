#include "emulator/support/api.h"

namespace sheetkeeper::emulator {
namespace {

using ValuesTest = ApiTest;

TEST_F(ValuesTest, AnEmptyRangeHasNoValuesMember) {
  const Answer answer = Get(Url("/values/Sheet1"));
  EXPECT_EQ(answer.text,
            "{\n  \"range\": \"Sheet1!A1:Z1000\",\n  \"majorDimension\": \"ROWS\"\n}\n");
}

TEST_F(ValuesTest, RowsAreCutBehindTheirLastCellAndInnerBlanksAreEmptyTexts) {
  Write("A1:D4", R"([["a", "", "c"], [], [null, 2]])"_j);
  EXPECT_EQ(Values("A1:D9"), R"([["a", "", "c"], [], ["", 2]])"_j);
}

TEST_F(ValuesTest, ColumnsAreCutLikeRows) {
  Write("A1", R"([["a", "b"], ["c"]])"_j);
  const Answer answer = Get(Url("/values/A1:C3?majorDimension=COLUMNS"));
  EXPECT_EQ(answer.body["values"], R"([["a", "c"], ["b"]])"_j);
}

TEST_F(ValuesTest, RawKeepsTextsAsTheyAre) {
  Write("A1:D1", R"([["=1+1", "007", "'x", "1/2"]])"_j);
  EXPECT_EQ(Values("A1:D1"), R"([["=1+1", "007", "'x", "1/2"]])"_j);
}

TEST_F(ValuesTest, NumbersBooleansAndLongTextsKeepTheirType) {
  Write("A1:D1", R"([[1.5, true, "123456789012345678", 3.0]])"_j);
  EXPECT_EQ(Get(Url("/values/A1:D1?valueRenderOption=UNFORMATTED_VALUE&prettyPrint=false")).text,
            R"({"range":"Sheet1!A1:D1","majorDimension":"ROWS",)"
            R"("values":[[1.5,true,"123456789012345678",3]]})");
}

TEST_F(ValuesTest, TypedDatesBecomeSerialNumbersThatShowAsTyped) {
  Write("A1:B1", R"([["2020-01-01", "12%"]])"_j, "USER_ENTERED");
  EXPECT_EQ(Values("A1:B1"), "[[43831, 0.12]]"_j);
  EXPECT_EQ(Values("A1:B1", "FORMATTED_VALUE"), R"([["2020-01-01", "12%"]])"_j);
}

TEST_F(ValuesTest, NullSkipsACellAndAnEmptyTextEmptiesIt) {
  Write("A1:B2", R"([["a", "b"], ["c", "d"]])"_j);
  const Answer answer = Write("A1:B2", R"([[null, "x"], ["", null]])"_j);
  EXPECT_EQ(Values("A1:B2"), R"([["a", "x"], ["", "d"]])"_j);
  EXPECT_EQ(answer.body["updatedCells"], 2);
  EXPECT_EQ(answer.body["updatedRange"], "Sheet1!A1:B2");
}

TEST_F(ValuesTest, WritingBeyondTheRangeIsRefusedAndWritesNothing) {
  const Answer answer = Write("A1:B1", R"([["a", "b"], ["c"]])"_j);
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.message(),
            "Requested writing within range [A1:B1], but tried writing to row [2]");
  EXPECT_TRUE(Values("A1:B2").is_null());
}

TEST_F(ValuesTest, ARefusedWriteNamesTheRangeAsTheClientWroteIt) {
  EXPECT_EQ(Write("'Sheet1'!A1:B", R"([["a", "b", "c"]])"_j).message(),
            "Requested writing within range ['Sheet1'!A1:B], but tried writing to column [C]");
}

TEST_F(ValuesTest, AWriteThatReachesBehindTheGridMakesItGrow) {
  const auto size = [&] {
    return Get(Url("?fields=sheets.properties.gridProperties"))
        .body["sheets"][0]["properties"]["gridProperties"];
  };
  EXPECT_EQ(Write("Sheet1!A1000", "[[1], [2]]"_j).body["updatedRange"], "Sheet1!A1000:A1001");
  EXPECT_EQ(size(), R"({"rowCount": 1001, "columnCount": 26})"_j);
  EXPECT_EQ(Write("Z1:AB2", "[[1, 2, 3]]"_j).body["updatedRange"], "Sheet1!Z1:AB1");
  EXPECT_EQ(size()["columnCount"], 28);
  EXPECT_EQ(Write("Sheet1", Json::array({Json(std::vector<int>(29, 1))})).message(),
            "Requested writing within range [Sheet1], but tried writing to column [AC]");
  EXPECT_EQ(Write("A1002", "[[1]]"_j).message(),
            "Range (Sheet1!A1002) exceeds grid limits. Max rows: 1001, max columns: 28");
}

TEST_F(ValuesTest, AnUnknownLocaleOrTimeZoneIsRefused) {
  const auto set = [&](const char* name, const char* value) {
    return Batch(
        {{{"updateSpreadsheetProperties", {{"properties", {{name, value}}}, {"fields", name}}}}});
  };
  EXPECT_EQ(set("locale", "xx_YY").message(),
            "Invalid requests[0].updateSpreadsheetProperties: Unsupported locale: xx_YY");
  EXPECT_EQ(set("timeZone", "Mars/Olympus").message(),
            "Invalid requests[0].updateSpreadsheetProperties: Invalid time zone: Mars/Olympus");
  for (const char* zone : {"GMT-7:00", "../etc/passwd", "/GMT", "GMT+0a:00"}) {
    EXPECT_EQ(set("timeZone", zone).status, 400) << zone;
  }
  for (const char* locale : {"de", "fil_PH", "en_NZ", "zh_TW"}) {
    EXPECT_EQ(set("locale", locale).status, 200) << locale;
  }
  EXPECT_EQ(Post("/v4/spreadsheets", {{"properties", {{"locale", "nowhere"}}}}).message(),
            "Unsupported locale: nowhere");
  EXPECT_EQ(Get(Url("?fields=properties(locale,timeZone)")).body["properties"],
            R"({"locale": "zh_TW", "timeZone": "Etc/GMT"})"_j);
}

TEST_F(ValuesTest, TheClockOfFormulasIsThatOfTheTimeZone) {
  Write("A1", Json::array({Json::array({"=NOW()"})}), "USER_ENTERED");
  const double utc = Values("A1")[0][0];
  Reply("updateSpreadsheetProperties",
        {{"properties", {{"timeZone", "GMT-06:00"}}}, {"fields", "timeZone"}});
  EXPECT_NEAR(Values("A1")[0][0].get<double>(), utc - 0.25, 1e-6);
}

TEST_F(ValuesTest, AHeadIsAnsweredAsARead) {
  Write("A1", "[[1]]"_j);
  EXPECT_EQ(Send("HEAD", Url("/values/A1")).status, 200);
  EXPECT_EQ(Send("HEAD", Url("/values/Nope!A1")).status, 400);
}

TEST_F(ValuesTest, TheRangeOfTheBodyMustReadAsThatOfThePath) {
  const auto write = [&](const char* range) {
    return Send("PUT", Url("/values/Sheet1!A1:B1?valueInputOption=RAW"),
                {{"range", range}, {"values", {{1}}}});
  };
  EXPECT_EQ(write("Sheet1!A1:B1").status, 200);
  EXPECT_EQ(write("A1:B1").message(),
            "Request range[Sheet1!A1:B1] does not match value's range[A1:B1]");
}

TEST_F(ValuesTest, WhatIsWrittenUnderAMergeIsCountedAndLost) {
  Reply("mergeCells", {{"range", Grid(0, 0, 1, 0, 2)}, {"mergeType", "MERGE_ALL"}});
  EXPECT_EQ(Write("A1:B1", R"([["a", "b"]])"_j).body["updatedCells"], 2);
  Reply("unmergeCells", {{"range", Grid(0, 0, 1, 0, 2)}});
  EXPECT_EQ(Values("A1:B1"), R"([["a"]])"_j);
}

TEST_F(ValuesTest, AListInACellIsToldAsTheServerSeesIt) {
  EXPECT_EQ(Write("A1", "[[1, [2]]]"_j).message(),
            "Invalid values[0][1]: list_value \t {\n  values {\n    number_value: 2.0\n  }\n}\n");
}

TEST_F(ValuesTest, TheInputOptionIsRequired) {
  const Answer answer = Send("PUT", Url("/values/A1"), {{"values", {{1}}}});
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.message(), "'valueInputOption' is required but not specified");
}

TEST_F(ValuesTest, ValuesOfAnotherShapeAreRefusedWithTheirPlace) {
  const Answer answer = Send("PUT", Url("/values/A1?valueInputOption=RAW"), {{"values", "X"}});
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.message(),
            "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), "
            "\"X\"");
  EXPECT_EQ(answer.body["error"]["details"][0]["fieldViolations"][0]["field"], "data.values");
}

TEST_F(ValuesTest, BatchUpdateCountsDistinctRowsAndColumns) {
  const Answer answer =
      Post(Url("/values:batchUpdate"), {{"valueInputOption", "RAW"},
                                        {"data",
                                         {{{"range", "A1:B1"}, {"values", {{1, 2}}}},
                                          {{"range", "A4:D4"}, {"values", {{1, 2, 3, 4}}}}}}});
  EXPECT_EQ(answer.body["totalUpdatedRows"], 2);
  EXPECT_EQ(answer.body["totalUpdatedColumns"], 4);
  EXPECT_EQ(answer.body["totalUpdatedCells"], 6);
  EXPECT_EQ(answer.body["totalUpdatedSheets"], 1);
}

TEST_F(ValuesTest, BatchUpdateWritesAllRangesOrNone) {
  const Answer answer = Post(
      Url("/values:batchUpdate"),
      {{"valueInputOption", "RAW"},
       {"data",
        {{{"range", "A1"}, {"values", {{1}}}}, {{"range", "Nowhere!A1"}, {"values", {{1}}}}}}});
  EXPECT_EQ(answer.message(), "Invalid data[1]: Unable to parse range: Nowhere!A1");
  EXPECT_TRUE(Values("A1").is_null());
}

TEST_F(ValuesTest, BatchGetAnswersInTheOrderOfTheRanges) {
  Write("A1:B1", R"([["a", "b"]])"_j);
  const Answer answer = Get(Url("/values:batchGet?ranges=B1&ranges=A1"));
  EXPECT_EQ(answer.body["valueRanges"][0]["range"], "Sheet1!B1");
  EXPECT_EQ(answer.body["valueRanges"][1]["values"], R"([["a"]])"_j);
}

TEST_F(ValuesTest, ClearTakesValuesAndLeavesNotes) {
  Write("A1", R"([["a"]])"_j);
  Reply("updateCells", {{"range", Grid(0, 0, 1, 0, 1)},
                        {"fields", "note"},
                        {"rows", {{{"values", {{{"note", "n"}}}}}}}});
  EXPECT_EQ(Post(Url("/values/Sheet1:clear"), nullptr).body["clearedRange"], "Sheet1!A1:Z1000");
  EXPECT_TRUE(Values("A1").is_null());
  EXPECT_EQ(Get(Url("?ranges=A1&fields=sheets.data.rowData.values.note"))
                .body["sheets"][0]["data"][0]["rowData"][0]["values"][0]["note"],
            "n");
}

using AppendTest = ApiTest;

TEST_F(AppendTest, GoesBelowTheTableThatTheRangeTouches) {
  Write("A1:B2", "[[1, 2], [3, 4]]"_j);
  const Answer answer = Post(Url("/values/A1:append?valueInputOption=RAW"), {{"values", {{5, 6}}}});
  EXPECT_EQ(answer.body["tableRange"], "Sheet1!A1:B2");
  EXPECT_EQ(answer.body["updates"]["updatedRange"], "Sheet1!A3:B3");
}

TEST_F(AppendTest, AnEmptyCellInTheLastRowSplitsTheTable) {
  Write("A1:C1", R"([["x", "", "z"]])"_j);
  const Answer answer =
      Post(Url("/values/Sheet1:append?valueInputOption=RAW"), {{"values", {{"n"}}}});
  EXPECT_EQ(answer.body["tableRange"], "Sheet1!C1");
  EXPECT_EQ(answer.body["updates"]["updatedRange"], "Sheet1!C2");
}

TEST_F(AppendTest, WithoutATableItWritesAtTheRangeAndNamesNone) {
  const Answer answer = Post(Url("/values/B3:append?valueInputOption=RAW"), {{"values", {{"n"}}}});
  EXPECT_FALSE(answer.body.contains("tableRange"));
  EXPECT_EQ(answer.body["updates"]["updatedRange"], "Sheet1!B3");
}

TEST_F(AppendTest, DocumentedTablesAreFound) {
  Write("A1:C2", "[[1, 2, 3], [1, 2, 3]]"_j);
  Write("B4:D6", "[[1, 2, 3], [1, 2, 3], [1, 2, 3]]"_j);
  const auto table = [&](const std::string& range) {
    const Answer answer =
        Post(Url("/values/" + range + ":append?valueInputOption=RAW"), {{"values", {{"n"}}}});
    const std::string place = answer.body["updates"]["updatedRange"];
    Post(Url("/values/" + place + ":clear"), nullptr);
    return place;
  };
  EXPECT_EQ(table("Sheet1"), "Sheet1!B7");
  EXPECT_EQ(table("C5:D5"), "Sheet1!B7");
  EXPECT_EQ(table("B2:D4"), "Sheet1!B7");
  EXPECT_EQ(table("A3:G10"), "Sheet1!B7");
  EXPECT_EQ(table("A1"), "Sheet1!A3");
  EXPECT_EQ(table("E4"), "Sheet1!E4");
  EXPECT_EQ(table("A4"), "Sheet1!A4");
}

TEST_F(AppendTest, InsertRowsPushesDownWhatLiesBelow) {
  Write("A1:A3", R"([["a"], [""], ["z"]])"_j);
  Post(Url("/values/A1:append?valueInputOption=RAW&insertDataOption=INSERT_ROWS"),
       {{"values", {{"n"}}}});
  EXPECT_EQ(Values("A1:A9"), R"([["a"], ["n"], [], ["z"]])"_j);
}

TEST_F(ValuesTest, WhatIsTypedIntoATextCellStaysText) {
  Batch(R"([{"repeatCell": {"range": {"endRowIndex": 1}, "fields": "userEnteredFormat",
    "cell": {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}}}}])"_j);
  Write("A1:C1", R"([["=1+1", "007", "TRUE"]])"_j, "USER_ENTERED");
  EXPECT_EQ(Values("A1:C1"), R"([["=1+1", "007", "TRUE"]])"_j);
}

TEST_F(ValuesTest, TypedNumbersAreKeptToFifteenDigitsAndSentOnesAreNot) {
  Write("A1", R"([["123456789012345678"]])"_j, "USER_ENTERED");
  Write("B1", R"([[123456789012345678]])"_j);
  EXPECT_EQ(Values("A1:B1"), "[[123456789012346000, 123456789012345680]]"_j);
}

TEST_F(ValuesTest, AnAnswerCanBeACallbackOrHaveTheOldFormOfErrors) {
  const Answer call = Get(Url("/values/A1?callback=take&prettyPrint=false"));
  EXPECT_EQ(call.text,
            "// API callback\ntake({\"range\":\"Sheet1!A1\",\"majorDimension\":\"ROWS\"});");
  const Json error = Get(Url("/values/Nope!A1?$.xgafv=1")).body["error"];
  EXPECT_EQ(error["errors"][0]["domain"], "global");
  EXPECT_EQ(error["errors"][0]["reason"], "badRequest");
}

TEST_F(ValuesTest, APathThatTheApiDoesNotServeGetsAPage) {
  EXPECT_EQ(Get("/v4/spreadsheets/" + id_ + "/values").status, 400);
  EXPECT_EQ(Get("/nowhere").status, 404);
}

TEST_F(ValuesTest, ALargeReadIsNeverOlderThanTheLastWrite) {
  const std::string text(49'000, 'x');
  Json rows = Json::array();
  for (int i = 0; i < 30; ++i) rows.push_back({i, text});
  Write("A1:B30", rows);
  EXPECT_EQ(Values("A1:B30"), rows);
  EXPECT_EQ(Values("A1:B30"), rows);
  rows[29][0] = "new";
  Write("A30", R"([["new"]])"_j);
  EXPECT_EQ(Values("A1:B30"), rows);
  emulator_.At(id_).Put("Sheet1", 0, 0, "person");
  rows[0][0] = "person";
  EXPECT_EQ(Values("A1:B30"), rows);
}

}  // namespace
}  // namespace sheetkeeper::emulator
