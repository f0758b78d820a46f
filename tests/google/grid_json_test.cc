#include "google/grid_json.h"

#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

// "sheet row,column" and a line of cells for each row; formulas end in "=", errors in "!".
std::string Describe(const std::vector<GridBlock>& blocks) {
  std::string text;
  for (const GridBlock& block : blocks) {
    text += std::to_string(block.sheet_id) + " " + std::to_string(block.start_row) + "," +
            std::to_string(block.start_column) + "\n";
    for (const auto& row : block.rows) {
      for (const GridCell& cell : row) {
        text += " " + (IsEmpty(cell.value) ? "-" : ToText(cell.value));
        text += std::string(cell.is_formula ? "=" : "") + (cell.is_error ? "!" : "");
      }
      text += "\n";
    }
  }
  return text;
}

std::string ReadRows(const std::string& rows) {
  std::string body = R"({"updatedSpreadsheet":{"sheets":[{"data":[{"rowData":)" + rows + "}]}]}}";
  const auto reply = ReadBatchReplyJson(body);
  return reply ? Describe(reply->blocks) : "error";
}

TEST(GridJsonTest, ASpreadsheetIsDescribed) {
  std::string body =
      R"({"properties":{"title":"Staff","locale":"ru_RU","timeZone":"Europe/Moscow"},"sheets":[)"
      R"({"properties":{"sheetId":0,"title":"Ranks","gridProperties":)"
      R"({"rowCount":1000,"columnCount":26}}},)"
      R"({"properties":{"sheetId":7,"title":"_log","hidden":true,"gridProperties":)"
      R"({"rowCount":5,"columnCount":4}}},{"properties":{"sheetId":8,"title":"Chart"}}]})";
  const auto info = ReadInfoJson(body);
  ASSERT_TRUE(info) << info.error().message;
  EXPECT_EQ(info->title, "Staff");
  EXPECT_EQ(info->locale, "ru_RU");
  EXPECT_EQ(info->time_zone, "Europe/Moscow");
  ASSERT_EQ(info->tabs.size(), 3u);
  EXPECT_EQ(info->tabs[0].title, "Ranks");
  EXPECT_EQ(info->tabs[0].row_count, 1000);
  EXPECT_EQ(info->tabs[0].column_count, 26);
  EXPECT_FALSE(info->tabs[0].hidden);
  EXPECT_EQ(info->tabs[1].sheet_id, 7);
  EXPECT_TRUE(info->tabs[1].hidden);
  EXPECT_EQ(info->tabs[2].row_count, 0);
}

TEST(GridJsonTest, EveryTypeOfCellIsRead) {
  EXPECT_EQ(
      ReadRows(R"([{"values":[)"
               R"({"userEnteredValue":{"stringValue":"a"},"effectiveValue":{"stringValue":"a"}},)"
               R"({},)"
               R"({"userEnteredValue":{"numberValue":1.5},"effectiveValue":{"numberValue":1.5}},)"
               R"({"userEnteredValue":{"boolValue":true},"effectiveValue":{"boolValue":true}},)"
               R"({"userEnteredValue":{"stringValue":"b"}}]}])"),
      "0 0,0\n a - 1.5 TRUE b\n");
}

TEST(GridJsonTest, AFormulaShowsItsResult) {
  EXPECT_EQ(
      ReadRows(
          R"([{"values":[{"userEnteredValue":{"formulaValue":"=A1"},)"
          R"("effectiveValue":{"numberValue":7}},)"
          R"({"userEnteredValue":{"formulaValue":"=\"\""},"effectiveValue":{"stringValue":""}},)"
          R"({"userEnteredValue":{"formulaValue":"=B9"}}]}])"),
      "0 0,0\n 7= -= -=\n");
}

TEST(GridJsonTest, WhatIsShownWithoutHavingBeenEnteredIsAFormulasOutput) {
  EXPECT_EQ(ReadRows(R"([{"values":[{"effectiveValue":{"stringValue":"spill"}}]}])"),
            "0 0,0\n spill=\n");
}

