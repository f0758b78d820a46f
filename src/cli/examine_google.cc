#include <sys/stat.h>

#include <chrono>
#include <optional>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "base/system_clock.h"
#include "cli/examination.h"
#include "google/credentials.h"
#include "google/sheets_client.h"
#include "google/token_source.h"
#include "http/curl_transport.h"
#include "http/http_date.h"

namespace sheetkeeper {
namespace {

constexpr const char* kScope = "https://www.googleapis.com/auth/spreadsheets";
// Google refuses a sign-in from about five minutes on; a difference of one may grow.
constexpr Millis kNoticeable = std::chrono::minutes(1);

// Remembers by how much the last answer's Date was behind this machine's clock.
class DateWatch : public HttpTransport {
 public:
  DateWatch(HttpTransport& inner, Clock& clock) : inner_(inner), clock_(clock) {}

  Result<HttpResponse> Send(const HttpRequest& request, std::stop_token stop) override {
    auto response = inner_.Send(request, std::move(stop));
    const auto date = response ? ParseHttpDate(response->Header("date")) : std::nullopt;
    if (date) ahead = clock_.Wall() - *date;
    return response;
  }

  Millis ahead{0};

 private:
  HttpTransport& inner_;
  Clock& clock_;
};

std::optional<ServiceAccountKey> ExamineKey(const Settings& settings, const FindingSink& found) {
  const auto file = FindKeyFile(settings.key_file);
  if (!file) {
    found(Found("key", file.error()));
    return std::nullopt;
  }
  auto key = LoadServiceAccountKey(*file);
  if (!key) {
    found(Found("key", key.error()));
    return std::nullopt;
  }
  found(Good("key", fmt::format("{}: a key of {}", *file, key->client_email)));
  if (key->repaired) {
    found(Found("key", "key-literal-newlines",
                *file + " has \\n as two characters in its private key; it is read all the same"));
  }
  struct stat status {};
  if (::stat(file->c_str(), &status) == 0 && (status.st_mode & S_IROTH) != 0) {
    found(Found("key", "key-open", fmt::format("{} may be read by everybody", *file)));
  }
  return *std::move(key);
}

void ExamineClock(const DateWatch& watch, const FindingSink& found) {
  if (std::chrono::abs(watch.ahead) < kNoticeable) return;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(watch.ahead).count();
  found(Found("clock", "clock",
              fmt::format("this machine's clock is {} s {} the server's", std::abs(seconds),
                          seconds > 0 ? "ahead of" : "behind")));
}

// Takes away what is not there: a write to which there is nothing to do is refused to a reader all
// the same.
bool ExamineWriting(const Settings& settings, SheetsClient& sheets, const std::string& account,
                    const FindingSink& found) {
  SheetBatch batch;
  batch.requests.emplace_back(DeleteTokens{"sk-doctor"});
  const auto reply = sheets.Apply(settings.spreadsheet, batch, {});
  if (reply) {
    found(Good("writing", "it may be written"));
    return true;
  }
  if (reply.error().code == "not-shared") {
    found(Found("writing", "read-only", account + " may read the spreadsheet, but not write it"));
  } else {
    found(Found("writing", reply.error()));
  }
  return false;
}

}  // namespace

bool ExamineGoogle(const Settings& settings, const FindingSink& found) {
  auto key = ExamineKey(settings, found);
  if (!key) return false;
  SystemClock clock;
  CurlTransport network;
  DateWatch watch(network, clock);
  ServiceAccountTokens tokens(*std::move(key), kScope, settings.token_url, watch, clock);
  if (const auto token = tokens.Token({}); !token) {
    found(Found("sign-in", token.error()));
    return false;
  }
  found(Good("sign-in", "signed in as " + tokens.account()));
  ExamineClock(watch, found);
  SheetsClient sheets(settings.api_base, watch, tokens);
  const auto info = sheets.ReadInfo(settings.spreadsheet, {});
  if (!info) {
    found(Found("spreadsheet", info.error()));
    return false;
  }
  found(Good("spreadsheet", fmt::format("'{}', {} tabs", info->title, info->tabs.size())));
  ExamineWriting(settings, sheets, tokens.account(), found);
  return true;
}

}  // namespace sheetkeeper
