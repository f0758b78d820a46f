#include "ops/status.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const WallTime kNow{Millis(1'762'848'600'000)};  // 2025-11-11T08:10:00Z

Status Good() {
  Status status;
  status.version = "0.1.0";
  status.database = "x.db";
  status.last_good_cycle = CycleFact{.finished = kNow - std::chrono::minutes(5)};
  status.last_cycle = status.last_good_cycle;
  status.tables.push_back({.name = "rates"});
  return status;
}
Judgement JudgeNow(const Status& status) {
  return Judge(status, kNow, DefaultMaxAge(status));
}

TEST(JudgeTest, AYoungCycleAndNothingThatWaitsIsInSync) {
  const Judgement judgement = JudgeNow(Good());
  EXPECT_TRUE(judgement.in_sync);
  EXPECT_EQ(judgement.health, Health::kGood);
  EXPECT_THAT(judgement.reasons, IsEmpty());
}

TEST(JudgeTest, ACycleMayBeTwiceTheIntervalOld) {
  Status status = Good();
  status.last_good_cycle->finished = kNow - std::chrono::seconds(600);
  EXPECT_EQ(JudgeNow(status).health, Health::kGood);
  status.last_good_cycle->finished -= Millis(1);
  EXPECT_EQ(JudgeNow(status).health, Health::kBad);
  EXPECT_THAT(JudgeNow(status).reasons,
              ElementsAre("the last complete cycle was 10 min 0 s ago; it may be 10 min 0 s old"));
}

TEST(JudgeTest, ShortIntervalsAreJudgedByWhatIsRecorded) {
  Status status = Good();
  status.interval_s = 2;
  EXPECT_EQ(DefaultMaxAge(status), std::chrono::minutes(2));
  status.record_interval_s = 1;
  EXPECT_EQ(DefaultMaxAge(status), std::chrono::minutes(1));
}

TEST(JudgeTest, NoCycleEverIsBad) {
  Status status = Good();
  status.last_good_cycle.reset();
  EXPECT_EQ(JudgeNow(status).health, Health::kBad);
  EXPECT_FALSE(JudgeNow(status).in_sync);
}

TEST(JudgeTest, AQueueIsNotInSyncButHealthyWhileCyclesComplete) {
  Status status = Good();
  status.tables[0].queued = 2;
  const Judgement judgement = JudgeNow(status);
  EXPECT_EQ(judgement.health, Health::kGood);
  EXPECT_FALSE(judgement.in_sync);
  EXPECT_FALSE(judgement.stalled);
  EXPECT_THAT(judgement.reasons, ElementsAre("2 changed rows wait to reach the sheet"));
}

TEST(JudgeTest, AQueueWhileNoCycleCompletesIsAStall) {
  Status status = Good();
  status.tables[0].queued = 1;
  status.last_good_cycle->finished = kNow - std::chrono::hours(1);
  const Judgement judgement = JudgeNow(status);
  EXPECT_TRUE(judgement.stalled);
  EXPECT_EQ(judgement.health, Health::kBad);
}

TEST(JudgeTest, WhatWaitsForAPersonAsksForAttention) {
  using Change = void (*)(TableStatus&);
  for (const Change change :
       {Change([](TableStatus& t) { t.conflicts = 1; }), Change([](TableStatus& t) { t.held = 1; }),
        Change([](TableStatus& t) { t.rejected = 1; }),
        Change([](TableStatus& t) { t.guard = "mass-change"; })}) {
    Status status = Good();
    change(status.tables[0]);
    const Judgement judgement = JudgeNow(status);
    EXPECT_EQ(judgement.health, Health::kAttention);
    EXPECT_THAT(judgement.reasons, ElementsAre(HasSubstr("rates: ")));
    EXPECT_FALSE(judgement.in_sync);
  }
}

TEST(JudgeTest, AWriteOfUnknownOutcomeIsNotInSync) {
  Status status = Good();
  status.open_intents = 1;
  EXPECT_FALSE(JudgeNow(status).in_sync);
}

TEST(StatusJsonTest, HasTheDocumentedShape) {
  const Status status = Good();
  EXPECT_EQ(
      StatusJson(status, JudgeNow(status), kNow),
      R"({"in_sync":true,"health":"good","stalled":false,"reasons":[],"last_complete_cycle":)"
      R"({"finished":"2025-11-11T08:05:00.000Z","age_s":300,"duration_ms":0,"good":true,"error":""},)"
      R"("last_cycle":{"finished":"2025-11-11T08:05:00.000Z","age_s":300,"duration_ms":0,"good":true,)"
      R"("error":""},"next_cycle":null,"interval_s":300,"worker":null,"open_writes":0,)"
      R"("requests_last_hour":0,"read_quota":60,"write_quota":60,)"
      R"("tables":[{"name":"rates","rows":null,"queued":0,"conflicts":0,)"
      R"("held_rows":0,"rejected_rows":0,"hold":null}],"database":"x.db","format_version":0,)"
      R"("spreadsheet":"","version":"0.1.0","worker_version":null})");
}

TEST(StatusTextTest, BeginsWithTheAnswer) {
  Status status = Good();
  EXPECT_THAT(StatusText(status, JudgeNow(status), kNow), ::testing::StartsWith("In sync.\n"));
  status.tables[0].conflicts = 2;
  EXPECT_THAT(StatusText(status, JudgeNow(status), kNow),
              ::testing::StartsWith("Not in sync:\n  - rates: 2 conflicts to decide"));
}

TEST(StatusTextTest, TheNextCycleIsNeverInThePast) {
  Status status = Good();
  const auto text = [&] { return StatusText(status, JudgeNow(status), kNow); };
  EXPECT_THAT(text(), HasSubstr("Next cycle:          not planned\n"));
  status.next_cycle = kNow + std::chrono::seconds(200);
  EXPECT_THAT(text(), HasSubstr("Next cycle:          in 3 min 20 s\n"));
  status.next_cycle = kNow - std::chrono::seconds(1);
  EXPECT_THAT(text(), HasSubstr("Next cycle:          within 300 s\n"));
}

TEST(StatusTextTest, TellsOfTheQuotaAndOfAWorkerOfAnotherVersion) {
  Status status = Good();
  status.requests_last_hour = 12;
  status.worker_version = "0.1.0";
  const auto text = [&] { return StatusText(status, JudgeNow(status), kNow); };
  EXPECT_THAT(text(), HasSubstr("12 in the last hour; quota a minute: 60 reads, 60 writes\n"));
  EXPECT_THAT(text(), HasSubstr("Version:             0.1.0\n"));
  status.worker_version = "0.0.9";
  EXPECT_THAT(text(), HasSubstr("Version:             0.1.0; the worker's was 0.0.9\n"));
}

TEST(AgeTextTest, HasTwoUnits) {
  EXPECT_EQ(AgeText(Millis(59'999)), "59 s");
  EXPECT_EQ(AgeText(std::chrono::seconds(200)), "3 min 20 s");
  EXPECT_EQ(AgeText(std::chrono::minutes(61)), "1 h 1 min");
  EXPECT_EQ(AgeText(std::chrono::hours(52)), "2 d 4 h");
  EXPECT_EQ(AgeText(Millis(-1000)), "0 s");
}

}  // namespace
}  // namespace sheetkeeper
