#include "emulator/support/api.h"

namespace sheetkeeper::emulator {
namespace {

class AdminTest : public ApiTest {
 protected:
  void AddFault(const Json& fault) { EXPECT_EQ(Post("/emulator/faults", fault).status, 200); }
};

TEST_F(AdminTest, AFaultBeforeTheEffectLeavesTheSheetAlone) {
  AddFault({{"method", "PUT"}, {"status", 503}});
  const Answer answer = Write("A1", "[[1]]"_j);
  EXPECT_EQ(answer.status, 503);
  EXPECT_EQ(answer.message(), "The service is currently unavailable.");
  EXPECT_TRUE(Values("A1").is_null());
  EXPECT_EQ(Write("A1", "[[1]]"_j).status, 200);
}

TEST_F(AdminTest, AFaultAfterTheEffectHidesIt) {
  AddFault({{"method", "PUT"}, {"when", "after"}, {"cut", true}});
  const HttpResponse response = emulator_.Handle({.method = "PUT",
                                                  .target = Url("/values/A1?valueInputOption=RAW"),
                                                  .headers = {},
                                                  .body = R"({"values": [[1]]})"});
  EXPECT_TRUE(response.cut);
  EXPECT_EQ(Values("A1"), "[[1]]"_j);
}

TEST_F(AdminTest, AFaultCanLetRequestsPassFirst) {
  AddFault({{"path", "/values/"}, {"skip", 1}, {"count", 2}, {"status", 500}});
  const auto status = [&] { return Get(Url("/values/A1")).status; };
  EXPECT_EQ(status(), 200);
  EXPECT_EQ(status(), 500);
  EXPECT_EQ(status(), 500);
  EXPECT_EQ(status(), 200);
}

TEST_F(AdminTest, TheLogCountsRequestsAndBytes) {
  Post("/emulator/requests/clear", Json::object());
  const Answer answer = Get(Url("/values/A1"));
  const Json log = Get("/emulator/requests").body;
  EXPECT_EQ(log["total"], 1);
  EXPECT_EQ(log["requests"][0]["path"], Url("/values/A1"));
  EXPECT_EQ(log["requests"][0]["responseBytes"], answer.text.size());
}

TEST_F(AdminTest, ADocumentIsLoadedAndDumpedAlike) {
  const Json document = R"({"spreadsheets": [{"id": "d", "title": "Doc", "sheets": [
    {"title": "T", "sheetId": 5, "rows": 10, "columns": 3,
     "cells": [["007", 1.5, true], [{"formula": "=B1*2"}, {"entered": "1/2/2024"}]]}]}]})"_j;
  EXPECT_EQ(Post("/emulator/load", document).status, 200);
  id_ = "d";
  EXPECT_EQ(Values("T!A1:B2"), R"([["007", 1.5], [3, 45293]])"_j);
  const Json dump = Get("/emulator/dump").body;
  Post("/emulator/reset", Json::object());
  EXPECT_EQ(Get(Url("")).status, 404);
  Post("/emulator/load", dump);
  EXPECT_EQ(Get("/emulator/dump").body, dump);
}

TEST_F(AdminTest, AWrongDocumentIsRefusedInASentence) {
  const Answer answer =
      Post("/emulator/load",
           R"({"spreadsheets": [{"title": "X", "sheets": [{"cells": [[{"colour": 1}]]}]}]})"_j);
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.body["error"],
            "The spreadsheet \"X\" cannot be loaded: a cell has the unknown member \"colour\".");
}

TEST_F(AdminTest, AFormulaOfADocumentBeginsWithAnEqualSign) {
  const Answer answer =
      Post("/emulator/load",
           R"({"spreadsheets": [{"title": "X", "sheets": [{"cells": [[{"formula": ""}]]}]}]})"_j);
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.body["error"],
            "The spreadsheet \"X\" cannot be loaded: a cell's formula must begin with \"=\".");
}

