// The body of each request, as text. The names are those of Google's API.
#include "google/batch_json.h"

#include <cmath>
#include <limits>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sheetkeeper {
namespace {

// The JSON of one request of a batch.
std::string Json(BatchRequest request) {
  SheetBatch batch;
  batch.requests.push_back(std::move(request));
  const std::string json = BatchJson(batch);
  const std::string before = R"({"requests":[)";
  const std::string after = "]}";
  EXPECT_TRUE(json.starts_with(before) && json.ends_with(after)) << json;
  return json.substr(before.size(), json.size() - before.size() - after.size());
}

std::string CellJson(Cell cell) {
  const std::string json = Json(WriteCells{7, 0, 0, {std::move(cell)}});
  const std::string before = R"({"updateCells":{"rows":[{"values":[)";
  return json.substr(before.size(), json.find("]}]") - before.size());
}

TEST(BatchJsonTest, ATokenIsMetadataOfTheSpreadsheet) {
  EXPECT_EQ(Json(CreateToken{4711}),
            R"({"createDeveloperMetadata":{"developerMetadata":{"metadataId":4711,)"
            R"("metadataKey":"sk","location":{"spreadsheet":true},"visibility":"DOCUMENT"}}})");
}

TEST(BatchJsonTest, AHiddenSheetIsAddedWithItsIdAndSize) {
  EXPECT_EQ(Json(AddHiddenSheet{9, "_\"log\"", 100, 4}),
            R"({"addSheet":{"properties":{"sheetId":9,"title":"_\"log\"",)"
            R"("gridProperties":{"rowCount":100,"columnCount":4},"hidden":true}}})");
}

TEST(BatchJsonTest, AResizeNamesOnlyTheSize) {
  EXPECT_EQ(Json(ResizeSheet{0, 50, 6}),
            R"({"updateSheetProperties":{"properties":{"sheetId":0,)"
            R"("gridProperties":{"rowCount":50,"columnCount":6}},)"
            R"("fields":"gridProperties.rowCount,gridProperties.columnCount"}})");
}

TEST(BatchJsonTest, ClearingIsAnUpdateWithoutRows) {
  EXPECT_EQ(Json(ClearCells{{7, 1, 3, 0, 2}}),
            R"({"updateCells":{"range":{"sheetId":7,"startRowIndex":1,"endRowIndex":3,)"
            R"("startColumnIndex":0,"endColumnIndex":2},"fields":"userEnteredValue"}})");
}

TEST(BatchJsonTest, CopyingSaysWhatIsCopied) {
  const std::string ranges =
      R"({"copyPaste":{"source":{"sheetId":7,"startRowIndex":1,"endRowIndex":2,)"
      R"("startColumnIndex":0,"endColumnIndex":3},"destination":{"sheetId":9,"startRowIndex":0,)"
      R"("endRowIndex":1,"startColumnIndex":0,"endColumnIndex":3},"pasteType":)";
  CopyCells copy{{7, 1, 2, 0, 3}, {9, 0, 1, 0, 3}, CopyCells::What::kValues};
  EXPECT_EQ(Json(copy), ranges + R"("PASTE_VALUES"}})");
  copy.what = CopyCells::What::kFormulas;
  EXPECT_EQ(Json(copy), ranges + R"("PASTE_FORMULA"}})");
  copy.what = CopyCells::What::kEverything;
  EXPECT_EQ(Json(copy), ranges + R"("PASTE_NORMAL"}})");
}

TEST(BatchJsonTest, CellsAreWrittenWithTheirTypes) {
  EXPECT_EQ(Json(WriteCells{7, 4, 1, {std::string("=1+1"), 15.5, true, Empty()}}),
            R"({"updateCells":{"rows":[{"values":[{"userEnteredValue":{"stringValue":"=1+1"}},)"
            R"({"userEnteredValue":{"numberValue":15.5}},{"userEnteredValue":{"boolValue":true}},)"
            R"({}]}],"fields":"userEnteredValue",)"
            R"("start":{"sheetId":7,"rowIndex":4,"columnIndex":1}}})");
}

