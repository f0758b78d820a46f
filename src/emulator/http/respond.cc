#include "emulator/http/respond.h"

#include <zlib.h>

#include <utility>

#include "emulator/http/system_parameters.h"
#include "emulator/wire/json_text.h"

namespace sheetkeeper::emulator {
namespace {

constexpr size_t kWorthCompressing = 860;

JsonStyle StyleOf(const Call& call) {
  const std::string pretty = call.query.First("prettyPrint").value_or("true");
  return pretty == "false" || pretty == "0" ? JsonStyle::kCompact : JsonStyle::kPretty;
}

HttpResponse JsonResponse(int status, std::string body, bool drive) {
  HttpResponse response = {.status = status, .headers = {}, .body = std::move(body)};
  response.headers = {{"Content-Type", "application/json; charset=UTF-8"},
                      {"Vary", drive ? "Origin, X-Origin" : "Origin, X-Origin, Referer"},
                      {"Server", "ESF"},
                      {"X-XSS-Protection", "0"},
                      {"X-Frame-Options", "SAMEORIGIN"},
                      {"X-Content-Type-Options", "nosniff"}};
  response.headers.emplace_back(
      "Cache-Control", drive ? "no-cache, no-store, max-age=0, must-revalidate" : "private");
  return response;
}

// Drive's word for a kind of refusal.
std::string ReasonOf(const ApiError& error) {
  if (!error.reason.empty()) return error.reason;
  switch (error.code) {
    case 401:
      return "authError";
    case 403:
      return "forbidden";
    case 404:
      return "notFound";
    case 429:
      return "rateLimitExceeded";
    default:
      return error.code >= 500 ? "backendError" : "badRequest";
  }
}

Json ViolationsDetail(const std::vector<FieldViolation>& violations) {
  Json list = Json::MakeArray();
  for (const FieldViolation& violation : violations) {
    Json entry = Json::MakeObject();
    if (!violation.field.empty()) entry["field"] = violation.field;
    entry["description"] = violation.description;
    list.push_back(std::move(entry));
  }
  return {{"@type", "type.googleapis.com/google.rpc.BadRequest"},
          {"fieldViolations", std::move(list)}};
}

// The entry in errors[].
Json ErrorEntry(const ApiError& error) {
  Json entry = {{"message", error.short_message.empty() ? error.message : error.short_message}};
  const std::string reason = ReasonOf(error);
  // What was found wrong with a typed value is told without a domain.
  if (error.violations.empty() || reason != "invalid") {
    entry["domain"] = error.code == 429 ? "usageLimits" : "global";
  }
  entry["reason"] = reason;
  if (!error.location.empty()) {
    entry["location"] = error.location;
    entry["locationType"] = error.code == 401 ? "header" : "parameter";
  }
  return entry;
}

HttpResponse ErrorResponse(const Call& call, const ApiError& error, bool drive) {
  Json inner = {{"code", error.code}, {"message", error.message}};
  if (drive || WantsErrorList(call)) inner["errors"] = Json::Array{ErrorEntry(error)};
  if (!drive || error.by_platform) {
    inner["status"] = error.status;
    Json details = error.details;
    if (!error.violations.empty()) details.push_back(ViolationsDetail(error.violations));
    if (!details.empty()) inner["details"] = std::move(details);
  }
  return JsonResponse(error.code, WriteJson({{"error", std::move(inner)}}, JsonStyle::kPretty),
                      drive);
}

// A script can see neither a status nor anything that is no script.
HttpResponse ForScript(const Call& call, HttpResponse response) {
  const std::string callback = CallbackOf(call);
  if (callback.empty()) return response;
  std::string name;
  AppendJsonString(callback, name);
  response.status = 200;
  response.body =
      "// API callback\n" + name.substr(1, name.size() - 2) + '(' + response.body + ");";
  response.headers.front().second = "text/javascript; charset=UTF-8";
  return response;
}

}  // namespace

HttpResponse SheetsResponse(const Call& call, const Json& body) {
  return ForScript(call, JsonResponse(200, WriteJson(body, StyleOf(call)), false));
}

HttpResponse SheetsError(const ApiError& error) {
  return SheetsError(Call(), error);
}

HttpResponse SheetsError(const Call& call, const ApiError& error) {
  return ForScript(call, ErrorResponse(call, error, false));
}

HttpResponse DriveResponse(const Call& call, const Json& body) {
  return ForScript(call, JsonResponse(200, WriteJson(body, StyleOf(call)), true));
}

HttpResponse DriveError(const Call& call, const ApiError& error) {
  return ForScript(call, ErrorResponse(call, error, true));
}

HttpResponse NoSuchPage(int status, std::string_view path) {
  const std::string code = std::to_string(status);
  const std::string words = status == 404 ? "Not Found" : "Bad Request";
  HttpResponse response = {.status = status, .headers = {}};
  response.headers.emplace_back("Content-Type", "text/html; charset=UTF-8");
  response.body = "<!DOCTYPE html>\n<html lang=en>\n  <meta charset=utf-8>\n  <title>Error " +
                  code + " (" + words + ")!!1</title>\n  <p><b>" + code +
                  ".</b> <ins>That's an error.</ins>\n  <p>";
  response.body += status == 404 ? "The requested URL <code>" + std::string(path) +
                                       "</code> was not found on this server."
                                 : "Your client has issued a malformed or illegal request.";
  response.body += "  <ins>That's all we know.</ins>\n";
  return response;
}

void CompressIfAccepted(const HttpRequest& request, HttpResponse& response) {
  const bool accepted = HeaderOf(request, "Accept-Encoding").find("gzip") != std::string_view::npos;
  if (!accepted || response.body.size() < kWorthCompressing) return;
  z_stream stream = {};
  if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY) !=
      Z_OK) {
    return;
  }
  std::string packed(deflateBound(&stream, response.body.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(response.body.data());
  stream.avail_in = static_cast<uInt>(response.body.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (!done) return;
  response.body = std::move(packed);
  response.headers.emplace_back("Content-Encoding", "gzip");
}

}  // namespace sheetkeeper::emulator
