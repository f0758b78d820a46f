// Access tokens. ServiceAccountTokens signs in with a service account's key (RS256) and reuses a
// token until shortly before it expires. Used by one thread at a time.
#pragma once

#include <stop_token>
#include <string>

#include "base/clock.h"
#include "base/result.h"
#include "google/credentials.h"
#include "http/transport.h"

namespace sheetkeeper {

class TokenSource {
 public:
  virtual ~TokenSource() = default;
  // A token that is valid now. Errors: kUnauthenticated (key refused, wrong clock: the message says
  // which), kUnavailable, kCancelled, kInvalid (the key cannot sign).
  virtual Result<std::string> Token(std::stop_token stop) = 0;
  // The server refused the token: the next Token() gets a new one.
  virtual void Invalidate() = 0;
  // Whom to share the spreadsheet with; "" where it is not known.
  virtual std::string account() const = 0;
};

class ServiceAccountTokens : public TokenSource {
 public:
  // `token_url` overrides the one in the key file unless empty. Transport and clock outlive it.
  ServiceAccountTokens(ServiceAccountKey key, std::string scope, std::string token_url,
                       HttpTransport& transport, Clock& clock);

  Result<std::string> Token(std::stop_token stop) override;
  void Invalidate() override;
  std::string account() const override { return key_.client_email; }

 private:
  Result<HttpRequest> SignInRequest();

  ServiceAccountKey key_;
  std::string scope_;
  std::string token_url_;
  HttpTransport& transport_;
  Clock& clock_;
  std::string token_;
  WallTime refresh_at_{};
};

}  // namespace sheetkeeper