TEST(BatchJsonTest, RowsAreInsertedAppendedAndDeleted) {
  EXPECT_EQ(Json(InsertRows{7, 4, 2, true}),
            R"({"insertDimension":{"range":{"sheetId":7,"dimension":"ROWS","startIndex":4,)"
            R"("endIndex":6},"inheritFromBefore":true}})");
  EXPECT_EQ(Json(AppendRows{7, 100}),
            R"({"appendDimension":{"sheetId":7,"dimension":"ROWS","length":100}})");
  EXPECT_EQ(Json(DeleteRows{7, 4, 1}),
            R"({"deleteDimension":{"range":{"sheetId":7,"dimension":"ROWS","startIndex":4,)"
            R"("endIndex":5}}})");
}

TEST(BatchJsonTest, TheFirstRowInheritsFromNothing) {
  EXPECT_EQ(Json(InsertRows{7, 0, 1, true}),
            R"({"insertDimension":{"range":{"sheetId":7,"dimension":"ROWS","startIndex":0,)"
            R"("endIndex":1},"inheritFromBefore":false}})");
}

TEST(BatchJsonTest, TheRangesThatAreToComeBackAreAskedFor) {
  SheetBatch batch;
  batch.requests = {CreateToken{1}, DeleteRows{0, 2, 1}};
  batch.response_ranges = {"'Bob''s'!A1:C1", "'T'!A2"};
  EXPECT_EQ(BatchJson(batch),
            R"({"requests":[{"createDeveloperMetadata":{"developerMetadata":{"metadataId":1,)"
            R"("metadataKey":"sk","location":{"spreadsheet":true},"visibility":"DOCUMENT"}}},)"
            R"({"deleteDimension":{"range":{"sheetId":0,"dimension":"ROWS","startIndex":2,)"
            R"("endIndex":3}}}],"includeSpreadsheetInResponse":true,)"
            R"("responseRanges":["'Bob''s'!A1:C1","'T'!A2"],"responseIncludeGridData":true})");
}

TEST(BatchJsonTest, TextIsEscapedAndComesBackAsItWas) {
  std::string text = "\"\\/\b\f\n\r\t\x01\x1f\x7f <>&' \xD0\x9B\xF0\x9F\x8C\xB5";
  text += '\0';
  const auto cell = nlohmann::json::parse(CellJson(text));
  EXPECT_EQ(cell["userEnteredValue"]["stringValue"].get<std::string>(), text);
}

TEST(BatchJsonTest, NumbersAreShortAndComeBackExactly) {
  EXPECT_EQ(CellJson(1.0), R"({"userEnteredValue":{"numberValue":1}})");
  EXPECT_EQ(CellJson(0.1), R"({"userEnteredValue":{"numberValue":0.1}})");
  EXPECT_EQ(CellJson(-79001234567.0), R"({"userEnteredValue":{"numberValue":-79001234567}})");
  for (const double number : {1e15, 1e21, 123456789012345680.0, 5e-324, 1.0 / 3, 1.7e308}) {
    const auto cell = nlohmann::json::parse(CellJson(number));
    EXPECT_EQ(cell["userEnteredValue"]["numberValue"].get<double>(), number);
  }
}

TEST(BatchJsonTest, ACellThatJsonCannotCarryIsFoundBeforeItIsSent) {
  for (const Cell& cell : {Cell(std::string("\xff")), Cell(std::nan("")),
                           Cell(std::numeric_limits<double>::infinity())}) {
    SheetBatch batch;
    batch.requests = {CreateToken{1}, WriteCells{7, 0, 0, {Cell(1.0), cell}}};
    RefusedRequest refused;
    const auto checked = CheckBatch(batch, &refused);
    ASSERT_FALSE(checked);
    EXPECT_EQ(checked.error().kind, ErrorKind::kInvalid);
    EXPECT_EQ(refused.index, 1);
    EXPECT_FALSE(CheckBatch(batch, nullptr));
  }
}

}  // namespace
}  // namespace sheetkeeper
