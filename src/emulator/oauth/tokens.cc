// The OAuth2 token endpoint for service accounts: a signed assertion goes in, an access token that
// lives an hour comes out. The assertion must be signed by a known account with RS256, be meant
// for a token endpoint, ask for a scope, and be valid now for no more than an hour. Clocks may
// differ by up to kSkew_s.

#include "emulator/oauth/tokens.h"

#include <cmath>
#include <optional>
#include <sstream>
#include <utility>

#include "emulator/http/request.h"
#include "emulator/wire/json_text.h"

namespace sheetkeeper::emulator {
namespace {

constexpr int64_t kSkew_s = 300;
constexpr int64_t kMaxLife_s = 3600;
constexpr std::string_view kJwtGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";

struct GrantError {
  const char* error;
  std::string description;
};

HttpResponse JsonResponse(int status, const Json& body) {
  return {.status = status,
          .headers = {{"Content-Type", "application/json; charset=utf-8"},
                      {"Cache-Control", "no-cache, no-store, max-age=0, must-revalidate"},
                      {"Server", "scaffolding on HTTPServer2"}},
          .body = WriteJson(body, JsonStyle::kCompact)};
}

HttpResponse Refuse(const GrantError& error) {
  return JsonResponse(400, {{"error", error.error}, {"error_description", error.description}});
}

bool IsTokenEndpoint(const World& world, std::string_view audience) {
  if (audience == "https://oauth2.googleapis.com/token" ||
      audience == "https://www.googleapis.com/oauth2/v4/token" ||
      audience == "https://accounts.google.com/o/oauth2/token") {
    return true;
  }
  const std::string& base = world.options.base_url;
  return !base.empty() && audience == base + "/token";
}

std::optional<int64_t> Seconds(const Json& claims, std::string_view name) {
  const Json* value = Find(claims, name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  return static_cast<int64_t>(std::floor(value->AsDouble()));
}

std::optional<GrantError> CheckTimes(const World& world, const Json& claims) {
  const auto issued = Seconds(claims, "iat");
  const auto expires = Seconds(claims, "exp");
  const int64_t now = world.Now() / 1000;
  const bool good = issued && expires && *issued <= now + kSkew_s && *expires > now - kSkew_s &&
                    *expires >= *issued && *expires - *issued <= kMaxLife_s;
  if (good) return std::nullopt;
  return GrantError{"invalid_grant",
                    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a "
                    "reasonable timeframe. Check your iat and exp values in the JWT claim."};
}

std::set<std::string> ScopesOf(const Json& claims) {
  std::istringstream words(StringOf(claims, "scope"));
  std::set<std::string> scopes;
  for (std::string scope; words >> scope;) scopes.insert(scope);
  return scopes;
}

}  // namespace

bool Tokens::AddAccount(std::string_view email, std::string_view public_key_pem) {
  auto key = PublicKey::FromPem(public_key_pem);
  if (!key) return false;
  accounts_.insert_or_assign(std::string(email), std::move(*key));
  return true;
}

HttpResponse Tokens::Grant(World& world, std::string_view form) {
  const Query fields = Query::Parse(form);
  const std::string grant_type = fields.First("grant_type").value_or("");
  if (grant_type != kJwtGrant) {
    return Refuse({"unsupported_grant_type", "Invalid grant_type: " + grant_type});
  }
  const auto jwt = ParseJwt(fields.First("assertion").value_or(""));
  if (!jwt) return Refuse({"invalid_grant", "Bad Request"});
  const std::string issuer = StringOf(jwt->claims, "iss");
  const auto account = accounts_.find(issuer);
  if (account == accounts_.end()) {
    return Refuse({"invalid_grant", "Invalid grant: account not found"});
  }
  if (StringOf(jwt->header, "alg") != "RS256" ||
      !account->second.Verifies(jwt->signed_part, jwt->signature)) {
    return Refuse({"invalid_grant", "Invalid JWT Signature."});
  }
  if (!IsTokenEndpoint(world, StringOf(jwt->claims, "aud"))) {
    return Refuse({"invalid_grant", "Invalid JWT: Failed audience check."});
  }
  if (const auto error = CheckTimes(world, jwt->claims)) return Refuse(*error);
  if (const std::string user = StringOf(jwt->claims, "sub"); !user.empty() && user != issuer) {
    HttpResponse response =
        Refuse({"unauthorized_client",
                "Client is unauthorized to retrieve access tokens using this method, or client not "
                "authorized for any of the scopes requested."});
    response.status = 401;
    return response;
  }
  Token token = {.email = issuer, .scopes = ScopesOf(jwt->claims)};
  if (token.scopes.empty()) {
    return Refuse({"invalid_scope", "Invalid OAuth scope or ID token audience provided."});
  }
  token.expires_ms = world.Now() + int64_t{world.options.token_lifetime_s} * 1000;
  std::string text = "ya29.c.";
  for (int i = 0; i < 4; ++i) text += world.NewFileId();
  tokens_[text] = std::move(token);
  return JsonResponse(200, {{"access_token", text},
                            {"expires_in", world.options.token_lifetime_s - 1},
                            {"token_type", "Bearer"}});
}

const Token* Tokens::Find(std::string_view text, int64_t now_ms) const {
  const auto found = tokens_.find(text);
  if (found == tokens_.end() || found->second.expires_ms <= now_ms) return nullptr;
  return &found->second;
}

}  // namespace sheetkeeper::emulator
