#include "base/log.h"

#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include "base/journal.h"
#include "base/log_sink.h"

namespace sheetkeeper {
namespace {

using ::testing::ElementsAre;

const WallTime kTime{Millis(1'762'848'000'123)};  // 2025-11-11T08:00:00.123Z

std::string Text(std::string_view message) {
  ::setenv("TZ", "UTC", 1);
  ::tzset();
  return FormatLine({LogLevel::kInfo, "sync_worker", message}, LogFormat::kText, kTime);
}

TEST(LogLineTest, HasTimeLoggerLevelAndMessage) {
  EXPECT_EQ(Text("Starting sync cycle #1"),
            "2025-11-11 08:00:00,123 - sync_worker - INFO - Starting sync cycle #1\n");
}

TEST(LogLineTest, AMessageWithLineBreaksAndControlCharactersIsStillOneLine) {
  EXPECT_EQ(Text("a\nb\r\tc\x1b[31m\x7f"),
            "2025-11-11 08:00:00,123 - sync_worker - INFO - a\\nb\\r\\tc\\x1b[31m\\x7f\n");
}

TEST(LogLineTest, JsonHasTheFieldsAsMembers) {
  const std::vector<LogField> fields{{"duration_ms", "12"}};
  EXPECT_EQ(FormatLine({LogLevel::kError, "sync_worker", "say \"no\"\n", fields}, LogFormat::kJson,
                       kTime),
            R"({"time":"2025-11-11T08:00:00.123Z","level":"ERROR","logger":"sync_worker",)"
            R"("message":"say \"no\"\n","duration_ms":"12"})"
            "\n");
}

TEST(LogLineTest, JsonStaysJsonWhateverAServerSent) {
  EXPECT_EQ(FormatLine({LogLevel::kInfo, "x", "\xff"}, LogFormat::kJson, kTime),
            R"({"time":"2025-11-11T08:00:00.123Z","level":"INFO","logger":"x","message":")"
            "\xef\xbf\xbd\"}\n");
}

TEST(JournalTest, AnEventHasItsPriorityAndFields) {
  const std::vector<LogField> fields{{"cycle", "17"}};
  EXPECT_EQ(Journal::Entry({LogLevel::kWarning, "sync_worker", "held", fields}),
            "MESSAGE=held\nPRIORITY=4\nSYSLOG_IDENTIFIER=sheetkeeper\n"
            "SHEETKEEPER_LOGGER=sync_worker\nSHEETKEEPER_CYCLE=17\n");
}

TEST(JournalTest, AMessageCannotForgeAField) {
  const std::string entry = Journal::Entry({LogLevel::kInfo, "x", "a\nPRIORITY=0"});
  EXPECT_EQ(entry.substr(0, 29), std::string("MESSAGE\n\x0c\0\0\0\0\0\0\0a\nPRIORITY=0\n", 29));
}

class LogFileTest : public ::testing::Test {
 protected:
  LogFileTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "sk_log_XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    file_ = folder_ / "x.log";
    Result<LogSink> sink = MakeLogSink({.file = file_, .format = LogFormat::kJson});
    EXPECT_TRUE(sink.has_value());
    sink_ = *sink;
  }
  ~LogFileTest() override { std::filesystem::remove_all(folder_); }

  void Write(std::string_view message) { sink_({LogLevel::kInfo, "x", message}); }
  static size_t Lines(const std::filesystem::path& file) {
    std::ifstream in(file);
    return static_cast<size_t>(std::count(std::istreambuf_iterator<char>(in), {}, '\n'));
  }

  std::filesystem::path folder_;
  std::filesystem::path file_;
  LogSink sink_;
};

TEST_F(LogFileTest, AFileThatWasRotatedAwayIsMadeAnewAndNoLineIsLost) {
  Write("one");
  std::filesystem::rename(file_, folder_ / "x.log.1");
  Write("two");
  Write("three");
  EXPECT_EQ(Lines(folder_ / "x.log.1"), 1U);
  EXPECT_EQ(Lines(file_), 2U);
}

TEST_F(LogFileTest, AFileThatCannotBeMadeAnewIsNoReasonToStop) {
  std::filesystem::rename(folder_, folder_.string() + ".away");
  Write("still in the old one");
  EXPECT_EQ(Lines(folder_.string() + ".away/x.log"), 1U);
  std::filesystem::rename(folder_.string() + ".away", folder_);
}

class RepetitionTest : public ::testing::Test {
 protected:
  RepetitionTest() {
    SetLogSink([this](const LogEvent& event) { lines_.emplace_back(event.message); });
  }
  ~RepetitionTest() override { SetLogSink({}); }

  std::vector<std::string> lines_;
};

TEST_F(RepetitionTest, TheSameWarningIsWrittenOnce) {
  for (int i = 0; i < 5; ++i) Log(LogLevel::kWarning, "x", "the disk is full");
  Log(LogLevel::kWarning, "y", "the disk is full");
  EXPECT_THAT(lines_, ElementsAre("the disk is full", "the disk is full"));
}

TEST_F(RepetitionTest, LinesThatPeopleCountAreAllWritten) {
  for (int i = 0; i < 2; ++i) {
    Log(LogLevel::kInfo, "x", "Next sync");
    Log(LogLevel::kError, "x", "Sync cycle failed (error count: 1/5): HTTP 503");
  }
  EXPECT_EQ(lines_.size(), 4U);
}

}  // namespace
}  // namespace sheetkeeper
