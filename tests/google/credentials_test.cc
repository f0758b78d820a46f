#include "google/credentials.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "google/test_key.h"

namespace sheetkeeper {
namespace {

using nlohmann::json;
using testing::HasSubstr;

std::string Replaced(std::string text, const std::string& from, const std::string& to) {
  for (size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) {
    text.replace(at, from.size(), to);
  }
  return text;
}

class KeyFileTest : public testing::Test {
 protected:
  KeyFileTest() : path_(testing::TempDir() + "key-" + std::to_string(::getpid()) + ".json") {}
  ~KeyFileTest() override { ::unlink(path_.c_str()); }

  static json GoodKey() {
    return {{"type", "service_account"},
            {"project_id", "sheets-4711"},
            {"private_key_id", "8f2a"},
            {"private_key", TestKeyPem()},
            {"client_email", "keeper@sheets-4711.iam.gserviceaccount.com"},
            {"token_uri", "https://oauth2.googleapis.com/token"}};
  }

  Result<ServiceAccountKey> Load(const std::string& text) {
    std::ofstream(path_, std::ios::binary) << text;
    return LoadServiceAccountKey(path_);
  }
  Result<ServiceAccountKey> LoadWith(const char* field, const json& value) {
    json key = GoodKey();
    key[field] = value;
    return Load(key.dump(2));
  }

  // The message of the failure to load; it never shows the key.
  static std::string Message(const Result<ServiceAccountKey>& loaded,
                             ErrorKind kind = ErrorKind::kInvalid) {
    if (loaded) return "loaded";
    EXPECT_EQ(loaded.error().kind, kind);
    EXPECT_EQ(loaded.error().message.find(TestKeyPem().substr(30, 20)), std::string::npos);
    return loaded.error().message;
  }

