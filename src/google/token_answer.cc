#include "google/token_answer.h"

#include <cstdlib>
#include <optional>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "google/api_error.h"
#include "http/http_date.h"
#include "http/url.h"

namespace sheetkeeper {
namespace {

using nlohmann::json;

// A difference of the clocks below this is not what a sign-in fails for.
constexpr Millis kHarmlessDifference = std::chrono::minutes(1);

std::string TextAt(const json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

bool Contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

// "2 h 5 min", "3 days 4 h".
std::string DurationText(Millis duration) {
  const int64_t minutes = std::chrono::round<std::chrono::minutes>(duration).count();
  if (minutes < 60) return fmt::format("{} min", minutes);
  if (minutes < 48 * 60) return fmt::format("{} h {} min", minutes / 60, minutes % 60);
  return fmt::format("{} days {} h", minutes / 60 / 24, minutes / 60 % 24);
}

std::string ClockMessage(const HttpResponse& response, WallTime now) {
  constexpr std::string_view kNext =
      "set the clock (timedatectl set-ntp true) and see that it stays set after a restart";
  const auto google = ParseHttpDate(response.Header("date"));
  if (!google) return fmt::format("Google refused the time of the sign-in: {}", kNext);
  const Millis ahead = now - *google;
  if (ahead < kHarmlessDifference && ahead > -kHarmlessDifference) {
    return "Google refused the time of the sign-in although the clock is right: it was probably "
           "set just now, try again";
  }
  return fmt::format("this machine's clock is {} {} Google's: {}",
                     DurationText(std::chrono::abs(ahead)),
                     ahead > Millis(0) ? "ahead of" : "behind", kNext);
}

// The message of a refusal, `code` and `words` as in RFC 6749, section 5.2.
std::string RefusalMessage(std::string_view code, std::string_view words,
                           const HttpResponse& response, const SignIn& sign_in) {
  const std::string& account = sign_in.key.client_email;
  if (Contains(words, "reasonable timeframe") || Contains(words, "iat and exp")) {
    return ClockMessage(response, sign_in.now);
  }
  if (Contains(words, "Invalid JWT Signature")) {
    return fmt::format(
        "Google does not accept the key {} of {}: it was deleted, disabled or belongs to another "
        "account; create a new key (Google Cloud console, IAM & Admin > Service Accounts > Keys) "
        "and put its file in place",
        sign_in.key.private_key_id, account);
  }
  if (Contains(words, "account not found")) {
    return fmt::format(
        "Google knows no service account {}: it was deleted, or the key file was altered", account);
  }
  if (code == "invalid_scope") {
    return fmt::format("Google knows no scope '{}': check the configuration", sign_in.scope);
  }
  if (code == "unauthorized_client") {
    return fmt::format("{} may not ask for the scope '{}'", account, sign_in.scope);
  }
  return fmt::format("Google refused the sign-in of {} ({}): {}", account, SafeText(code),
                     words.empty() ? "without an explanation" : SafeText(words));
}

std::string_view RefusalCode(std::string_view words) {
  if (Contains(words, "reasonable timeframe") || Contains(words, "iat and exp")) return "clock";
  const bool key = Contains(words, "Invalid JWT Signature") || Contains(words, "account not found");
  return key ? "key-refused" : "sign-in-refused";
}

Result<AccessToken> ReadToken(const json& answer, const SignIn& sign_in) {
  AccessToken read;
  read.token = TextAt(answer, "access_token");
  const auto life = answer.find("expires_in");
  if (read.token.empty() || life == answer.end() || !life->is_number_integer()) {
    return Fail(ErrorKind::kUnavailable,
                fmt::format("{} answered without an access token", HostOf(sign_in.token_url)));
  }
  read.life = std::chrono::seconds(life->get<int32_t>());
  return read;
}

}  // namespace

Result<AccessToken> ReadTokenAnswer(const HttpResponse& response, const SignIn& sign_in) {
  json answer = json::parse(response.body, nullptr, false);
  if (!answer.is_object()) answer = json::object();
  if (response.status == 200) return ReadToken(answer, sign_in);

  const std::string code = TextAt(answer, "error");
  const std::string words = TextAt(answer, "error_description");
  const bool refused = response.status >= 400 && response.status < 500 && response.status != 408 &&
                       response.status != 429;
  std::string message;
  if (refused && !code.empty()) {
    message = RefusalMessage(code, words, response, sign_in);
  } else if (refused) {
    message = fmt::format("{} answered HTTP {}: check that '{}' is the address for tokens",
                          HostOf(sign_in.token_url), response.status, sign_in.token_url);
  } else {
    message = fmt::format("{} answered HTTP {}", HostOf(sign_in.token_url), response.status);
  }
  return Fail({.kind = refused ? ErrorKind::kUnauthenticated : ErrorKind::kUnavailable,
               .message = std::move(message),
               .http_status = response.status,
               .code = refused ? RefusalCode(words) : "server"});
}

}  // namespace sheetkeeper
