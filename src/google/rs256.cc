#include "google/rs256.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>
#include <vector>

namespace sheetkeeper {
namespace {

struct Free {
  void operator()(BIO* bio) const { BIO_free(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

// An encrypted key would make OpenSSL ask for the pass phrase on the terminal.
int NoPassPhrase(char*, int, int, void*) {
  return -1;
}

std::unique_ptr<EVP_PKEY, Free> LoadKey(const std::string& pem) {
  const std::unique_ptr<BIO, Free> bio(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  if (bio == nullptr) return nullptr;
  return std::unique_ptr<EVP_PKEY, Free>(
      PEM_read_bio_PrivateKey(bio.get(), nullptr, &NoPassPhrase, nullptr));
}

// "" where OpenSSL cannot.
std::string Sign(EVP_PKEY* key, std::string_view text) {
  const std::unique_ptr<EVP_MD_CTX, Free> context(EVP_MD_CTX_new());
  const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
  size_t size = 0;
  if (context == nullptr ||
      EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
      EVP_DigestSign(context.get(), nullptr, &size, bytes, text.size()) != 1) {
    return "";
  }
  std::string signature(size, '\0');
  auto* out = reinterpret_cast<unsigned char*>(signature.data());
  if (EVP_DigestSign(context.get(), out, &size, bytes, text.size()) != 1) return "";
  signature.resize(size);
  return signature;
}

}  // namespace

std::string Base64Url(std::string_view bytes) {
  constexpr std::string_view kDigits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string text;
  text.reserve(bytes.size() * 4 / 3 + 3);
  uint32_t bits = 0;
  int pending = 0;  // how many of the low bits are still to be written
  for (const char c : bytes) {
    bits = bits << 8 | static_cast<unsigned char>(c);
    for (pending += 8; pending >= 6; pending -= 6) text += kDigits[bits >> (pending - 6) & 63];
  }
  if (pending > 0) text += kDigits[bits << (6 - pending) & 63];
  return text;
}

Result<std::string> SignRs256(const std::string& private_key_pem, std::string_view text) {
  const auto key = LoadKey(private_key_pem);
  const bool is_rsa = key != nullptr && EVP_PKEY_get_base_id(key.get()) == EVP_PKEY_RSA;
  const std::string signature = is_rsa ? Sign(key.get(), text) : "";
  ERR_clear_error();
  if (key == nullptr) return Fail(ErrorKind::kInvalid, "the private key cannot be loaded");
  if (!is_rsa) return Fail(ErrorKind::kInvalid, "the private key is not an RSA key");
  if (signature.empty()) return Fail(ErrorKind::kInvalid, "the private key cannot sign");
  return Base64Url(signature);
}

}  // namespace sheetkeeper
