#ifndef SHEETKEEPER_EMULATOR_OAUTH_TOKENS_H_
#define SHEETKEEPER_EMULATOR_OAUTH_TOKENS_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include "emulator/emulator.h"
#include "emulator/oauth/jwt.h"
#include "emulator/wire/json.h"
#include "emulator/world.h"

namespace sheetkeeper::emulator {

struct Token {
  std::string email = {};
  std::set<std::string> scopes = {};
  int64_t expires_ms = 0;
};

// The token endpoint: service accounts that are known, and tokens that were given out.
class Tokens {
 public:
  bool AddAccount(std::string_view email, std::string_view public_key_pem);

  // Answers POST /token.
  HttpResponse Grant(World& world, std::string_view form);

  // The token, if it was given out and has not expired.
  const Token* Find(std::string_view text, int64_t now_ms) const;

 private:
  std::map<std::string, PublicKey, std::less<>> accounts_;
  std::map<std::string, Token, std::less<>> tokens_;
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_OAUTH_TOKENS_H_
