#include "emulator/oauth/service_account.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <cstdlib>

#include "emulator/wire/json.h"
#include "emulator/wire/json_text.h"

namespace sheetkeeper::emulator {
namespace {

std::string TextOf(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  std::string text(data, static_cast<size_t>(size));
  BIO_free(bio);
  return text;
}

struct KeyPair {
  std::string private_pem;
  std::string public_pem;
};

KeyPair NewKeyPair() {
  EVP_PKEY* key = EVP_RSA_gen(2048);
  if (key == nullptr) std::abort();  // OpenSSL has no randomness
  BIO* private_bio = BIO_new(BIO_s_mem());
  BIO* public_bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PKCS8PrivateKey(private_bio, key, nullptr, nullptr, 0, nullptr, nullptr);
  PEM_write_bio_PUBKEY(public_bio, key);
  EVP_PKEY_free(key);
  return {TextOf(private_bio), TextOf(public_bio)};
}

}  // namespace

ServiceAccount NewServiceAccount(std::string_view email, std::string_view base_url) {
  const KeyPair keys = NewKeyPair();
  const std::string base(base_url);
  const Json file = {{"type", "service_account"},
                     {"project_id", "sheetkeeper-emulator"},
                     {"private_key_id", "emulator"},
                     {"private_key", keys.private_pem},
                     {"client_email", email},
                     {"client_id", "100000000000000000000"},
                     {"auth_uri", base + "/o/oauth2/auth"},
                     {"token_uri", base + "/token"},
                     {"universe_domain", "googleapis.com"}};
  return {std::string(email), WriteJson(file, JsonStyle::kPretty), keys.public_pem};
}

void MoveServiceAccount(std::string_view base_url, ServiceAccount& account) {
  auto file = ParseJson(account.key_file);
  if (!file.has_value()) return;
  const std::string base(base_url);
  (*file)["auth_uri"] = base + "/o/oauth2/auth";
  (*file)["token_uri"] = base + "/token";
  account.key_file = WriteJson(*file, JsonStyle::kPretty);
}

std::optional<ServiceAccount> ReadServiceAccount(std::string_view key_file) {
  const auto file = ParseJson(key_file);
  if (!file.has_value()) return std::nullopt;
  const std::string email = StringOf(*file, "client_email");
  const std::string key = StringOf(*file, "private_key");
  if (email.empty() || key.empty()) return std::nullopt;
  return ServiceAccount{email, std::string(key_file), key};
}

}  // namespace sheetkeeper::emulator
