// The signature of JSON Web Tokens, by OpenSSL.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace sheetkeeper {

// Base64 with '-' and '_', without padding (RFC 4648, section 5).
std::string Base64Url(std::string_view bytes);

// RS256 (RSASSA-PKCS1-v1_5 with SHA-256) of `text` under a PEM private key, as Base64Url. Error:
// kInvalid, the key cannot be used; the message shows none of it.
Result<std::string> SignRs256(const std::string& private_key_pem, std::string_view text);

}  // namespace sheetkeeper
