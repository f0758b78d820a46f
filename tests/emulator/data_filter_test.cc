#include "emulator/support/api.h"

namespace sheetkeeper::emulator {
namespace {

class DataFilterTest : public ApiTest {
 protected:
  DataFilterTest() {
    Write("A1:B4", R"([["a", 1], ["b", 2], ["c", 3], ["d", 4]])"_j);
    Mark(7, 2);
    Mark(8, 0);
  }
  void Mark(int id, int row) {
    Reply("createDeveloperMetadata",
          {{"developerMetadata",
            {{"metadataId", id},
             {"metadataKey", "row"},
             {"metadataValue", std::to_string(id)},
             {"visibility", "DOCUMENT"},
             {"location", {{"dimensionRange", Rows(0, row, row + 1)}}}}}});
  }
  static Json ById(int id) { return {{"developerMetadataLookup", {{"metadataId", id}}}}; }
};

TEST_F(DataFilterTest, ARowIsReadByItsMetadataWhereverItIs) {
  Reply("insertDimension", {{"range", Rows(0, 0, 1)}});
  const Answer answer =
      Post(Url("/values:batchGetByDataFilter"),
           {{"dataFilters", Json::array({ById(7)})}, {"valueRenderOption", "UNFORMATTED_VALUE"}});
  EXPECT_EQ(answer.body["valueRanges"][0]["valueRange"],
            R"({"range": "Sheet1!A4:Z4", "majorDimension": "ROWS", "values": [["c", 3]]})"_j);
  EXPECT_EQ(answer.body["valueRanges"][0]["dataFilters"], Json::array({ById(7)}));
}

TEST_F(DataFilterTest, AnswersAreOrderedByPlaceAndSharedByFiltersOfOneRange) {
  const Json by_key = {{"developerMetadataLookup", {{"metadataKey", "row"}}}};
  const Answer answer = Post(Url("/values:batchGetByDataFilter"),
                             {{"dataFilters", Json::array({ById(7), ById(8), by_key})}});
  ASSERT_EQ(answer.body["valueRanges"].size(), 2U);
  EXPECT_EQ(answer.body["valueRanges"][0]["valueRange"]["range"], "Sheet1!A1:Z1");
  EXPECT_EQ(answer.body["valueRanges"][0]["dataFilters"], Json::array({ById(8), by_key}));
}

TEST_F(DataFilterTest, AFilterThatMatchesNothingHasNoEntry) {
  const Answer answer =
      Post(Url("/values:batchGetByDataFilter"), {{"dataFilters", Json::array({ById(99)})}});
  EXPECT_EQ(answer.status, 200);
  EXPECT_FALSE(answer.body.contains("valueRanges"));
}

TEST_F(DataFilterTest, SelectedColumnsOfARowAreWritten) {
  const Answer answer =
      Post(Url("/values:batchUpdateByDataFilter"),
           {{"valueInputOption", "RAW"},
            {"data", Json::array({{{"dataFilter", ById(7)}, {"values", "[[null, 33]]"_j}}})}});
  EXPECT_EQ(answer.body["responses"][0]["updatedRange"], "Sheet1!A3:B3");
  EXPECT_EQ(answer.body["totalUpdatedCells"], 1);
  EXPECT_EQ(Values("A3:B3"), R"([["c", 33]])"_j);
}

TEST_F(DataFilterTest, ARowIsClearedByItsMetadata) {
  const Answer answer =
      Post(Url("/values:batchClearByDataFilter"), {{"dataFilters", Json::array({ById(8)})}});
  EXPECT_EQ(answer.body["clearedRanges"], Json::array({"Sheet1!A1:Z1"}));
  EXPECT_TRUE(Values("A1:B1").is_null());
}

TEST_F(DataFilterTest, SearchReturnsEachMatchOnceWithItsFilters) {
  const Answer answer =
      Post(Url("/developerMetadata:search"),
           {{"dataFilters",
             Json::array({ById(7), {{"developerMetadataLookup", {{"locationType", "ROW"}}}}})}});
  ASSERT_EQ(answer.body["matchedDeveloperMetadata"].size(), 2U);
  EXPECT_EQ(answer.body["matchedDeveloperMetadata"][0]["developerMetadata"],
            R"({"metadataId": 7, "metadataKey": "row", "metadataValue": "7",
                "location": {"locationType": "ROW",
                             "dimensionRange": {"dimension": "ROWS", "startIndex": 2,
                                                "endIndex": 3}},
                "visibility": "DOCUMENT"})"_j);
  EXPECT_EQ(answer.body["matchedDeveloperMetadata"][0]["dataFilters"].size(), 2U);
}

TEST_F(DataFilterTest, RowMetadataComesWithTheGridWhenItIsAskedFor) {
  const Answer answer =
      Get(Url("?ranges=A1:A3&fields=sheets.data.rowMetadata.developerMetadata(metadataId)"));
  EXPECT_EQ(answer.body["sheets"][0]["data"][0]["rowMetadata"],
            R"([{"developerMetadata": [{"metadataId": 8}]}, {},
                {"developerMetadata": [{"metadataId": 7}]}])"_j);
}

