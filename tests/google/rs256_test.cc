#include "google/rs256.h"

#include <gtest/gtest.h>

#include "google/test_key.h"

namespace sheetkeeper {
namespace {

TEST(Rs256Test, Base64UrlHasItsOwnDigitsAndNoPadding) {
  EXPECT_EQ(Base64Url(""), "");
  EXPECT_EQ(Base64Url("f"), "Zg");
  EXPECT_EQ(Base64Url("fo"), "Zm8");
  EXPECT_EQ(Base64Url("foo"), "Zm9v");
  EXPECT_EQ(Base64Url("\xfb\xff\xfe"), "-__-");
}

TEST(Rs256Test, ASignatureHoldsForItsTextOnly) {
  const auto signature = SignRs256(TestKeyPem(), "text");
  ASSERT_TRUE(signature);
  EXPECT_TRUE(IsSignedByTestKey("text", *signature));
  EXPECT_FALSE(IsSignedByTestKey("Text", *signature));
}

TEST(Rs256Test, AKeyThatDoesNotLoadIsInvalid) {
  for (const char* pem : {"", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"}) {
    const auto signature = SignRs256(pem, "text");
    ASSERT_FALSE(signature);
    EXPECT_EQ(signature.error().kind, ErrorKind::kInvalid);
  }
}

TEST(Rs256Test, AKeyOfAnotherKindIsInvalid) {
  constexpr const char* kEd25519 =
      "-----BEGIN PRIVATE KEY-----\n"
      "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
      "-----END PRIVATE KEY-----\n";
  EXPECT_EQ(SignRs256(kEd25519, "text").error().message, "the private key is not an RSA key");
}

}  // namespace
}  // namespace sheetkeeper
