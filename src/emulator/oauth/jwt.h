#ifndef SHEETKEEPER_EMULATOR_OAUTH_JWT_H_
#define SHEETKEEPER_EMULATOR_OAUTH_JWT_H_

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/wire/json.h"

namespace sheetkeeper::emulator {

// A signed assertion: header.claims.signature, each in base64url without padding.
struct Jwt {
  Json header;
  Json claims;
  std::string signed_part;  // header.claims as sent
  std::string signature;
};

// Nothing when the text is not of that form.
std::optional<Jwt> ParseJwt(std::string_view text);

// An RSA public key.
class PublicKey {
 public:
  // From a PEM public key, certificate or private key; nothing when it is none of them.
  static std::optional<PublicKey> FromPem(std::string_view pem);

  // RSASSA-PKCS1-v1_5 with SHA-256.
  bool Verifies(std::string_view text, std::string_view signature) const;

 private:
  explicit PublicKey(std::shared_ptr<void> key) : key_(std::move(key)) {}

  std::shared_ptr<void> key_;  // an EVP_PKEY
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_OAUTH_JWT_H_
