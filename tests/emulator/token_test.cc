#include <openssl/evp.h>
#include <openssl/pem.h>

#include "emulator/oauth/service_account.h"
#include "emulator/support/api.h"

namespace sheetkeeper::emulator {
namespace {

std::string Base64Url(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                   reinterpret_cast<const unsigned char*>(bytes.data()),
                                   static_cast<int>(bytes.size()));
  text.resize(static_cast<size_t>(size));
  for (char& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  while (text.ends_with('=')) text.pop_back();
  return text;
}

std::string Sign(const std::string& pem, const std::string& text) {
  BIO* bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  EVP_PKEY* key = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr);
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key);
  size_t size = 0;
  const auto* data = reinterpret_cast<const unsigned char*>(text.data());
  EVP_DigestSign(context, nullptr, &size, data, text.size());
  std::string signature(size, '\0');
  EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &size, data,
                 text.size());
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(key);
  BIO_free(bio);
  return signature;
}

// One key for all tests: making one is slow.
const ServiceAccount& Account() {
  static const ServiceAccount kAccount = NewServiceAccount("sa@example.com", "http://base");
  return kAccount;
}

class TokenTest : public ::testing::Test {
 protected:
  TokenTest()
      : emulator_({.now_ms = [this] { return now_ms_; },
                   .check_tokens = true,
                   .base_url = "http://base"}) {
    emulator_.AddServiceAccount(Account().email, Account().public_pem);
    emulator_.Load(R"({"spreadsheets": [{"id": "book", "owner": "sa@example.com"}]})");
    claims_ = {{"iss", Account().email},
               {"scope", "https://www.googleapis.com/auth/spreadsheets"},
               {"aud", "http://base/token"},
               {"iat", now_ms_ / 1000},
               {"exp", now_ms_ / 1000 + 3600}};
  }

  Json Ask() {
    const Json header = {{"alg", "RS256"}, {"typ", "JWT"}};
    const std::string text = Base64Url(header.dump()) + '.' + Base64Url(claims_.dump());
    const std::string key = Json::parse(Account().key_file)["private_key"];
    return AskWith(text + '.' + Base64Url(Sign(key, text)));
  }
  Json AskWith(const std::string& assertion) {
    const HttpResponse response = emulator_.Handle(
        {.method = "POST",
         .target = "/token",
         .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
         .body = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" +
                 assertion});
    return Json::parse(response.body);
  }
  int GetWith(const std::string& token, const std::string& method = "GET") {
    HttpRequest request = {.method = method, .target = "/v4/spreadsheets/book/values/A1"};
    if (method == "PUT") request.target += "?valueInputOption=RAW";
    if (!token.empty()) request.headers.emplace_back("Authorization", "Bearer " + token);
    return emulator_.Handle(request).status;
  }

  int64_t now_ms_ = 1'700'000'000'000;
  Emulator emulator_;
  Json claims_;
};

TEST_F(TokenTest, ASignedAssertionGivesATokenThatWorksForAnHour) {
  const Json answer = Ask();
  EXPECT_EQ(answer["expires_in"], 3599);
  EXPECT_EQ(answer["token_type"], "Bearer");
  const std::string token = answer["access_token"];
  EXPECT_EQ(GetWith(token), 200);
  now_ms_ += 3'600'000;
  EXPECT_EQ(GetWith(token), 401);
}

TEST_F(TokenTest, OtherTokensAreRefused) {
  EXPECT_EQ(GetWith("ya29.forged"), 401);
  EXPECT_EQ(GetWith(""), 403);
  EXPECT_EQ(GetWith("", "PUT"), 401);
}

TEST_F(TokenTest, DriveTellsTheStatusOfWhatThePlatformRefuses) {
  const auto error = [&](const std::string& token) {
    HttpRequest request = {.method = "GET", .target = "/drive/v3/files/nope"};
    if (!token.empty()) request.headers.emplace_back("Authorization", "Bearer " + token);
    return Json::parse(emulator_.Handle(request).body)["error"];
  };
  EXPECT_EQ(error("forged")["errors"], R"([{"message": "Invalid Credentials", "domain": "global",
    "reason": "authError", "location": "Authorization", "locationType": "header"}])"_j);
  EXPECT_EQ(error("forged")["status"], "UNAUTHENTICATED");
  EXPECT_EQ(error("")["status"], "PERMISSION_DENIED");
  claims_["scope"] = "https://www.googleapis.com/auth/drive";
  EXPECT_FALSE(error(Ask()["access_token"]).contains("status"));
}

TEST_F(TokenTest, AReadOnlyScopeDoesNotWrite) {
  claims_["scope"] = "https://www.googleapis.com/auth/spreadsheets.readonly";
  const std::string token = Ask()["access_token"];
  EXPECT_EQ(GetWith(token), 200);
  EXPECT_EQ(GetWith(token, "PUT"), 403);
}