  std::string path_;
};

TEST_F(KeyFileTest, AFileAsGoogleHandsItOutIsLoaded) {
  const auto key = Load(GoodKey().dump(2));
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_EQ(key->client_email, "keeper@sheets-4711.iam.gserviceaccount.com");
  EXPECT_EQ(key->private_key_id, "8f2a");
  EXPECT_EQ(key->private_key, TestKeyPem());
  EXPECT_EQ(key->token_uri, "https://oauth2.googleapis.com/token");
  EXPECT_EQ(key->project_id, "sheets-4711");
}

TEST_F(KeyFileTest, ALiteralBackslashNInTheKeyIsRepaired) {
  for (const char* line_break : {"\\n", "\\r\\n"}) {
    const auto key = LoadWith("private_key", Replaced(TestKeyPem(), "\n", line_break));
    ASSERT_TRUE(key) << key.error().message;
    EXPECT_EQ(key->private_key, TestKeyPem());
  }
}

TEST_F(KeyFileTest, WindowsLineBreaksAreFine) {
  EXPECT_TRUE(Load("\xEF\xBB\xBF" + Replaced(GoodKey().dump(2), "\n", "\r\n")));
  EXPECT_TRUE(LoadWith("private_key", Replaced(TestKeyPem(), "\n", "\r\n")));
}

TEST_F(KeyFileTest, AMissingFileSaysHowToGetOne) {
  const std::string message = Message(LoadServiceAccountKey(path_), ErrorKind::kNotFound);
  EXPECT_THAT(message, HasSubstr("there is no key file " + path_ + ": check the path, or create"));
}

TEST_F(KeyFileTest, AFileThatCannotBeReadSaysWhy) {
  EXPECT_THAT(Message(LoadServiceAccountKey(testing::TempDir())), HasSubstr("Is a directory"));
  std::ofstream(path_) << "{}";
  ::chmod(path_.c_str(), 0);
  const bool is_root = ::geteuid() == 0;  // who may read everything
  if (is_root) {
    ASSERT_EQ(::seteuid(65534), 0);
  }
  const auto loaded = LoadServiceAccountKey(path_);
  if (is_root) {
    ASSERT_EQ(::seteuid(0), 0);
  }
  EXPECT_THAT(Message(loaded), HasSubstr("may not be read by this user"));
}

TEST_F(KeyFileTest, WhatIsNotJsonIsNamed) {
  EXPECT_THAT(Message(Load("")), HasSubstr("is empty"));
  EXPECT_THAT(Message(Load(" \n")), HasSubstr("is empty"));
  EXPECT_THAT(Message(Load("0\x82\x06\x4d")), HasSubstr("is not JSON"));
  EXPECT_THAT(Message(Load(TestKeyPem())), HasSubstr("holds only the private key"));
  EXPECT_THAT(Message(Load(std::string(100'000, ' '))), HasSubstr("is too long for a key"));
  EXPECT_THAT(Message(Load("{\n\"type\": service_account\n}")),
              HasSubstr("is not valid JSON at line 2"));
}

TEST_F(KeyFileTest, AFileCutOffAnywhereIsNamed) {
  const std::string whole = GoodKey().dump(2);
  for (size_t size = 1; size < whole.size(); size += 7) {
    EXPECT_THAT(Message(Load(whole.substr(0, size))), HasSubstr("is cut off")) << size;
  }
}

TEST_F(KeyFileTest, RealLineBreaksInsideTheTextAreNamed) {
  EXPECT_THAT(Message(Load(Replaced(GoodKey().dump(2), "\\n", "\n"))),
              HasSubstr("has a line break inside a text at line 3"));
}

TEST_F(KeyFileTest, AnotherKindOfJsonIsNamed) {
  const std::pair<const char*, const char*> kCases[] = {
      {R"({"installed":{"client_id":"1","client_secret":"s"}})", "is an OAuth client"},
      {R"({"web":{"client_id":"1"}})", "is an OAuth client"},
      {R"({"type":"authorized_user","refresh_token":"r"})", "is the sign-in of a person"},
      {R"({"error":{"code":403}})", "is an error that Google's API answered"},
      {R"({"name":"projects/p/keys/k","privateKeyData":"e30="})", "is the answer of Google's IAM"},
      {R"({"access_token":"t","expires_in":3599})", "holds an access token"},
      {R"({"type":"external_account"})", "has the type 'external_account'"},
      {R"(["a"])", "is JSON, but not a key"},
      {R"("a")", "is JSON, but not a key"},
  };
  for (const auto& [text, message] : kCases) {
    EXPECT_THAT(Message(Load(text)), HasSubstr(message)) << text;
  }
}

TEST_F(KeyFileTest, AMissingFieldIsNamed) {
  for (const char* field : {"type", "client_email", "private_key", "token_uri"}) {
    const std::string message = std::string("has no \"") + field + "\"";
    json key = GoodKey();
    key.erase(field);
    EXPECT_THAT(Message(Load(key.dump())), HasSubstr(message));
    EXPECT_THAT(Message(LoadWith(field, "")), HasSubstr(message));
    EXPECT_THAT(Message(LoadWith(field, 7)), HasSubstr(message));
  }
}

TEST_F(KeyFileTest, EachFaultOfThePrivateKeyIsNamed) {
  const std::string& pem = TestKeyPem();
  const std::pair<std::string, const char*> kCases[] = {
      {"secret", "without its BEGIN line"},
      {pem.substr(0, pem.size() / 2), "cut off before its END line"},
      {Replaced(pem, "\n", ""), "line breaks were lost"},
      {Replaced(pem, "\n", " "), "line breaks were lost"},
      {Replaced(pem, "\n", "\n\n"), "line breaks were doubled"},
      {Replaced(pem, "\n", "\r\n\r\n"), "line breaks were doubled"},
      {pem.substr(0, 100) + pem.substr(300), "the private key cannot be loaded"},
  };
  for (const auto& [key, message] : kCases) {
    EXPECT_THAT(Message(LoadWith("private_key", key)), HasSubstr(message));
  }
}

TEST(FindKeyFileTest, TheConfiguredPathComesFirstThenTheEnvironment) {
  ::unsetenv("GOOGLE_APPLICATION_CREDENTIALS");
  ::unsetenv("CREDENTIALS_DIRECTORY");
  EXPECT_EQ(FindKeyFile("").error().kind, ErrorKind::kNotFound);
  ::setenv("CREDENTIALS_DIRECTORY", "/run/credentials/unit", 1);
  EXPECT_EQ(*FindKeyFile(""), "/run/credentials/unit/google-key.json");
  ::setenv("GOOGLE_APPLICATION_CREDENTIALS", "/home/me/key.json", 1);
  EXPECT_EQ(*FindKeyFile(""), "/home/me/key.json");
  EXPECT_EQ(*FindKeyFile("/etc/key.json"), "/etc/key.json");
  ::unsetenv("GOOGLE_APPLICATION_CREDENTIALS");
  ::unsetenv("CREDENTIALS_DIRECTORY");
}

}  // namespace
}  // namespace sheetkeeper