TEST_F(DataFilterTest, TheMetadataOfASheetIsLimitedTo30000Characters) {
  const Json big = {{"developerMetadata",
                     {{"metadataKey", "k"},
                      {"metadataValue", std::string(29'998, 'x')},
                      {"visibility", "DOCUMENT"},
                      {"location", {{"spreadsheet", true}}}}}};
  EXPECT_EQ(Batch(Json::array({{{"createDeveloperMetadata", big}}})).status, 200);
  EXPECT_EQ(Batch(Json::array({{{"createDeveloperMetadata", big}}})).status, 400);
}

TEST_F(DataFilterTest, AMissingIdIs404) {
  const Answer answer = Get(Url("/developerMetadata/5"));
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.message(), "No developer metadata with ID 5");
}

TEST_F(DataFilterTest, AGridRangeBehindTheGridIsRefused) {
  const Answer answer =
      Post(Url("/values:batchGetByDataFilter"),
           R"({"dataFilters": [{"gridRange": {"startRowIndex": 5000, "endRowIndex": 5001}}]})"_j);
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.message().substr(0, 24), "Invalid dataFilter[0]: R");
}

TEST_F(DataFilterTest, CallsAboutValuesTellTheFilterThatIsWrong) {
  EXPECT_EQ(
      Post(Url("/values:batchGetByDataFilter"), R"({"dataFilters": [{"a1Range": "A1"}, {}]})"_j)
          .message(),
      "Invalid dataFilter[1]: dataFilter.filter must be specified.");
  EXPECT_EQ(Post(Url(":getByDataFilter"), R"({"dataFilters": [{}]})"_j).message(),
            "dataFilter.filter must be specified.");
  EXPECT_EQ(
      Post(Url(":getByDataFilter"), R"({"dataFilters": [{"gridRange": {"startRowIndex": -1}}]})"_j)
          .message(),
      "GridRange indexes must be >= 0");
}

TEST_F(DataFilterTest, AWriteTellsWhichOfItsDataIsWrong) {
  const Json good = {{"dataFilter", {{"a1Range", "A1"}}}, {"values", {{1}}}};
  const Json bad = {{"dataFilter", {{"a1Range", "Nope"}}}, {"values", {{1}}}};
  EXPECT_EQ(Post(Url("/values:batchUpdateByDataFilter"),
                 {{"valueInputOption", "RAW"}, {"data", {good, bad}}})
                .message(),
            "Invalid data[1]: Unable to parse range: Nope");
}

TEST_F(DataFilterTest, OfASheetOnlyWhatTheFilterTouchesIsTold) {
  Reply("addTable", {{"table", {{"range", Grid(0, 4, 6, 0, 2)}}}});
  Reply("addConditionalFormatRule", {{"rule",
                                      {{"ranges", {Grid(0, 0, 2, 0, 1)}},
                                       {"booleanRule",
                                        {{"condition", {{"type", "NOT_BLANK"}}},
                                         {"format", {{"textFormat", {{"bold", true}}}}}}}}}});
  const auto sheet = [&](const char* range) {
    return Post(Url(":getByDataFilter"), {{"dataFilters", {{{"a1Range", range}}}}})
        .body["sheets"][0];
  };
  EXPECT_FALSE(sheet("A1:B2").contains("tables"));
  EXPECT_FALSE(sheet("A1:B2").contains("conditionalFormats"));
  EXPECT_TRUE(sheet("A5").contains("tables"));
  EXPECT_TRUE(Get(Url("?ranges=A1")).body["sheets"][0].contains("conditionalFormats"));
}

TEST_F(DataFilterTest, TwoKindsInOneFilterAreRefused) {
  const Answer answer = Post(Url("/values:batchGetByDataFilter"),
                             R"({"dataFilters": [{"a1Range": "A1", "gridRange": {}}]})"_j);
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(
      answer.message(),
      "Invalid value at 'data_filters[0]' (oneof), oneof field 'filter' is already set. Cannot "
      "set 'gridRange'");
}

}  // namespace
}  // namespace sheetkeeper::emulator
