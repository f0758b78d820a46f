#include "emulator/arguments.h"

#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sheetkeeper::emulator {
namespace {

using ::testing::HasSubstr;

class ArgumentsTest : public ::testing::Test {
 protected:
  std::optional<Arguments> Read(std::vector<std::string> words) {
    words.insert(words.begin(), "emulate");
    std::vector<char*> argv;
    for (std::string& word : words) argv.push_back(word.data());
    testing::internal::CaptureStderr();
    auto arguments = ReadArguments(static_cast<int>(argv.size()), argv.data(), status_);
    message_ = testing::internal::GetCapturedStderr();
    return arguments;
  }

  int status_ = -1;
  std::string message_;
};

TEST_F(ArgumentsTest, WhatIsNotSaidIsAsAtGoogleButWithoutQuotas) {
  const auto arguments = Read({});
  ASSERT_TRUE(arguments);
  EXPECT_EQ(arguments->options.read_quota, 0);
  EXPECT_EQ(arguments->options.token_lifetime_s, 3600);
  EXPECT_EQ(arguments->options.drive_lag_ms, 180'000);
}

TEST_F(ArgumentsTest, WhatIsSaidReachesTheOptions) {
  const auto arguments =
      Read({"--read-quota", "60", "--latency-ms=80", "--check-tokens", "--clock-skew-s", "-90",
            "--fault", R"({"cut": true})", "--fault", R"({"status": 500, "count": 2})"});
  ASSERT_TRUE(arguments) << message_;
  EXPECT_EQ(arguments->options.read_quota, 60);
  EXPECT_EQ(arguments->options.latency_ms, 80);
  EXPECT_TRUE(arguments->options.check_tokens);
  EXPECT_EQ(arguments->options.clock_skew_ms, -90'000);
  EXPECT_EQ(arguments->faults.size(), 2U);
}

TEST_F(ArgumentsTest, AWrongWordIsAUsageErrorThatNamesTheNearestRightOne) {
  EXPECT_FALSE(Read({"--red-quota", "5"}));
  EXPECT_EQ(status_, 64);
  EXPECT_THAT(message_, HasSubstr("--red-quota"));
  EXPECT_THAT(message_, HasSubstr("did you mean --read-quota?"));
}

TEST_F(ArgumentsTest, AWordLikeNoneGetsNoGuess) {
  EXPECT_FALSE(Read({"--xyzzy"}));
  EXPECT_EQ(status_, 64);
  EXPECT_EQ(message_.find("did you mean"), std::string::npos) << message_;
}

TEST_F(ArgumentsTest, AWrongValueIsAUsageErrorToo) {
  EXPECT_FALSE(Read({"--port", "eighty"}));
  EXPECT_EQ(status_, 64);
  EXPECT_THAT(message_, HasSubstr("--port"));
  EXPECT_FALSE(Read({"--load", "/nowhere/at/all"}));
  EXPECT_EQ(status_, 64);
}

}  // namespace
}  // namespace sheetkeeper::emulator
