// Answers and key files that were damaged on their way are an error of the promised kind, or mean
// what they say; nothing crashes on them. The sanitizers look on (preset asan).
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "google/api_error.h"
#include "google/credentials.h"
#include "google/grid_json.h"
#include "google/token_answer.h"
#include "google/values_reader.h"
#include "support/damage.h"
#include "support/property.h"

namespace sheetkeeper {
namespace {

constexpr int kCases = 10'000;

const std::vector<std::string> kValues{
    R"({"spreadsheetId":"x","valueRanges":[{"range":"A!A1:B2","majorDimension":"ROWS",)"
    R"("values":[["k",1.5,true,null,""],[],["é\n\u00e9\ud83c\udf35"]]},{"range":"'B c'!A1:C9"}]})",
    R"({"valueRanges":[{"values":[[1e308,-0.0,123456789012345678]],"range":"T!A1"}],"x":[{}]})",
    R"({"spreadsheetId":"x"})"};

const std::vector<std::string> kGrids{
    R"({"properties":{"title":"Staff","locale":"ru_RU","timeZone":"Europe/Moscow"},"sheets":[)"
    R"({"properties":{"sheetId":7,"title":"_log","hidden":true,"gridProperties":)"
    R"({"rowCount":5,"columnCount":4}}},{"properties":{"sheetId":8,"title":"Chart"}}]})",
    R"({"replies":[{},{"addSheet":{}}],"updatedSpreadsheet":{"sheets":[{"properties":{"sheetId":9},)"
    R"("data":[{"startRow":1,"startColumn":2,"rowData":[{"values":[{},)"
    R"({"effectiveValue":{"numberValue":1.5}},{"effectiveValue":{"boolValue":true}},)"
    R"({"effectiveValue":{"errorValue":{"type":"REF","message":"m"}}}]},{}]}]}]}})"};

const std::vector<std::string> kErrors{
    R"({"error":{"code":400,"message":"Invalid requests[3].createDeveloperMetadata: A developer )"
    R"(metadata entry with ID 5 already exists.","status":"INVALID_ARGUMENT"}})",
    R"({"error":{"code":403,"message":"You are trying to edit a protected cell.",)"
    R"("status":"PERMISSION_DENIED","details":[{"@type":"t","reason":"SERVICE_DISABLED",)"
    R"("metadata":{"service":"sheets.googleapis.com"}}]}})",
    R"({"error":{"code":429,"message":"Quota exceeded for quota metric 'Read requests'",)"
    R"("status":"RESOURCE_EXHAUSTED"}})",
    "<html><body>503 \"secret\"</body></html>"};

const std::vector<std::string> kTokens{
    R"({"access_token":"ya29.c","expires_in":3599,"token_type":"Bearer"})",
    R"({"error":"invalid_grant","error_description":"Invalid JWT: Token must be short-lived"})"};

const std::vector<std::string> kKeys{
    "{\n \"type\": \"service_account\",\n \"project_id\": \"p\",\n \"private_key_id\": \"1\",\n"
    " \"private_key\": \"-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----\\n\",\n"
    " \"client_email\": \"k@p.iam.gserviceaccount.com\",\n"
    " \"token_uri\": \"https://oauth2.googleapis.com/token\"\n}\n",
    R"({"installed":{"client_id":"x","client_secret":"y"}})"};

// Forgets what it is told, but for whether it was told in order.
class Order : public ValueSink {
 public:
  explicit Order(size_t ranges) : ranges_(ranges) {}
  void OnBegin() override {
    next_ = 0;
    row_ = -1;
  }
  void OnRange(size_t range, std::string_view) override {
    RC_ASSERT(range < ranges_);
    RC_ASSERT(range == next_);
    ++next_;
    row_ = -1;
  }
  void OnRow(size_t range, int row, std::span<const Cell>) override {
    RC_ASSERT(range + 1 == next_);
    RC_ASSERT(row == row_ + 1);
    row_ = row;
  }

 private:
  const size_t ranges_;
  size_t next_ = 0;
  int row_ = -1;
};

TEST(DamagedAnswersTest, ValuesComeInOrderOrNotAtAll) {
  ForAll(kCases, [] {
    const std::string body = Damaged(kValues);
    const auto ranges = *rc::gen::inRange<size_t>(1, 4);
    Order order(ranges);
    ValuesReader reader(ranges, order);
    reader.OnBegin();
    const size_t piece = *rc::gen::inRange<size_t>(1, 40);
    for (size_t at = 0; at < body.size(); at += piece) {
      reader.OnBytes(std::string_view(body).substr(at, piece));
    }
    const auto read = reader.Finish();
    RC_ASSERT(read || read.error().kind == ErrorKind::kUnavailable);
  });
}

TEST(DamagedAnswersTest, DescriptionsOfSpreadsheetsAreReadOrRefused) {
  ForAll(kCases, [] {
    std::string body = Damaged(kGrids);
    std::string same = body;
    const auto info = ReadInfoJson(body);
    RC_ASSERT(info || info.error().kind == ErrorKind::kUnavailable);
    const auto reply = ReadBatchReplyJson(same);
    RC_ASSERT(reply || reply.error().kind == ErrorKind::kUnavailable);
  });
}

TEST(DamagedAnswersTest, RefusalsKeepTheirKindAndShowNothingQuoted) {
  ForAll(kCases, [] {
    HttpResponse response;
    response.status = *rc::gen::elementOf(std::vector<int>{400, 401, 403, 404, 409, 429, 500, 503});
    response.body = Damaged(kErrors);
    RefusedRequest refused;
    const Error error = ApiError(response, {"https://sheets.googleapis.com", "x", "k@p"}, &refused);
    RC_ASSERT(!error.message.empty());
    RC_ASSERT(error.http_status == response.status);
    for (const char c : SafeText(response.body)) {
      RC_ASSERT(static_cast<unsigned char>(c) >= ' ');
    }
  });
}

TEST(DamagedAnswersTest, ASignInGivesATokenOrAnError) {
  ForAll(kCases, [] {
    HttpResponse response;
    response.status = *rc::gen::elementOf(std::vector<int>{200, 400, 401, 500});
    response.body = Damaged(kTokens);
    const ServiceAccountKey key;
    const auto token = ReadTokenAnswer(response, {key, "https://t", "scope", WallTime(Millis(0))});
    RC_ASSERT(!token || !token->token.empty());
    RC_ASSERT(!token || token->life.count() > 0);
  });
}

TEST(DamagedAnswersTest, ADamagedKeyFileIsRefusedWithoutShowingIt) {
  const auto path = std::filesystem::temp_directory_path() /
                    ("sk_damaged_key_" + std::to_string(getpid()) + ".json");
  ForAll(kCases / 10, [&path] {
    std::ofstream(path, std::ios::binary) << Damaged(kKeys);
    const auto key = LoadServiceAccountKey(path.string());
    RC_ASSERT(!key);
    RC_ASSERT(key.error().kind == ErrorKind::kInvalid);
    RC_ASSERT(key.error().message.find("MIIE") == std::string::npos);
  });
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace sheetkeeper
