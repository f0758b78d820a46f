#include "emulator/oauth/jwt.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <utility>

#include "emulator/wire/json_text.h"

namespace sheetkeeper::emulator {
namespace {

int Base64Digit(char c) {
  if (c >= 'A' && c <= 'Z') return c - 'A';
  if (c >= 'a' && c <= 'z') return c - 'a' + 26;
  if (c >= '0' && c <= '9') return c - '0' + 52;
  if (c == '-' || c == '+') return 62;
  if (c == '_' || c == '/') return 63;
  return -1;
}

std::optional<std::string> DecodeBase64Url(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  std::string bytes;
  unsigned buffer = 0;
  int bits = 0;
  for (const char c : text) {
    const int digit = Base64Digit(c);
    if (digit < 0) return std::nullopt;
    buffer = (buffer << 6) | static_cast<unsigned>(digit);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes += static_cast<char>((buffer >> bits) & 0xff);
  }
  return bytes;
}

std::optional<Json> DecodeObject(std::string_view text) {
  const auto bytes = DecodeBase64Url(text);
  if (!bytes) return std::nullopt;
  auto object = ParseJson(*bytes);
  if (!object.has_value() || !object->is_object()) return std::nullopt;
  return std::move(*object);
}

struct BioFree {
  void operator()(BIO* bio) const { BIO_free(bio); }
};

std::unique_ptr<BIO, BioFree> Memory(std::string_view text) {
  return std::unique_ptr<BIO, BioFree>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

EVP_PKEY* ReadKey(std::string_view pem) {
  if (EVP_PKEY* key = PEM_read_bio_PUBKEY(Memory(pem).get(), nullptr, nullptr, nullptr)) {
    return key;
  }
  if (X509* certificate = PEM_read_bio_X509(Memory(pem).get(), nullptr, nullptr, nullptr)) {
    EVP_PKEY* key = X509_get_pubkey(certificate);
    X509_free(certificate);
    return key;
  }
  return PEM_read_bio_PrivateKey(Memory(pem).get(), nullptr, nullptr, nullptr);
}

}  // namespace

std::optional<Jwt> ParseJwt(std::string_view text) {
  const size_t first = text.find('.');
  const size_t second = first == std::string_view::npos ? first : text.find('.', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  auto header = DecodeObject(text.substr(0, first));
  auto claims = DecodeObject(text.substr(first + 1, second - first - 1));
  auto signature = DecodeBase64Url(text.substr(second + 1));
  if (!header || !claims || !signature) return std::nullopt;
  return Jwt{std::move(*header), std::move(*claims), std::string(text.substr(0, second)),
             std::move(*signature)};
}

std::optional<PublicKey> PublicKey::FromPem(std::string_view pem) {
  EVP_PKEY* key = ReadKey(pem);
  if (key == nullptr) return std::nullopt;
  return PublicKey(std::shared_ptr<void>(
      key, [](void* owned) { EVP_PKEY_free(static_cast<EVP_PKEY*>(owned)); }));
}

bool PublicKey::Verifies(std::string_view text, std::string_view signature) const {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  auto* key = static_cast<EVP_PKEY*>(key_.get());
  const bool good =
      context != nullptr &&
      EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, key) == 1 &&
      EVP_DigestVerify(context, reinterpret_cast<const unsigned char*>(signature.data()),
                       signature.size(), reinterpret_cast<const unsigned char*>(text.data()),
                       text.size()) == 1;
  EVP_MD_CTX_free(context);
  return good;
}

}  // namespace sheetkeeper::emulator
