// Signing in with a service account (RFC 7523): a statement "I am this account, now", signed with
// the account's private key, is exchanged for an access token that is valid for about an hour.
//
//     header.claims.signature   each as Base64Url; the signature covers "header.claims"
//     header  {"alg":"RS256","typ":"JWT","kid":ID OF THE KEY}
//     claims  {"iss":ACCOUNT,"scope":SCOPE,"aud":TOKEN ADDRESS,"iat":FROM,"exp":UNTIL}
//
// Google refuses a statement whose times are far from its own clock. So a sign-in that fails for
// that reason compares the clocks by the Date header of the refusal and says how far they differ.
#include "google/token_source.h"

#include <utility>

#include "google/json_writer.h"
#include "google/rs256.h"
#include "google/token_answer.h"
#include "http/url.h"

namespace sheetkeeper {
namespace {

// The statement begins a little in the past, for clocks that are slightly ahead of Google's, and
// lasts as long as Google allows.
constexpr Millis kBackdated = std::chrono::seconds(30);
constexpr Millis kStatementLife = std::chrono::hours(1);
// A token is renewed so long before it expires, or after half of a shorter life.
constexpr Millis kRenewEarly = std::chrono::minutes(5);

constexpr std::string_view kGrant = "urn:ietf:params:oauth:grant-type:jwt-bearer";

int64_t UnixSeconds(WallTime time) {
  return std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
}

std::string Header(const ServiceAccountKey& key) {
  JsonWriter json;
  json.Object().Field("alg", "RS256").Field("typ", "JWT");
  if (!key.private_key_id.empty()) json.Field("kid", key.private_key_id);
  json.End();
  return json.Take();
}

std::string Claims(const ServiceAccountKey& key, const std::string& scope,
                   const std::string& audience, WallTime now) {
  const WallTime from = now - kBackdated;
  JsonWriter json;
  json.Object()
      .Field("iss", key.client_email)
      .Field("scope", scope)
      .Field("aud", audience)
      .Field("iat", UnixSeconds(from))
      .Field("exp", UnixSeconds(from + kStatementLife))
      .End();
  return json.Take();
}

}  // namespace

ServiceAccountTokens::ServiceAccountTokens(ServiceAccountKey key, std::string scope,
                                           std::string token_url, HttpTransport& transport,
                                           Clock& clock)
    : key_(std::move(key)),
      scope_(std::move(scope)),
      token_url_(token_url.empty() ? key_.token_uri : std::move(token_url)),
      transport_(transport),
      clock_(clock) {}

Result<std::string> ServiceAccountTokens::Token(std::stop_token stop) {
  if (!token_.empty() && clock_.Wall() < refresh_at_) return token_;
  token_.clear();
  TRY_ASSIGN(HttpRequest request, "signing the sign-in", SignInRequest());
  auto response = transport_.Send(request, std::move(stop));
  if (!response) return Fail(std::move(response).error());
  const WallTime now = clock_.Wall();
  TRY_ASSIGN(AccessToken answer, "asking for an access token",
             ReadTokenAnswer(*response, {key_, token_url_, scope_, now}));
  token_ = std::move(answer.token);
  refresh_at_ = now + std::max(answer.life - kRenewEarly, answer.life / 2);
  return token_;
}

void ServiceAccountTokens::Invalidate() {
  token_.clear();
}

Result<HttpRequest> ServiceAccountTokens::SignInRequest() {
  const std::string statement =
      Base64Url(Header(key_)) + '.' + Base64Url(Claims(key_, scope_, token_url_, clock_.Wall()));
  TRY_ASSIGN(const std::string signature, key_.client_email,
             SignRs256(key_.private_key, statement));
  HttpRequest request;
  request.method = "POST";
  request.url = token_url_;
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
  request.body =
      "grant_type=" + PercentEncode(kGrant) + "&assertion=" + statement + '.' + signature;
  request.repeatable = true;
  return request;
}

}  // namespace sheetkeeper