TEST_F(AdminTest, AnEmptyTextIsKept) {
  EXPECT_EQ(Write("A1", R"([["'"]])"_j, "USER_ENTERED").status, 200);
  const std::string saved = emulator_.Snapshot();
  Emulator other;
  EXPECT_EQ(other.Restore(saved), std::nullopt);
  EXPECT_EQ(other.Snapshot(), saved);
}

TEST_F(AdminTest, APersonsEditPassesFaultsAndIsNotLogged) {
  AddFault({{"status", 500}, {"count", 9}});
  const Json entry = {{"type", {{"tab", "Sheet1"}, {"cell", "B2"}, {"text", "12%"}}}};
  EXPECT_EQ(Post("/emulator/edit/" + id_, entry).status, 200);
  Post("/emulator/faults/clear", Json::object());
  EXPECT_EQ(Values("B2", "FORMATTED_VALUE"), R"([["12%"]])"_j);
}

class PersonTest : public ApiTest {
 protected:
  Emulator::Person person_ = emulator_.At(id_);
};

TEST_F(PersonTest, EditsRowsColumnsAndTabs) {
  const uint64_t before = person_.Changes();
  EXPECT_TRUE(person_.Type("Sheet1", 0, 0, "b"));
  EXPECT_TRUE(person_.Put("Sheet1", 1, 0, std::string("007")));
  EXPECT_TRUE(person_.Put("Sheet1", 2, 0, 3.0));
  EXPECT_TRUE(person_.SortRows("Sheet1", 0, 0, true));
  EXPECT_TRUE(person_.InsertRows("Sheet1", 1, 1));
  EXPECT_TRUE(person_.InsertColumns("Sheet1", 0, 1));
  EXPECT_TRUE(person_.MoveRows("Sheet1", 0, 1, 2));
  EXPECT_TRUE(person_.AddTab("Two"));
  EXPECT_TRUE(person_.RenameTab("Two", "Second"));
  EXPECT_TRUE(person_.DuplicateTab("Sheet1", "Third"));
  EXPECT_TRUE(person_.DeleteTab("Second"));
  EXPECT_EQ(person_.Tabs(), (std::vector<std::string>{"Sheet1", "Third"}));
  const PlainValue none;
  EXPECT_EQ(person_.Cells("Third"),
            (std::vector<std::vector<PlainValue>>{
                {none, none}, {none, 3.0}, {none, std::string("007")}, {none, std::string("b")}}));
  EXPECT_EQ(person_.Changes(), before + 11);
}

TEST_F(PersonTest, WhatDoesNotExistIsNotEdited) {
  EXPECT_FALSE(person_.Type("Nowhere", 0, 0, "x"));
  EXPECT_FALSE(person_.Type("Sheet1", 1000, 0, "x"));
  EXPECT_FALSE(person_.DeleteTab("Sheet1"));
  EXPECT_FALSE(person_.SheetId("Nowhere").has_value());
}

class QuotaTest : public ::testing::Test {
 protected:
  QuotaTest()
      : emulator_({.now_ms = [this] { return now_ms_; }, .read_quota = 2, .write_quota = 1}) {
    emulator_.Load(R"({"spreadsheets": [{"id": "b"}]})");
  }
  HttpResponse Get() {
    return emulator_.Handle({.method = "GET", .target = "/v4/spreadsheets/b/values/A1"});
  }
  int64_t now_ms_ = 1'700'000'000'000;
  Emulator emulator_;
};

TEST_F(QuotaTest, TheThirdReadOfAMinuteIsRefusedAndTheNextMinuteBeginsAnew) {
  EXPECT_EQ(Get().status, 200);
  EXPECT_EQ(Get().status, 200);
  const HttpResponse refused = Get();
  EXPECT_EQ(refused.status, 429);
  const Json body = Json::parse(refused.body);
  EXPECT_EQ(body["error"]["status"], "RESOURCE_EXHAUSTED");
  EXPECT_EQ(body["error"]["details"][0]["reason"], "RATE_LIMIT_EXCEEDED");
  for (const auto& [name, value] : refused.headers) EXPECT_NE(name, "Retry-After");
  now_ms_ += 60'000;
  EXPECT_EQ(Get().status, 200);
}

TEST_F(AdminTest, ARequestThatArrivesTwiceTakesEffectTwice) {
  AddFault({{"path", ":append"}, {"twice", true}});
  Post(Url("/values/A1:append?valueInputOption=RAW"), R"({"values": [["x"]]})"_j);
  EXPECT_EQ(Values("A1:A9"), R"([["x"], ["x"]])"_j);
}

TEST_F(AdminTest, ALateRequestTakesEffectAfterOthersAndItsAnswerIsLost) {
  AddFault({{"method", "PUT"}, {"lateBy", 2}, {"status", 503}});
  EXPECT_EQ(Write("A1", R"([["late"]])"_j).status, 503);
  EXPECT_TRUE(Values("A1").is_null());
  EXPECT_EQ(Write("A1", R"([["early"]])"_j).status, 200);
  EXPECT_EQ(Values("A1"), R"([["late"]])"_j);
}

TEST_F(AdminTest, APersonCanEditBetweenTwoRequests) {
  AddFault({{"method", "PUT"},
            {"skip", 1},
            {"spreadsheet", id_},
            {"edit", R"({"requests": [{"insertDimension": {"range": {"dimension": "ROWS",
              "startIndex": 0, "endIndex": 1}}}]})"_j}});
  Write("A1", R"([["first"]])"_j);
  Write("A1", R"([["second"]])"_j);
  EXPECT_EQ(Values("A1:A2"), R"([["second"], ["first"]])"_j);
}

