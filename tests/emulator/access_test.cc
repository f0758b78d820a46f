#include "emulator/support/api.h"

namespace sheetkeeper::emulator {
namespace {

using AccessTest = ApiTest;

TEST_F(AccessTest, UnknownParametersAreRefused) {
  const Answer answer = Get(Url("/values/A1?valueRenderOptoin=FORMULA"));
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.message(),
            "Invalid JSON payload received. Unknown name \"valueRenderOptoin\": Cannot bind query "
            "parameter. Field 'valueRenderOptoin' could not be found in request message.");
}

TEST_F(AccessTest, ParametersMayBeInSnakeCase) {
  Write("A1", "[[2]]"_j);
  EXPECT_EQ(Get(Url("/values/A1?value_render_option=UNFORMATTED_VALUE")).body["values"], "[[2]]"_j);
}

TEST_F(AccessTest, ABadEnumerationValueNamesItsType) {
  EXPECT_EQ(Get(Url("/values/A1?valueRenderOption=X")).message(),
            "Invalid value at 'value_render_option' "
            "(type.googleapis.com/google.apps.sheets.v4.ValueRenderOption), \"X\"");
}

TEST_F(AccessTest, AMaskOfAnswersKeepsWhatItNames) {
  const Json body = Get(Url("?fields=sheets(properties/title),spreadsheetId")).body;
  EXPECT_EQ(body, (Json{{"spreadsheetId", id_},
                        {"sheets", R"([{"properties": {"title": "Sheet1"}}])"_j}}));
}

TEST_F(AccessTest, AMaskThatNamesNothingIsRefusedWithItsPath) {
  const Answer answer = Get(Url("?fields=sheets.bogus"));
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.body["error"]["details"][0]["fieldViolations"][0]["description"],
            "Error expanding 'fields' parameter. Cannot find matching fields for path "
            "'sheets.bogus'.");
}

TEST_F(AccessTest, PathsThatNoApiServesAreHtml) {
  const Answer answer = Get("/v5/anything");
  EXPECT_EQ(answer.status, 404);
  EXPECT_TRUE(answer.text.starts_with("<!DOCTYPE html>"));
}

TEST_F(AccessTest, BrokenJsonIsShownWithItsPlace) {
  const HttpResponse response = emulator_.Handle(
      {.method = "POST", .target = Url(":batchUpdate"), .headers = {}, .body = "{\"requests\": ["});
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(Json::parse(response.body)["error"]["message"],
            "Invalid JSON payload received. Unexpected end of string. Expected a value.\n"
            "{\"requests\": [\n              ^");
}

TEST_F(AccessTest, AnswersAreZippedWhereTheClientSaysSo) {
  const HttpResponse response = emulator_.Handle({.method = "GET",
                                                  .target = Url(""),
                                                  .headers = {{"accept-encoding", "gzip, deflate"}},
                                                  .body = {}});
  EXPECT_EQ(response.headers.back(),
            (std::pair<std::string, std::string>{"Content-Encoding", "gzip"}));
  EXPECT_TRUE(response.body.starts_with("\x1f\x8b"));
}

TEST_F(AccessTest, TextThatBrowsersMisreadIsEscaped) {
  Write("A1", R"([["<b>&' ü 🎉 \u200b"]])"_j);
  EXPECT_NE(Get(Url("/values/A1")).text.find("\\u003cb\\u003e&' ü 🎉 \\u200b"), std::string::npos);
}

class ProtectionTest : public ApiTest {
 protected:
  // An emulator where "editor@example.com" may write a spreadsheet that someone else owns.
  ProtectionTest() {
    emulator_ = Emulator({.now_ms = [this] { return now_ms_; }, .check_tokens = true});
    emulator_.Load(R"({"spreadsheets": [{"id": "b", "owner": "boss@example.com",
      "permissions": {"anyone": "writer"},
      "sheets": [{"title": "S", "cells": [["locked", "free"]],
        "objects": {"protectedRanges": [{"protectedRangeId": 1, "range":
          {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1},
          "editors": {"users": ["boss@example.com"]}}]}}]}]})");
    id_ = "b";
  }
};

TEST_F(ProtectionTest, TheOwnerEditsWhatIsProtected) {
  EXPECT_TRUE(emulator_.At("b").Type("S", 0, 0, "changed"));
}

TEST_F(ProtectionTest, AKeyReadsWhatAnyoneMayReadAndWritesNothing) {
  EXPECT_EQ(Get(Url("/values/S!A1?key=k")).body["values"], R"([["locked"]])"_j);
  EXPECT_EQ(Send("PUT", Url("/values/S!A1?key=k&valueInputOption=RAW"), Json::object()).status,
            401);
}

}  // namespace
}  // namespace sheetkeeper::emulator
