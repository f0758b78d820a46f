// One RSA key for all tests of a program, since making one takes a while.
#pragma once

#include <string>
#include <string_view>

namespace sheetkeeper {

// PKCS#8, as in Google's key files.
const std::string& TestKeyPem();

// True where `signature` (Base64Url) is the key's RS256 signature of `text`.
bool IsSignedByTestKey(std::string_view text, std::string_view signature);

// The bytes of Base64Url text.
std::string FromBase64Url(std::string_view text);

}  // namespace sheetkeeper
