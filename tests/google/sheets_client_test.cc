#include "google/sheets_client.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/scripted_transport.h"

namespace sheetkeeper {
namespace {

using testing::HasSubstr;

class FakeTokens : public TokenSource {
 public:
  Result<std::string> Token(std::stop_token) override {
    if (failure) return Fail(*failure);
    return "token-" + std::to_string(generation_);
  }
  void Invalidate() override { ++generation_; }
  std::string account() const override { return "keeper@p.iam.gserviceaccount.com"; }

  std::optional<Error> failure;

 private:
  int generation_ = 1;
};

class IgnoringSink : public ValueSink {
 public:
  void OnBegin() override { rows = 0; }
  void OnRange(size_t, std::string_view) override {}
  void OnRow(size_t, int, std::span<const Cell>) override { ++rows; }
  int rows = 0;
};

class SheetsClientTest : public testing::Test {
 protected:
  const HttpRequest& Sent(size_t index = 0) { return server_.sent.at(index); }

  ScriptedTransport server_;
  FakeTokens tokens_;
  SheetsClient client_{"https://sheets.googleapis.com/", server_, tokens_};
  IgnoringSink sink_;
  std::vector<std::string> ranges_ = {"'Bob''s Tab'", "'Ranks'!A1:Z"};
};

TEST_F(SheetsClientTest, TheDescriptionIsReadWithoutCells) {
  server_.Answer(200, R"({"properties":{"title":"Staff"}})");
  EXPECT_EQ(client_.ReadInfo("1AbC", {})->title, "Staff");
  EXPECT_EQ(Sent().method, "GET");
  EXPECT_EQ(Sent().url,
            "https://sheets.googleapis.com/v4/spreadsheets/1AbC?prettyPrint=false"
            "&fields=properties(title,locale,timeZone),"
            "sheets(properties(sheetId,title,hidden,gridProperties(rowCount,columnCount)))");
  EXPECT_TRUE(Sent().repeatable);
  EXPECT_EQ(Sent().quota, QuotaKind::kRead);
  EXPECT_EQ(Sent().headers.back(),
            (std::pair<std::string, std::string>("Authorization", "Bearer token-1")));
}

TEST_F(SheetsClientTest, AllRangesAreReadAtOnceUnformatted) {
  server_.Answer(200, R"({"valueRanges":[{"range":"T!A1","values":[[1]]},{"range":"Ranks!A1"}]})");
  EXPECT_TRUE(client_.ReadValues("1AbC", ranges_, sink_, {}));
  EXPECT_EQ(sink_.rows, 1);
  EXPECT_EQ(Sent().url,
            "https://sheets.googleapis.com/v4/spreadsheets/1AbC/values:batchGet?prettyPrint=false"
            "&valueRenderOption=UNFORMATTED_VALUE&dateTimeRenderOption=SERIAL_NUMBER"
            "&fields=valueRanges(range,values)"
            "&ranges=%27Bob%27%27s%20Tab%27&ranges=%27Ranks%27%21A1%3AZ");
}

TEST_F(SheetsClientTest, FormulasAreReadAsTheirText) {
  server_.Answer(200, R"({"valueRanges":[{"range":"T!A1"},{"range":"Ranks!A1"}]})");
  EXPECT_TRUE(client_.ReadValues("1AbC", ranges_, sink_, {}, Render::kFormulas));
  EXPECT_THAT(Sent().url, HasSubstr("&valueRenderOption=FORMULA&dateTimeRenderOption=SERIAL"));
}

TEST_F(SheetsClientTest, TokensAreLookedForByTheirIdsAtOnce) {
  server_.Answer(200, R"({"matchedDeveloperMetadata":[{"developerMetadata":{"metadataId":43}}]})");
  server_.Answer(200, "{}");
  server_.Answer(200, R"({"matchedDeveloperMetadata":[{"developerMetadata":{}}]})");
  const std::vector<int32_t> tokens{42, 43};
  EXPECT_EQ(*client_.FindToken("1AbC", tokens, {}), 43);
  EXPECT_EQ(*client_.FindToken("1AbC", tokens, {}), std::nullopt);
  EXPECT_EQ(client_.FindToken("1AbC", tokens, {}).error().kind, ErrorKind::kUnavailable);
  EXPECT_EQ(Sent().url,
            "https://sheets.googleapis.com/v4/spreadsheets/1AbC/developerMetadata:search"
            "?prettyPrint=false&fields=matchedDeveloperMetadata(developerMetadata(metadataId))");
  EXPECT_EQ(Sent().body, R"({"dataFilters":[{"developerMetadataLookup":{"metadataId":42}},)"
                         R"({"developerMetadataLookup":{"metadataId":43}}]})");
  EXPECT_TRUE(Sent().repeatable);
  EXPECT_EQ(Sent().quota, QuotaKind::kRead);
}

TEST_F(SheetsClientTest, ManyRangesGoIntoTheBody) {
  const std::vector<std::string> ranges(200, "'Ranks'!A1:Z1");
  server_.Answer(200, R"({"valueRanges":[]})");
  (void)client_.ReadValues("1AbC", ranges, sink_, {});
  EXPECT_EQ(Sent().method, "POST");
  EXPECT_EQ(Sent().url, "https://sheets.googleapis.com/v4/spreadsheets/1AbC/values:batchGet");
  EXPECT_EQ(Sent().headers[0],
            (std::pair<std::string, std::string>("X-HTTP-Method-Override", "GET")));
  EXPECT_TRUE(Sent().body.starts_with("prettyPrint=false&valueRenderOption=")) << Sent().body;
  EXPECT_TRUE(Sent().body.ends_with("&ranges=%27Ranks%27%21A1%3AZ1")) << Sent().body;
  EXPECT_TRUE(Sent().repeatable);
  EXPECT_EQ(Sent().quota, QuotaKind::kRead);
}

TEST_F(SheetsClientTest, ABatchIsOneWriteThatIsNotRepeatable) {
  server_.Answer(200, R"({"replies":[{}]})");
  SheetBatch batch;
  batch.requests = {DeleteRows{7, 4, 1}};
  EXPECT_TRUE(client_.Apply("1AbC", batch, {}));
  EXPECT_EQ(Sent().method, "POST");
  EXPECT_EQ(Sent().url,
            "https://sheets.googleapis.com/v4/spreadsheets/1AbC:batchUpdate?prettyPrint=false"
            "&fields=replies");
  EXPECT_EQ(Sent().headers[0],
            (std::pair<std::string, std::string>("Content-Type", "application/json")));
  EXPECT_EQ(Sent().body,
            R"({"requests":[{"deleteDimension":{"range":{"sheetId":7,"dimension":"ROWS",)"
            R"("startIndex":4,"endIndex":5}}}]})");
  EXPECT_FALSE(Sent().repeatable);
  EXPECT_EQ(Sent().quota, QuotaKind::kWrite);
}

TEST_F(SheetsClientTest, ABatchBringsBackTheRangesItAskedFor) {
  server_.Answer(200, R"({"updatedSpreadsheet":{"sheets":[{"data":[{"startRow":3}]}]}})");
  SheetBatch batch;
  batch.requests = {DeleteRows{7, 4, 1}};
  batch.response_ranges = {"'T'!A4"};
  EXPECT_EQ(client_.Apply("1AbC", batch, {})->blocks.at(0).start_row, 3);
  EXPECT_THAT(
      Sent().url,
      HasSubstr("&fields=replies,updatedSpreadsheet(sheets(properties(sheetId),data("
                "startRow,startColumn,rowData(values(userEnteredValue,effectiveValue)))))"));
}

TEST_F(SheetsClientTest, ATokenThatIsRefusedIsReplacedOnce) {
  server_.Answer(401, "{}");
  server_.Answer(200, R"({"replies":[]})");
  EXPECT_TRUE(client_.Apply("1AbC", {}, {}));
  EXPECT_EQ(Sent(0).headers.back().second, "Bearer token-1");
  EXPECT_EQ(Sent(1).headers.back().second, "Bearer token-2");
  EXPECT_EQ(Sent(0).body, Sent(1).body);

  server_.Answer(401, "{}");
  server_.Answer(401, "{}");
  EXPECT_EQ(client_.ReadInfo("1AbC", {}).error().kind, ErrorKind::kUnauthenticated);
  EXPECT_EQ(server_.sent.size(), 4u);
}

TEST_F(SheetsClientTest, WithoutATokenNothingIsSent) {
  tokens_.failure = Error{ErrorKind::kUnauthenticated, "the clock is wrong"};
  const auto info = client_.ReadInfo("1AbC", {});
  EXPECT_EQ(info.error().message,
            "reading the spreadsheet's description: signing in: the clock is wrong");
  EXPECT_TRUE(server_.sent.empty());
}

TEST_F(SheetsClientTest, ARefusedBatchNamesTheRequestAtFault) {
  server_.Answer(400,
                 R"({"error":{"message":"Invalid requests[2].updateCells: No grid with id: 5"}})");
  RefusedRequest refused;
  const auto reply = client_.Apply("1AbC", {}, {}, &refused);
  EXPECT_EQ(reply.error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(reply.error().message,
            "writing to the sheet: Google refused the request: Invalid requests[2].updateCells: No "
            "grid with id: 5");
  EXPECT_EQ(refused.index, 2);
}

TEST_F(SheetsClientTest, ACellThatCannotBeSentIsRefusedWithoutSending) {
  SheetBatch batch;
  batch.requests = {WriteCells{7, 0, 0, {std::string("\xff")}}};
  RefusedRequest refused;
  EXPECT_EQ(client_.Apply("1AbC", batch, {}, &refused).error().kind, ErrorKind::kInvalid);
  EXPECT_EQ(refused.index, 0);
  EXPECT_TRUE(server_.sent.empty());
}

TEST_F(SheetsClientTest, AnAnswerThatIsLostOrUnreadableLeavesAWriteInDoubt) {
  server_.Lose({ErrorKind::kUnavailable, "lost"});
  server_.Answer(503);
  server_.Answer(200, "<html>Please log in to the hotel's network</html>");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(client_.Apply("1AbC", {}, {}).error().kind, ErrorKind::kUnavailable);
  }
  EXPECT_EQ(server_.sent.size(), 3u);
}

TEST_F(SheetsClientTest, AnIdThatIsNoneCannotNameAnotherResource) {
  server_.Answer(404);
  EXPECT_FALSE(client_.ReadInfo("a/b?c", {}));
  EXPECT_THAT(Sent().url, HasSubstr("/v4/spreadsheets/a%2Fb%3Fc?"));
}

}  // namespace
}  // namespace sheetkeeper
