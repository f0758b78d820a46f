#ifndef SHEETKEEPER_TESTS_EMULATOR_SUPPORT_API_H_
#define SHEETKEEPER_TESTS_EMULATOR_SUPPORT_API_H_

#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "emulator/emulator.h"

namespace sheetkeeper::emulator {

using Json = nlohmann::ordered_json;

// JSON text, where a list in braces would be taken for an object.
inline Json operator""_j(const char* text, size_t size) {
  return Json::parse(std::string_view(text, size));
}

// An answer with its body read as JSON (null when it is none).
struct Answer {
  int status = 0;
  Json body;
  std::string text;

  std::string message() const { return body["error"]["message"].get<std::string>(); }
};

// Talks to an emulator in process, on a fixed clock, about one spreadsheet.
class ApiTest : public ::testing::Test {
 protected:
  ApiTest() : emulator_(Options{.now_ms = [this] { return now_ms_; }, .base_url = {}}) {
    id_ = Post("/drive/v3/files", {{"name", "Test"}, {"mimeType", kType}}).body["id"];
  }

  Answer Send(std::string_view method, std::string_view target, const Json& body = nullptr) {
    const HttpResponse response = emulator_.Handle({.method = std::string(method),
                                                    .target = std::string(target),
                                                    .headers = {},
                                                    .body = body.is_null() ? "" : body.dump()});
    return {response.status, Json::parse(response.body, nullptr, false), response.body};
  }
  Answer Get(std::string_view target) { return Send("GET", target); }
  Answer Post(std::string_view target, const Json& body) { return Send("POST", target, body); }

  std::string Url(std::string_view rest) const {
    return "/v4/spreadsheets/" + id_ + std::string(rest);
  }

  // The values of a range, null when there are none.
  Json Values(std::string_view range, std::string_view option = "UNFORMATTED_VALUE") {
    const Answer answer =
        Get(Url("/values/" + std::string(range) + "?valueRenderOption=" + std::string(option)));
    EXPECT_EQ(answer.status, 200) << answer.text;
    return answer.body.value("values", Json());
  }
  Answer Write(std::string_view range, const Json& values, std::string_view option = "RAW") {
    return Send("PUT",
                Url("/values/" + std::string(range) + "?valueInputOption=" + std::string(option)),
                {{"values", values}});
  }
  Answer Batch(const Json& requests) { return Post(Url(":batchUpdate"), {{"requests", requests}}); }
  // One request, which must be accepted; its reply.
  Json Reply(const char* kind, const Json& request) {
    const Answer answer = Batch(Json::array({{{kind, request}}}));
    EXPECT_EQ(answer.status, 200) << answer.text;
    return answer.status == 200 ? answer.body["replies"][0] : Json();
  }

  static constexpr const char* kType = "application/vnd.google-apps.spreadsheet";

  int64_t now_ms_ = 1'700'000'000'000;
  Emulator emulator_;
  std::string id_;
};

inline Json Rows(int sheet_id, int begin, int end) {
  return {{"sheetId", sheet_id}, {"dimension", "ROWS"}, {"startIndex", begin}, {"endIndex", end}};
}

inline Json Grid(int sheet_id, int top, int bottom, int left, int right) {
  return {{"sheetId", sheet_id},
          {"startRowIndex", top},
          {"endRowIndex", bottom},
          {"startColumnIndex", left},
          {"endColumnIndex", right}};
}

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_TESTS_EMULATOR_SUPPORT_API_H_
