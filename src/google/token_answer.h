// What the token server answers to a sign-in.
#pragma once

#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "google/credentials.h"
#include "http/transport.h"

namespace sheetkeeper {

struct AccessToken {
  std::string token;
  Millis life{0};
};

// Whose sign-in it was, and when.
struct SignIn {
  const ServiceAccountKey& key;
  const std::string& token_url;
  const std::string& scope;
  WallTime now;
};

// Errors: kUnauthenticated where the server refused (the message says whether it was the clock, the
// key, the account or the scope), kUnavailable where it could not answer.
Result<AccessToken> ReadTokenAnswer(const HttpResponse& response, const SignIn& sign_in);

}  // namespace sheetkeeper
