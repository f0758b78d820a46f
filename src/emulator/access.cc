#include "emulator/access.h"

#include <string_view>
#include <utility>
#include <vector>

#include "emulator/sheets/sheets_api.h"

namespace sheetkeeper::emulator {
namespace {

constexpr std::string_view kExpected =
    "Expected OAuth 2 access token, login cookie or other valid authentication credential. See "
    "https://developers.google.com/identity/sign-in/web/devconsole-project.";

Refusal Unauthenticated(std::string message, std::string reason, std::string short_message) {
  return Refusal(ApiError{.code = 401,
                          .status = "UNAUTHENTICATED",
                          .message = std::move(message),
                          .reason = std::move(reason),
                          .location = "Authorization",
                          .short_message = std::move(short_message),
                          .by_platform = true});
}

Refusal Anonymous(const Call& call) {
  if (call.method == "GET") {
    Refusal refusal = PermissionDenied(
        "Method doesn't allow unregistered callers (callers without established identity). Please "
        "use API Key or other form of API consumer identity to call this API.");
    refusal.value().by_platform = true;
    return refusal;
  }
  return Unauthenticated(
      "Request is missing required authentication credential. " + std::string(kExpected),
      "required", "Login Required.");
}

Refusal InsufficientScope(const Call& call) {
  ApiError error{.code = 403,
                 .status = "PERMISSION_DENIED",
                 .message = "Request had insufficient authentication scopes."};
  error.reason = "insufficientPermissions";
  error.short_message = "Insufficient Permission";
  error.by_platform = true;
  const bool drive = call.segments.front() != "v4";
  Json metadata = {{"service", drive ? "drive.googleapis.com" : "sheets.googleapis.com"}};
  if (!drive) metadata["method"] = RpcName(call);
  error.details.push_back({{"@type", "type.googleapis.com/google.rpc.ErrorInfo"},
                           {"reason", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"},
                           {"domain", "googleapis.com"},
                           {"metadata", std::move(metadata)}});
  return Refusal(std::move(error));
}

std::vector<std::string_view> DriveScopesFor(const Call& call) {
  std::vector<std::string_view> scopes = {"drive", "drive.file"};
  const std::string part = call.segments.size() > 4 ? call.segments[4] : "";
  if (call.method == "GET") {
    scopes.push_back("drive.readonly");
    // These tell about files, not what is in them.
    const bool content = part == "export" || part == "comments" || part == "revisions";
    if (!content) scopes.insert(scopes.end(), {"drive.metadata", "drive.metadata.readonly"});
  } else if (call.method == "PATCH" && part.empty()) {
    scopes.push_back("drive.metadata");
  }
  return scopes;
}

// The scopes, without the common prefix, of which a call needs one.
std::vector<std::string_view> ScopesFor(const Call& call) {
  if (call.segments.front() != "v4") return DriveScopesFor(call);
  std::vector<std::string_view> scopes = {"spreadsheets", "drive", "drive.file"};
  const bool metadata = call.segments.size() > 3 && call.segments[3] == "developerMetadata";
  if (call.method == "GET" && !metadata) {
    scopes.insert(scopes.end(), {"spreadsheets.readonly", "drive.readonly"});
  }
  return scopes;
}

bool HasScope(const Token& token, const Call& call) {
  for (const std::string_view scope : ScopesFor(call)) {
    if (token.scopes.contains("https://www.googleapis.com/auth/" + std::string(scope))) return true;
  }
  return false;
}

}  // namespace

Result<std::string> Authenticate(const World& world, const Tokens& tokens,
                                 const HttpRequest& request, const Call& call) {
  if (!world.options.check_tokens) return std::string(kOwner);
  std::string_view text = HeaderOf(request, "Authorization");
  const std::string in_query = call.query.First("access_token").value_or("");
  if (text.starts_with("Bearer ")) {
    text.remove_prefix(7);
  } else if (text.empty() && !in_query.empty()) {
    text = in_query;
  } else if (text.empty()) {
    if (call.method == "GET" && call.query.First("key")) return std::string("anyone");
    return Anonymous(call);
  }
  const Token* token = tokens.Find(text, world.Now());
  if (token == nullptr) {
    return Unauthenticated(
        "Request had invalid authentication credentials. " + std::string(kExpected), "authError",
        "Invalid Credentials");
  }
  if (!HasScope(*token, call)) return InsufficientScope(call);
  return token->email;
}

}  // namespace sheetkeeper::emulator