TEST_F(AdminTest, APersonCanEditBehindARequest) {
  AddFault({{"method", "PUT"},
            {"when", "after"},
            {"spreadsheet", id_},
            {"edit", R"({"type": {"tab": "Sheet1", "cell": "A1", "text": "over"}})"_j}});
  EXPECT_EQ(Write("A1", R"([["under"]])"_j).status, 200);
  EXPECT_EQ(Values("A1"), R"([["over"]])"_j);
}

TEST_F(AdminTest, AFaultWithAnUnknownMemberIsRefused) {
  EXPECT_EQ(Post("/emulator/faults", {{"stauts", 503}}).status, 400);
  EXPECT_EQ(Post("/emulator/faults", {{"when", "during"}}).status, 400);
  EXPECT_EQ(Get("/emulator/faults").body["pending"], 0);
  EXPECT_EQ(Post("/emulator/faults", Json::array({{{"status", 500}}, {{"cut", true}}})).status,
            200);
  EXPECT_EQ(Get("/emulator/faults").body["pending"], 2);
}

TEST_F(AdminTest, SettingsCanBeChangedWhileItRuns) {
  EXPECT_EQ(Post("/emulator/settings", {{"latencyMs", 70}, {"clockSkewMs", -5000}}).status, 200);
  const HttpResponse late = emulator_.Handle({.method = "GET", .target = Url("/values/A1")});
  EXPECT_EQ(late.delay_ms, 70);
  for (const auto& [name, value] : late.headers) {
    EXPECT_TRUE(name != "Date" || value == "Tue, 14 Nov 2023 22:13:15 GMT") << value;
  }
  EXPECT_EQ(Post("/emulator/settings", {{"latency", 70}}).status, 400);
  EXPECT_EQ(Post("/emulator/settings", {{"readQuota", "many"}}).status, 400);
}

TEST_F(AdminTest, QuotasAreForReadsAndWritesApartAndPerMinute) {
  Post("/emulator/settings", {{"readQuota", 2}, {"writeQuota", 1}});
  const auto read = [&] { return Get(Url("/values/A1")); };
  EXPECT_EQ(read().status, 200);
  EXPECT_EQ(read().status, 200);
  const Answer refused = read();
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(
      refused.message().substr(0, 93),
      "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per "
      "user'");
  const Json metadata = refused.body["error"]["details"][0]["metadata"];
  EXPECT_EQ(metadata["quota_limit"], "ReadRequestsPerMinutePerUser");
  EXPECT_EQ(metadata["quota_limit_value"], "2");
  EXPECT_EQ(Write("A1", "[[1]]"_j).status, 200);
  EXPECT_EQ(Write("A1", "[[1]]"_j).status, 429);
  now_ms_ += 60'000;
  EXPECT_EQ(read().status, 200);
}

TEST_F(AdminTest, AProjectHasItsOwnQuota) {
  Post("/emulator/settings", {{"readQuota", 5}, {"projectReadQuota", 1}});
  EXPECT_EQ(Get(Url("/values/A1")).status, 200);
  const Json error = Get(Url("/values/A1")).body["error"];
  EXPECT_EQ(error["details"][0]["metadata"]["quota_limit"], "ReadRequestsPerMinutePerProject");
  EXPECT_EQ(error["details"][0]["metadata"]["quota_unit"], "1/min/{project}");
}

TEST_F(AdminTest, ThePageIsToldWhatItShows) {
  Write("A1:C1", R"([["=1+1", "2020-01-01", "text"]])"_j, "USER_ENTERED");
  Write("A2:B2", R"([["=1+1", "007"]])"_j);
  const Json books = Get("/emulator/spreadsheets").body["spreadsheets"];
  EXPECT_EQ(books[0]["sheets"][0]["title"], "Sheet1");
  const Json cells = Get("/emulator/grid/" + id_ + "/0?from=0&to=2").body["cells"];
  EXPECT_EQ(cells[0], R"([{"v": "2", "f": "=1+1", "n": true}, {"v": "2020-01-01", "n": true},
                          {"v": "text"}])"_j);
  EXPECT_EQ(cells[1], R"([{"v": "=1+1", "f": "'=1+1"}, {"v": "007", "f": "'007"}])"_j);
}

}  // namespace
}  // namespace sheetkeeper::emulator
