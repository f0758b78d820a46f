#include "worker/cycle_recorder.h"

#include <filesystem>

#include <gtest/gtest.h>

#include "store/status_reader.h"
#include "support/fake_clock.h"

namespace sheetkeeper {
namespace {

// Whoever asks for a cycle waits for one that began at that moment or later.
TEST(CycleRecorderTest, TheRecordTellsExactlyWhenTheCycleBegan) {
  const std::string path = testing::TempDir() + "cycle_recorder.db";
  std::filesystem::remove(path);
  FakeClock clock;
  const auto store =
      Store::Open({.path = path}, {{"t", {{"id", "Id", ColumnType::kInteger}}, 0}}, clock);
  ASSERT_TRUE(store.has_value());
  CycleRecorder recorder(clock);
  const WallTime began = clock.Wall();
  clock.Advance(Millis(4));
  recorder.Note(began, Millis(5), std::nullopt, 1);
  ASSERT_TRUE(recorder.Write(**store, {}).has_value());
  auto reader = StatusReader::Open(path);
  ASSERT_TRUE(reader.has_value());
  const auto status = reader->Read(false);
  ASSERT_TRUE(status.has_value() && status->last_cycle.has_value());
  EXPECT_EQ(status->last_cycle->finished_ms - status->last_cycle->duration_ms,
            began.time_since_epoch().count());
}

}  // namespace
}  // namespace sheetkeeper
