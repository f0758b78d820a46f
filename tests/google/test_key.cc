#include "google/test_key.h"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include "base/check.h"

namespace sheetkeeper {
namespace {

EVP_PKEY* Key() {
  static EVP_PKEY* const key = EVP_RSA_gen(1024);  // short, to be made quickly
  return key;
}

std::string MakePem() {
  BIO* const bio = BIO_new(BIO_s_mem());
  CHECK(PEM_write_bio_PKCS8PrivateKey(bio, Key(), nullptr, nullptr, 0, nullptr, nullptr) == 1);
  char* bytes = nullptr;
  const long size = BIO_get_mem_data(bio, &bytes);
  std::string pem(bytes, static_cast<size_t>(size));
  BIO_free(bio);
  return pem;
}

const unsigned char* Bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

const std::string& TestKeyPem() {
  static const std::string pem = MakePem();
  return pem;
}

bool IsSignedByTestKey(std::string_view text, std::string_view signature) {
  const std::string bytes = FromBase64Url(signature);
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, Key());
  const int valid = EVP_DigestVerify(context, Bytes(bytes), bytes.size(), Bytes(text), text.size());
  EVP_MD_CTX_free(context);
  return valid == 1;
}

std::string FromBase64Url(std::string_view text) {
  std::string base64(text);
  for (char& c : base64) {
    if (c == '-') c = '+';
    if (c == '_') c = '/';
  }
  const size_t padding = (4 - base64.size() % 4) % 4;
  base64.append(padding, '=');
  std::string bytes(base64.size() / 4 * 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), Bytes(base64),
                                   static_cast<int>(base64.size()));
  if (size < 0) return "not base64";
  bytes.resize(static_cast<size_t>(size) - padding);
  return bytes;
}

}  // namespace sheetkeeper
