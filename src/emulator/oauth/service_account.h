#ifndef SHEETKEEPER_EMULATOR_OAUTH_SERVICE_ACCOUNT_H_
#define SHEETKEEPER_EMULATOR_OAUTH_SERVICE_ACCOUNT_H_

#include <optional>
#include <string>
#include <string_view>

namespace sheetkeeper::emulator {

// A service account as its key file tells it.
struct ServiceAccount {
  std::string email;
  std::string key_file;    // the JSON text
  std::string public_pem;  // or the private key, from which the public one follows
};

// A new account with a new RSA key of 2048 bits. Clients fetch tokens at `base_url` + "/token".
ServiceAccount NewServiceAccount(std::string_view email, std::string_view base_url);

// Makes an account fetch its tokens at another base URL.
void MoveServiceAccount(std::string_view base_url, ServiceAccount& account);

// From the text of a key file; nothing when it is none.
std::optional<ServiceAccount> ReadServiceAccount(std::string_view key_file);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_OAUTH_SERVICE_ACCOUNT_H_
