// What each of Google's refusals becomes. The answers are those that its servers give.
#include "google/api_error.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sheetkeeper {
namespace {

using nlohmann::json;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kAccount = "keeper@p.iam.gserviceaccount.com";

json Envelope(int code, const std::string& message, json details = json::array()) {
  json error = {{"code", code}, {"message", message}, {"status", "X"}};
  if (!details.empty()) error["details"] = std::move(details);
  return {{"error", error}};
}

Error Map(int status, const std::string& body, RefusedRequest* refused = nullptr,
          const std::string& account = kAccount) {
  HttpResponse response;
  response.status = status;
  response.body = body;
  return ApiError(response, {"https://sheets.googleapis.com", "1AbC", account}, refused);
}
Error Map(int status, const json& body, RefusedRequest* refused = nullptr) {
  return Map(status, body.dump(2) + "\n", refused);
}
Error Map(int status, const char* message, RefusedRequest* refused = nullptr) {
  return Map(status, Envelope(status, message), refused);
}

TEST(ApiErrorTest, EachStatusHasItsKind) {
  const std::pair<int, ErrorKind> kCases[] = {
      {400, ErrorKind::kInvalid},          {401, ErrorKind::kUnauthenticated},
      {403, ErrorKind::kPermissionDenied}, {404, ErrorKind::kNotFound},
      {408, ErrorKind::kUnavailable},      {409, ErrorKind::kUnavailable},
      {413, ErrorKind::kInvalid},          {429, ErrorKind::kRateLimited},
      {500, ErrorKind::kUnavailable},      {502, ErrorKind::kUnavailable},
      {503, ErrorKind::kUnavailable},      {504, ErrorKind::kUnavailable},
      {302, ErrorKind::kUnavailable}};
  for (const auto& [status, kind] : kCases) {
    const Error with_words = Map(status, "words");
    EXPECT_EQ(with_words.kind, kind) << status;
    EXPECT_EQ(with_words.http_status, status);
    if (status == 400 || status == 404) continue;
    EXPECT_EQ(Map(status, std::string("<html>")).kind, kind) << status;
  }
}

TEST(ApiErrorTest, ThatSomethingIsNotThereIsBelievedFromGoogleOnly) {
  EXPECT_EQ(Map(404, std::string("<html>Not Found</html>")).kind, ErrorKind::kUnavailable);
}

// Else what was asked for would be given up, for an answer that was cut short.
TEST(ApiErrorTest, ThatARequestIsRefusedIsBelievedFromGoogleOnly) {
  EXPECT_EQ(Map(400, std::string("<html>Bad Request</html>")).kind, ErrorKind::kUnavailable);
  const std::string body = Envelope(400, "Invalid requests[1].addSheet: words").dump();
  EXPECT_EQ(Map(400, body.substr(0, body.size() / 2)).kind, ErrorKind::kUnavailable);
}

TEST(ApiErrorTest, WhatExistsAlreadyIsARefusal) {
  json body = Envelope(409, "words");
  body["error"]["status"] = "ALREADY_EXISTS";
  EXPECT_EQ(Map(409, body).kind, ErrorKind::kInvalid);
}

TEST(ApiErrorTest, AnApiThatIsOffComesWithTheLink) {
  const char* const message =
      "Google Sheets API has not been used in project 4711 before or it is disabled. Enable it by "
      "visiting https://console.developers.google.com/apis/api/sheets.googleapis.com/"
      "overview?project=4711 then retry. If you enabled this API recently, wait a few minutes for "
      "the action to propagate to our systems and retry.";
  const char* const link =
      "https://console.developers.google.com/apis/api/sheets.googleapis.com/overview?project=4711";
  const std::string expected = std::string(
                                   "the Google Sheets API is not enabled in the key's "
                                   "project: enable it at ") +
                               link + " and wait a few minutes";
  EXPECT_EQ(Map(403, message).message, expected);
  const json detail = {{"@type", "type.googleapis.com/google.rpc.ErrorInfo"},
                       {"reason", "SERVICE_DISABLED"},
                       {"metadata", {{"activationUrl", link}}}};
  EXPECT_EQ(Map(403, Envelope(403, "In another language", {detail})).message, expected);
  const json help = {{"@type", "type.googleapis.com/google.rpc.Help"},
                     {"links", {{{"description", "activation"}, {"url", link}}}}};
  const json reason = {{"reason", "SERVICE_DISABLED"}};
  EXPECT_EQ(Map(403, Envelope(403, "In another language", {help, reason})).message, expected);
  EXPECT_THAT(Map(403, Envelope(403, "In another language", {reason})).message,
              HasSubstr("https://console.cloud.google.com/apis/library/sheets.googleapis.com"));
}

TEST(ApiErrorTest, ASpreadsheetThatIsNotSharedComesWithTheAddressToShareItWith) {
  EXPECT_EQ(Map(403, "The caller does not have permission").message,
            "keeper@p.iam.gserviceaccount.com may not do this: open the spreadsheet 1AbC, choose "
            "Share, and add that address as Editor");
  EXPECT_THAT(
      Map(403, Envelope(403, "The caller does not have permission").dump(), nullptr, "").message,
      HasSubstr("the account that sheetkeeper signs in with may not do this"));
}

TEST(ApiErrorTest, ASignInForSomethingElseIsNamed) {
  EXPECT_THAT(Map(403, "Request had insufficient authentication scopes.").message,
              HasSubstr("it needs the scope https://www.googleapis.com/auth/spreadsheets"));
}

TEST(ApiErrorTest, AWrongIdSaysWhereTheIdStands) {
  EXPECT_EQ(Map(404, "Requested entity was not found.").message,
            "there is no spreadsheet with the id '1AbC': the id stands between /d/ and /edit in "
            "the spreadsheet's address");
}

TEST(ApiErrorTest, ARefusedSignInNamesTheAccount) {
  EXPECT_THAT(Map(401, "Request had invalid authentication credentials.").message,
              HasSubstr("does not accept the sign-in of keeper@p.iam.gserviceaccount.com"));
}

TEST(ApiErrorTest, AUsedUpQuotaIsNamed) {
  EXPECT_THAT(Map(429,
                  "Quota exceeded for quota metric 'Read requests' and limit 'Read requests "
                  "per minute per user' of service 'sheets.googleapis.com'.")
                  .message,
              HasSubstr("quota of requests a minute is used up"));
}

TEST(ApiErrorTest, TheServersWishToWaitIsKept) {
  HttpResponse response;
  response.status = 429;
  response.headers = {{"retry-after", "30"}};
  const ApiCall call{"https://sheets.googleapis.com", "1AbC", ""};
  EXPECT_EQ(ApiError(response, call, nullptr).retry_after_ms, 30'000);
  response.headers = {{"date", "Tue, 11 Nov 2025 08:00:00 GMT"},
                      {"retry-after", "Tue, 11 Nov 2025 08:00:45 GMT"}};
  EXPECT_EQ(ApiError(response, call, nullptr).retry_after_ms, 45'000);
  response.headers.clear();
  EXPECT_FALSE(ApiError(response, call, nullptr).retry_after_ms);
}

TEST(ApiErrorTest, ARefusalNamesTheRequestAtFault) {
  const std::pair<const char*, int> kCases[] = {
      {"Invalid requests[7].updateCells: No grid with id: 5", 7},
      {"Invalid JSON payload received. Unknown name \"x\" at 'requests[12]': Cannot find field.",
       12},
      {"Invalid value at 'requests[3].update_cells.rows[0]' (TYPE_DOUBLE), \"secret\"", 3},
      {"Unable to parse range: T!A1", -1},
      {"Invalid requests[x]: y", -1},
      {"Invalid requests[7", -1}};
  for (const auto& [message, index] : kCases) {
    RefusedRequest refused;
    const Error error = Map(400, message, &refused);
    EXPECT_EQ(error.kind, ErrorKind::kInvalid);
    EXPECT_EQ(refused.index, index) << message;
  }
}

TEST(ApiErrorTest, CommonRefusalsComeWithTheNextStep) {
  EXPECT_EQ(Map(400, "Unable to parse range: NOPE!A5:F15").message,
            "Google finds no such range (Unable to parse range: NOPE!A5:F15): check the name of "
            "the tab");
  EXPECT_THAT(Map(400,
                  "Invalid requests[0].updateCells: You are trying to edit a protected cell "
                  "or object. Please contact the spreadsheet owner to remove protection.")
                  .message,
              HasSubstr("a protected range that keeper@p.iam.gserviceaccount.com may not edit"));
  EXPECT_THAT(Map(400,
                  "This operation is not supported for this document. The document must not "
                  "be an Office file.")
                  .message,
              HasSubstr("File > Save as Google Sheets"));
  EXPECT_EQ(
      Map(400, "Range (T!A5000) exceeds grid limits. Max rows: 1000, max columns: 26").message,
      "Google refused the request: Range (T!A5000) exceeds grid limits. Max rows: 1000, max "
      "columns: 26");
}

TEST(ApiErrorTest, AnAnswerThatIsNotJsonIsSaidToBeUnexplained) {
  const std::string html = "<html><head><title>502</title></head><body>secret</body></html>";
  EXPECT_EQ(Map(502, html).message,
            "sheets.googleapis.com answered HTTP 502 without an explanation");
  for (const char* body :
       {"", "[]", "{}", R"({"error":7})", R"({"error":{"message":{}}})",
        R"({"error":{"details":{"a":1}}})", R"({"error":{"details":[7,null]}})"}) {
    EXPECT_THAT(Map(500, std::string(body)).message, HasSubstr("without an explanation")) << body;
  }
}

TEST(ApiErrorTest, WhatGoogleEchoesIsNotPassedOn) {
  const std::string message =
      Map(400,
          "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), "
          "\"secret \"quoted\" secret\" (and so on)")
          .message;
  EXPECT_THAT(message, HasSubstr("Invalid value at 'data.values'"));
  EXPECT_THAT(message, Not(HasSubstr("secret")));
  EXPECT_THAT(message, Not(HasSubstr("quoted")));
}

TEST(ApiErrorTest, TextIsMadeFitForALogLine) {
  EXPECT_EQ(SafeText("a\nb\tc\x7f"), "a b c ");
  EXPECT_EQ(SafeText("an \"open quotation"), "an \"...\"");
  EXPECT_EQ(SafeText("one \"quotation\" only"), "one \"...\" only");
  EXPECT_EQ(SafeText("Invalid value at 'x' (TYPE_BOOL), 4711"), "Invalid value at 'x' (TYPE_BOOL)");
  std::string text = "x";
  for (int i = 0; i < 200; ++i) text += "\xD0\x9B";
  const std::string safe = SafeText(text);
  EXPECT_EQ(safe, text.substr(0, 299) + "...");
}

}  // namespace
}  // namespace sheetkeeper