TEST_F(TokenTest, AScopeThatIsMissingIsToldWithTheMethodThatNeedsIt) {
  claims_["scope"] = "https://www.googleapis.com/auth/drive.metadata.readonly";
  const std::string token = Ask()["access_token"];
  const auto error = [&](const char* target) {
    const HttpResponse response = emulator_.Handle(
        {.method = "GET", .target = target, .headers = {{"Authorization", "Bearer " + token}}});
    const Json body = Json::parse(response.body);
    return body.value("error", Json::object());
  };
  const Json refused = error("/v4/spreadsheets/book/values/A1");
  EXPECT_EQ(refused["message"], "Request had insufficient authentication scopes.");
  EXPECT_EQ(refused["details"][0]["metadata"]["method"],
            "google.apps.sheets.v4.SpreadsheetsService.GetValues");
  EXPECT_TRUE(error("/drive/v3/files").empty());
  EXPECT_EQ(error("/drive/v3/files/book/export?mimeType=text/csv")["code"], 403);
}

TEST_F(TokenTest, AWrongClockIsToldAsGoogleTellsIt) {
  claims_["iat"] = now_ms_ / 1000 - 90'000;
  claims_["exp"] = now_ms_ / 1000 - 86'400;
  const Json answer = Ask();
  EXPECT_EQ(answer["error"], "invalid_grant");
  EXPECT_TRUE(answer["error_description"].get<std::string>().starts_with(
      "Invalid JWT: Token must be a short-lived token (60 minutes)"));
}

TEST_F(TokenTest, AForeignSignatureIsRefused) {
  const std::string text = Base64Url(R"({"alg":"RS256"})") + '.' + Base64Url(claims_.dump());
  EXPECT_EQ(AskWith(text + '.' + Base64Url("nonsense"))["error_description"],
            "Invalid JWT Signature.");
}

TEST_F(TokenTest, AnUnknownAccountAWrongAudienceAndNoScopeAreRefused) {
  claims_["aud"] = "https://elsewhere.example/token";
  EXPECT_EQ(Ask()["error"], "invalid_grant");
  claims_["aud"] = "https://oauth2.googleapis.com/token";
  claims_.erase("scope");
  EXPECT_EQ(Ask()["error"], "invalid_scope");
  claims_["iss"] = "nobody@example.com";
  EXPECT_EQ(Ask()["error_description"], "Invalid grant: account not found");
}

// A spreadsheet of somebody else with a cell A1 that only the owner may edit.
constexpr const char* kProtected = R"({"spreadsheets": [{"id": "book", "owner": "boss@example.com",
    "permissions": {"sa@example.com": "writer"},
    "sheets": [{"title": "S", "cells": [["locked", "free"]],
      "objects": {"protectedRanges": [{"protectedRangeId": 1, "range":
        {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1},
        "editors": {"users": ["boss@example.com"]}}]}}]}]})";

TEST_F(TokenTest, ARefusalTellsWhatOfTheRequestTouchedAProtectedCell) {
  emulator_.Load(kProtected);
  const std::string token = Ask()["access_token"];
  const auto post = [&](const std::string& call, const std::string& body) {
    const HttpResponse response =
        emulator_.Handle({.method = "POST",
                          .target = "/v4/spreadsheets/book" + call,
                          .headers = {{"Authorization", "Bearer " + token}},
                          .body = body});
    const std::string message = Json::parse(response.body)["error"]["message"];
    return message.substr(0, message.find(": You are"));
  };
  EXPECT_EQ(post("/values:batchUpdate", R"({"valueInputOption": "RAW", "data": [
              {"range": "B1", "values": [[1]]}, {"range": "A1", "values": [[1]]}]})"),
            "Invalid data[1]");
  EXPECT_EQ(post(":batchUpdate", R"({"requests": [
              {"updateCells": {"start": {"columnIndex": 1}, "fields": "note",
                               "rows": [{"values": [{"note": "n"}]}]}},
              {"deleteDimension": {"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": 1}}}
              ]})"),
            "Invalid requests[1].deleteDimension");
}

TEST_F(TokenTest, CellsThatAreProtectedFromTheCallerAreRefusedWith400) {
  emulator_.Load(kProtected);
  const std::string token = Ask()["access_token"];
  const auto write = [&](const std::string& cell) {
    return emulator_.Handle(
        {.method = "PUT",
         .target = "/v4/spreadsheets/book/values/" + cell + "?valueInputOption=RAW",
         .headers = {{"Authorization", "Bearer " + token}},
         .body = R"({"values": [["mine"]]})"});
  };
  EXPECT_EQ(write("B1").status, 200);
  const HttpResponse refused = write("A1");
  EXPECT_EQ(refused.status, 400);
  EXPECT_NE(refused.body.find("You are trying to edit a protected cell or object."),
            std::string::npos);
  EXPECT_EQ(std::get<std::string>(emulator_.At("book").Cell("S", 0, 0)), "locked");
}

}  // namespace
}  // namespace sheetkeeper::emulator