TEST(GridJsonTest, ErrorsShowTheirCode) {
  const std::pair<const char*, const char*> kCases[] = {{"ERROR", "#ERROR!"},
                                                        {"NULL_VALUE", "#NULL!"},
                                                        {"DIVIDE_BY_ZERO", "#DIV/0!"},
                                                        {"VALUE", "#VALUE!"},
                                                        {"REF", "#REF!"},
                                                        {"NAME", "#NAME?"},
                                                        {"NUM", "#NUM!"},
                                                        {"N_A", "#N/A"},
                                                        {"LOADING", "Loading..."},
                                                        {"SOMETHING_NEW", "#ERROR!"}};
  for (const auto& [type, text] : kCases) {
    EXPECT_EQ(ReadRows(std::string(R"([{"values":[{"userEnteredValue":{"formulaValue":"=X"},)") +
                       R"("effectiveValue":{"errorValue":{"type":")" + type +
                       R"(","message":"in some language"}}}]}])"),
              std::string("0 0,0\n ") + text + "=!\n");
  }
}

TEST(GridJsonTest, EmptyEndsAreCut) {
  EXPECT_EQ(ReadRows(R"([{},{"values":[{},{"effectiveValue":{"numberValue":1},)"
                     R"("userEnteredValue":{"numberValue":1}},{},{}]},{},{"values":[{}]}])"),
            "0 0,0\n\n - 1\n");
}

TEST(GridJsonTest, BlocksCarryTheirPlaceAndTheirSheet) {
  std::string body =
      R"({"updatedSpreadsheet":{"sheets":[{"properties":{"sheetId":7,"title":"T"},"data":[)"
      R"({"startRow":4,"startColumn":2,"rowData":[{"values":[{"effectiveValue":{"numberValue":1},)"
      R"("userEnteredValue":{"numberValue":1}}]}]},{"startRow":9}]},)"
      R"({"data":[{}],"properties":{"sheetId":8,"title":"U"}}]}})";
  const auto reply = ReadBatchReplyJson(body);
  ASSERT_TRUE(reply) << reply.error().message;
  EXPECT_EQ(Describe(reply->blocks), "7 4,2\n 1\n7 9,0\n8 0,0\n");
}

TEST(GridJsonTest, TheAnswerToABatchShowsWhatWasWritten) {
  std::string body =
      R"({"replies":[{},{"addSheet":{"properties":{"sheetId":9}}}],"updatedSpreadsheet":)"
      R"({"sheets":[{"properties":{"sheetId":7},"data":[{"startRow":1,"rowData":[{"values":[)"
      R"({"userEnteredValue":{"stringValue":"x"},"effectiveValue":{"stringValue":"x"}}]}]}]}]}})";
  const auto reply = ReadBatchReplyJson(body);
  ASSERT_TRUE(reply) << reply.error().message;
  EXPECT_EQ(Describe(reply->blocks), "7 1,0\n x\n");
  std::string without = R"({"replies":[{}]})";
  EXPECT_TRUE(ReadBatchReplyJson(without)->blocks.empty());
}

TEST(GridJsonTest, AnAnswerCutOffAnywhereIsAnError) {
  const std::string whole =
      R"({"updatedSpreadsheet":{"sheets":[{"properties":{"sheetId":7},"data":[{"rowData":)"
      R"([{"values":[{"effectiveValue":{"numberValue":12}},{}]},{}]},{}]},{}]}})";
  std::string body = whole;
  ASSERT_TRUE(ReadBatchReplyJson(body));
  for (size_t size = 0; size < whole.size(); ++size) {
    std::string part = whole.substr(0, size);
    const auto snapshot = ReadBatchReplyJson(part);
    ASSERT_FALSE(snapshot) << whole.substr(0, size);
    EXPECT_EQ(snapshot.error().kind, ErrorKind::kUnavailable);
  }
}

}  // namespace
}  // namespace sheetkeeper
