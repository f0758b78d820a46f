#include "emulator/http/respond.h"

#include <zlib.h>

#include <utility>

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

}  // namespace

HttpResponse SheetsResponse(const Call& call, const Json& body) {
  HttpResponse response = JsonResponse(200, WriteJson(body, StyleOf(call)), false);
  const auto callback = call.query.First("callback");
  if (!callback || callback->empty() || call.method != "GET") return response;
  response.body = "// API callback\n" + *callback + '(' + response.body + ");";
  response.headers.front().second = "text/javascript; charset=UTF-8";
  return response;
}

HttpResponse SheetsError(const ApiError& error) {
  return SheetsError(Call(), error);
}

HttpResponse SheetsError(const Call& call, const ApiError& error) {
  Json inner = {{"code", error.code}, {"message", error.message}};
  if (call.query.First("$.xgafv") == "1") {  // the older form, with a list like Drive's
    inner["errors"] = Json::Array{
        {{"message", error.message}, {"domain", "global"}, {"reason", ReasonOf(error)}}};
  }
  inner["status"] = error.status;
  Json details = error.details;
  if (!error.violations.empty()) details.push_back(ViolationsDetail(error.violations));
  if (!details.empty()) inner["details"] = std::move(details);
  return JsonResponse(error.code, WriteJson({{"error", std::move(inner)}}, JsonStyle::kPretty),
                      false);
}

HttpResponse DriveResponse(const Call& call, const Json& body) {
  return JsonResponse(200, WriteJson(body, StyleOf(call)), true);
}

HttpResponse DriveError(const ApiError& error) {
  Json entry = {{"message", error.message},
                {"domain", error.code == 429 ? "usageLimits" : "global"},
                {"reason", ReasonOf(error)}};
  if (!error.location.empty()) {
    entry["location"] = error.location;
    entry["locationType"] = error.code == 401 ? "header" : "parameter";
  }
  Json inner = {{"code", error.code}, {"message", error.message}};
  inner["errors"] = Json::Array{std::move(entry)};
  if (error.code == 401) inner["status"] = error.status;
  return JsonResponse(error.code, WriteJson({{"error", std::move(inner)}}, JsonStyle::kPretty),
                      true);
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
