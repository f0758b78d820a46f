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

TEST_F(AccessTest, EverythingThatIsWrongWithTheParametersIsToldAtOnce) {
  const Answer answer = Get(Url("/values/A1?majorDimension=X&majorDimension=ROWS&nope=1"));
  EXPECT_EQ(answer.message(),
            "Invalid value at 'major_dimension' (type.googleapis.com/google.apps.sheets.v4."
            "Dimension), \"X\"\nInvalid JSON payload received. Unknown name \"nope\": Cannot bind "
            "query parameter. Field 'nope' could not be found in request message.");
  EXPECT_EQ(answer.body["error"]["details"][0]["fieldViolations"].size(), 2U);
  EXPECT_EQ(Get(Url("?includeGridData=maybe")).message(),
            "Invalid value at 'include_grid_data' (TYPE_BOOL), \"maybe\"");
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

TEST_F(AccessTest, ErrorsCarryAListOnlyInTheOlderForm) {
  EXPECT_FALSE(Get(Url("/values/Nope!A1")).body["error"].contains("errors"));
  EXPECT_EQ(Get(Url("/values/Nope!A1?$.xgafv=2&$.xgafv=1")).body["error"]["errors"],
            R"([{"message": "Unable to parse range: Nope!A1", "domain": "global",
                 "reason": "badRequest"}])"_j);
  EXPECT_EQ(Get(Url("/values/A1?majorDimension=X&$.xgafv=1")).body["error"]["errors"][0]["reason"],
            "invalid");
}

TEST_F(AccessTest, AnUnknownFormOfErrorsIsRefusedFirst) {
  const Answer answer = Get(Url("/values/A1?$.xgafv=3&alt=media"));
  EXPECT_EQ(answer.status, 400);
  EXPECT_EQ(answer.message(),
            "Invalid query parameters. Invalid value '3' for system query parameter : $.xgafv");
}

TEST_F(AccessTest, AScriptIsCalledBackEvenWithAnError) {
  const Answer answer = Get(Url("/values/Nope!A1?callback=got"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_TRUE(
      answer.text.starts_with("// API callback\ngot({\n  \"error\": {\n    \"code\": 400,"));
  EXPECT_TRUE(answer.text.ends_with("}\n);"));
  EXPECT_NE(Get(Url("?callback=a-b")).text.find("Invalid JSONP callback name: 'a-b'; only"),
            std::string::npos);
  EXPECT_EQ(Post(Url(":getByDataFilter?callback=a-b"), Json::object()).body["spreadsheetId"], id_);
}

TEST_F(AccessTest, TheFormatIsReadInAnyCaseAndMustBeJson) {
  EXPECT_EQ(Get(Url("?alt=Json")).status, 200);
  EXPECT_EQ(Get(Url("?alt=MEDIA&callback=got")).message(),
            "Unsupported alt type \"media\" for non byte stream request.");
}

TEST_F(AccessTest, ABodyThatIsNoObjectIsRefused) {
  const Answer answer = Post(Url(":batchUpdate"), Json::array());
  EXPECT_EQ(answer.body["error"]["details"][0]["fieldViolations"],
            R"([{"description": "Invalid JSON payload received. Unknown name \"\": Root element )"
            R"(must be a message."}])"_j);
}

TEST_F(AccessTest, PathsThatNoApiServesAreHtml) {
  EXPECT_EQ(Get("/v4/nowhere").status, 400);
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
