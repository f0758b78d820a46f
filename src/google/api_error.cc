#include "google/api_error.h"

#include <charconv>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "http/http_date.h"
#include "http/url.h"

namespace sheetkeeper {
namespace {

using nlohmann::json;

constexpr size_t kLongestText = 300;

// The parts of Google's error envelope that we use; all empty where the body is something else.
struct Envelope {
  std::string message;
  std::string status;  // such as "ALREADY_EXISTS"
  std::string reason;  // of google.rpc.ErrorInfo, such as "SERVICE_DISABLED"
  std::string link;    // where the API is switched on
};

std::string TextAt(const json& tree, const char* pointer) {
  const json::json_pointer path(pointer);
  if (!tree.contains(path) || !tree.at(path).is_string()) return "";
  return tree.at(path).get<std::string>();
}

// The link to the console in the text, or "".
std::string LinkIn(std::string_view text) {
  const size_t begin = text.find("https://console.");
  if (begin == std::string_view::npos) return "";
  text.remove_prefix(begin);
  return std::string(text.substr(0, text.find_first_of(" \"\n<")));
}

void ReadDetail(const json& detail, Envelope& envelope) {
  if (std::string reason = TextAt(detail, "/reason"); !reason.empty()) envelope.reason = reason;
  for (const char* place : {"/metadata/activationUrl", "/links/0/url"}) {
    if (envelope.link.empty()) envelope.link = LinkIn(TextAt(detail, place));
  }
}

Envelope ReadEnvelope(const std::string& body) {
  Envelope envelope;
  const json tree = json::parse(body, nullptr, false);
  if (!tree.is_object() || !tree.contains("error")) return envelope;
  const json& error = tree["error"];
  envelope.message = TextAt(error, "/message");
  envelope.status = TextAt(error, "/status");
  if (error.is_object() && error.contains("details") && error["details"].is_array()) {
    for (const json& detail : error["details"]) ReadDetail(detail, envelope);
  }
  if (envelope.link.empty()) envelope.link = LinkIn(envelope.message);
  return envelope;
}

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// 7 from "Invalid requests[7].updateCells: ..." or "... at 'requests[7].update_cells'...".
std::optional<int> FaultyRequest(std::string_view message) {
  constexpr std::string_view kMark = "requests[";
  const size_t begin = message.find(kMark);
  if (begin == std::string_view::npos) return std::nullopt;
  const std::string_view rest = message.substr(begin + kMark.size());
  int index = 0;
  const auto read = std::from_chars(rest.data(), rest.data() + rest.size(), index);
  if (read.ec != std::errc() || read.ptr == rest.data() + rest.size() || *read.ptr != ']') {
    return std::nullopt;
  }
  return index;
}

ErrorKind Kind(int status, const Envelope& envelope) {
  switch (status) {
    case 401:
      return ErrorKind::kUnauthenticated;
    case 403:
      return ErrorKind::kPermissionDenied;
    // Without Google's envelope somebody on the way has answered, or the answer was cut short: that
    // says nothing of the request.
    case 400:
      return envelope.message.empty() ? ErrorKind::kUnavailable : ErrorKind::kInvalid;
    case 404:
      return envelope.message.empty() ? ErrorKind::kUnavailable : ErrorKind::kNotFound;
    case 429:
      return ErrorKind::kRateLimited;
    case 408:
      return ErrorKind::kUnavailable;
    case 409:
      return envelope.status == "ALREADY_EXISTS" ? ErrorKind::kInvalid : ErrorKind::kUnavailable;
    default:
      return status >= 400 && status < 500 ? ErrorKind::kInvalid : ErrorKind::kUnavailable;
  }
}

std::string Account(const ApiCall& call) {
  return call.account.empty() ? "the account that sheetkeeper signs in with" : call.account;
}

std::string BadRequest(const Envelope& envelope, const ApiCall& call) {
  const std::string text = SafeText(envelope.message);
  if (envelope.message.starts_with("Unable to parse range")) {
    return fmt::format("Google finds no such range ({}): check the name of the tab", text);
  }
  if (Contains(envelope.message, "protected cell or object")) {
    return fmt::format(
        "the sheet has a protected range that {} may not edit ({}): add the account to those who "
        "may, or remove the protection",
        Account(call), text);
  }
  if (Contains(envelope.message, "must not be an Office file")) {
    return "the file is an Excel file, not a Google spreadsheet: open it in Google Sheets and "
           "choose File > Save as Google Sheets, then use the new file's id";
  }
  return fmt::format("Google refused the request: {}", text);
}

std::string Forbidden(const Envelope& envelope, const ApiCall& call) {
  if (envelope.reason == "SERVICE_DISABLED" ||
      Contains(envelope.message, "has not been used in project")) {
    return fmt::format(
        "the Google Sheets API is not enabled in the key's project: enable it at {} and wait a few "
        "minutes",
        envelope.link.empty()
            ? "https://console.cloud.google.com/apis/library/sheets.googleapis.com"
            : envelope.link);
  }
  if (envelope.reason == "ACCESS_TOKEN_SCOPE_INSUFFICIENT" ||
      Contains(envelope.message, "insufficient authentication scopes")) {
    return "the sign-in does not cover Google Sheets: it needs the scope "
           "https://www.googleapis.com/auth/spreadsheets";
  }
  if (Contains(envelope.message, "caller does not have permission")) {
    return fmt::format(
        "{} may not do this: open the spreadsheet {}, choose Share, and add that address as Editor",
        Account(call), call.spreadsheet_id);
  }
  return fmt::format("Google does not allow it: {}", SafeText(envelope.message));
}

std::string Message(int status, const Envelope& envelope, const ApiCall& call) {
  const std::string_view host = HostOf(call.base_url);
  if (envelope.message.empty()) {
    return fmt::format("{} answered HTTP {} without an explanation", host, status);
  }
  switch (status) {
    case 400:
      return BadRequest(envelope, call);
    case 401:
      return fmt::format("Google does not accept the sign-in of {}: {}", Account(call),
                         SafeText(envelope.message));
    case 403:
      return Forbidden(envelope, call);
    case 404:
      return fmt::format(
          "there is no spreadsheet with the id '{}': the id stands between /d/ and /edit in the "
          "spreadsheet's address",
          call.spreadsheet_id);
    case 429:
      return "Google's quota of requests a minute is used up: another program may use the same "
             "account";
    default:
      return fmt::format("{} answered HTTP {}: {}", host, status, SafeText(envelope.message));
  }
}

std::string_view CodeOfForbidden(const Envelope& envelope) {
  if (envelope.reason == "SERVICE_DISABLED" ||
      Contains(envelope.message, "has not been used in project")) {
    return "api-disabled";
  }
  return Contains(envelope.message, "caller does not have permission") ? "not-shared" : "forbidden";
}

std::string_view CodeOfBadRequest(const Envelope& envelope) {
  if (Contains(envelope.message, "must not be an Office file")) return "not-native";
  if (Contains(envelope.message, "protected cell or object")) return "protected-range";
  return envelope.message.starts_with("Unable to parse range") ? "tab-missing" : "";
}

std::string_view Code(int status, const Envelope& envelope) {
  if (envelope.message.empty()) return "server";
  switch (status) {
    case 400:
      return CodeOfBadRequest(envelope);
    case 401:
      return "sign-in-refused";
    case 403:
      return CodeOfForbidden(envelope);
    case 404:
      return "no-spreadsheet";
    case 429:
      return "quota";
    default:
      return status >= 500 ? "server" : "";
  }
}

}  // namespace

Error ApiError(const HttpResponse& response, const ApiCall& call, RefusedRequest* refused) {
  const Envelope envelope = ReadEnvelope(response.body);
  Error error{.kind = Kind(response.status, envelope),
              .message = Message(response.status, envelope, call),
              .http_status = response.status,
              .code = Code(response.status, envelope)};
  const auto now = ParseHttpDate(response.Header("date"));
  if (const auto wait = RetryAfter(response, now.value_or(WallTime::max())); wait) {
    error.retry_after_ms = static_cast<int>(wait->count());
  }
  const auto index = FaultyRequest(envelope.message);
  if (refused != nullptr && error.kind == ErrorKind::kInvalid && index) refused->index = *index;
  return error;
}

std::string SafeText(std::string_view text) {
  constexpr std::string_view kEchoes = "Invalid value at";
  const size_t type_end = text.starts_with(kEchoes) ? text.find("), ") : std::string_view::npos;
  if (type_end != std::string_view::npos) text = text.substr(0, type_end + 1);
  std::string safe(text);
  const size_t open = safe.find('"');
  if (open != std::string::npos) {
    const size_t close = safe.rfind('"');
    safe.replace(open, close > open ? close + 1 - open : std::string::npos, "\"...\"");
  }
  for (char& c : safe) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = ' ';
  }
  if (safe.size() <= kLongestText) return safe;
  size_t end = kLongestText;
  while (end > 0 && (static_cast<unsigned char>(safe[end]) & 0xC0) == 0x80) --end;
  return safe.substr(0, end) + "...";
}

}  // namespace sheetkeeper
