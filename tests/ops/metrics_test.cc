#include "ops/metrics.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>

namespace sheetkeeper {
namespace {

using ::testing::HasSubstr;

std::string Text() {
  Status status;
  status.version = "0.1.0";
  status.last_good_cycle = CycleFact{.finished = WallTime(Millis(1'762'848'000'500))};
  status.tables.push_back({.name = "rates", .queued = 3});
  status.tables.push_back({.name = "odd\"name"});
  Counters counters;
  counters.NoteGood(Millis(300), 5, 2);
  counters.NoteGood(Millis(700), 0, 1);
  counters.NoteFailed();
  counters.SetRequests(9);
  return MetricsText(status, counters, WallTime(Millis(1'762'848'001'000)));
}

TEST(MetricsTest, CountsAndStateAreTold) {
  const std::string text = Text();
  for (const char* line :
       {"\nsheetkeeper_cycles_total{result=\"good\"} 2\n",
        "\nsheetkeeper_cycles_total{result=\"failed\"} 1\n",
        "\nsheetkeeper_rows_total{side=\"database\"} 5\n",
        "\nsheetkeeper_rows_total{side=\"sheet\"} 3\n", "\nsheetkeeper_requests_total 9\n",
        "\nsheetkeeper_last_complete_cycle_timestamp_seconds 1762848000.5\n",
        "\nsheetkeeper_queued_rows{table=\"rates\"} 3\n",
        "\nsheetkeeper_queued_rows{table=\"odd\\\"name\"} 0\n",
        "\nsheetkeeper_cycle_duration_seconds_bucket{le=\"0.5\"} 1\n",
        "\nsheetkeeper_cycle_duration_seconds_bucket{le=\"1\"} 2\n",
        "\nsheetkeeper_cycle_duration_seconds_bucket{le=\"+Inf\"} 2\n",
        "\nsheetkeeper_cycle_duration_seconds_count 2\n", "\nsheetkeeper_in_sync 0\n"}) {
    EXPECT_THAT(text, HasSubstr(line));
  }
}

TEST(MetricsTest, EveryLineIsOfTheFormatAndEveryMetricHasItsTypeOnce) {
  const std::regex sample(R"(^([a-z_]+)(\{[a-z]+="([^"\\]|\\.)*"\})? -?[0-9.e+-]+$)");
  std::istringstream in(Text());
  std::set<std::string> types;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("# TYPE ")) {
      EXPECT_TRUE(types.insert(line).second) << line;
    } else if (!line.starts_with("# HELP ")) {
      EXPECT_TRUE(std::regex_match(line, sample)) << line;
    }
  }
  EXPECT_GE(types.size(), 12U);
}

TEST(ReplaceFileTest, ReplacesInOneStepAndSaysWhyNot) {
  std::string folder = (std::filesystem::temp_directory_path() / "sk_prom_XXXXXX").string();
  ASSERT_NE(::mkdtemp(folder.data()), nullptr);
  const std::string file = folder + "/x.prom";
  EXPECT_TRUE(ReplaceFile(file, "one\n").has_value());
  EXPECT_TRUE(ReplaceFile(file, "two\n").has_value());
  std::ifstream in(file);
  EXPECT_EQ(std::string(std::istreambuf_iterator<char>(in), {}), "two\n");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder), {}), 1);
  std::filesystem::remove_all(folder);
  const auto failed = ReplaceFile(file, "three\n");
  ASSERT_FALSE(failed.has_value());
  EXPECT_THAT(failed.error().message, HasSubstr(file));
}

}  // namespace
}  // namespace sheetkeeper
