// Whole deployments in scenes that a random life does not have: a second worker, an older copy of
// the database, a table that is dropped.
#include <utility>

#include <gtest/gtest.h>

#include "sim/scene.h"
#include "sim/world.h"

namespace sheetkeeper::sim {
namespace {

class ScenarioTest : public Scene {
 protected:
  ScenarioTest() {
    script_.LoadSheet(5);
    EXPECT_EQ(deployment_.Start(), "");
    Cycle();
  }

  void Approve() { Ask("UPDATE _holds SET decision = 'approve'"); }
  int64_t SheetChanges() {
    return static_cast<int64_t>(deployment_.sheet().At(kSpreadsheet).Changes());
  }
};

TEST_F(ScenarioTest, AnOlderCopyOfTheDatabaseIsHeldUntilSomebodyApproves) {
  script_.Write(1, "city");
  Cycle();
  deployment_.program().Run("VACUUM INTO '" + path_ + ".copy'");
  script_.Write(1, "city");
  script_.Write(2, "city");
  Cycle();
  deployment_.PutBack(path_ + ".copy");
  const int64_t changes = SheetChanges();
  deployment_.program().Run("UPDATE data SET note = 'x@3.note' WHERE id = 3");
  Cycle();
  EXPECT_EQ(Guard(), "restored-copy");
  EXPECT_EQ(SheetChanges(), changes) << "nothing is written while it is held";
  Approve();
  Cycle();
  Cycle();
  EXPECT_EQ(Guard(), "");
  EXPECT_EQ(Ask("SELECT note FROM data WHERE id = 3"), "x@3.note");
  EXPECT_NE(Ask("SELECT city FROM data WHERE id = 2"), "") << "what was newer in the sheet came";
}

TEST_F(ScenarioTest, ACopyFromBeforeTheFirstWriteIsHeldToo) {
  Cycle();
  deployment_.program().Run("VACUUM INTO '" + path_ + ".copy'");
  script_.Write(1, "city");
  Cycle();
  deployment_.PutBack(path_ + ".copy");
  script_.Write(3, "note");
  const int64_t changes = SheetChanges();
  Cycle();  // It does not know of the evidence sheet yet: its batch is refused as a whole.
  Cycle();
  EXPECT_EQ(Guard(), "restored-copy");
  EXPECT_EQ(SheetChanges(), changes);
}

// The evidence of that write has long given way to a later one's.
TEST_F(ScenarioTest, AWriteThatIsOpenInAnOlderCopyIsSettled) {
  Cycle();
  script_.Write(1, "city");
  constexpr int64_t kWrite = 2;
  deployment_.network().planned = {kWrite, NetFault::kAnswerLost};
  deployment_.network().ResetCalls();
  EXPECT_FALSE(deployment_.RunCycle(&report_));
  deployment_.network().planned.reset();
  deployment_.program().Run("VACUUM INTO '" + path_ + ".copy'");
  Cycle();
  script_.Write(2, "city");
  Cycle();
  deployment_.PutBack(path_ + ".copy");
  script_.Write(3, "note");
  Cycle();
  EXPECT_EQ(Guard(), "restored-copy");
  Approve();
  EXPECT_FALSE(deployment_.RunCycle(&report_)) << "the answer may be from before it";
  deployment_.clock().Advance(std::chrono::minutes(3));
  Cycle();
  Cycle();
  EXPECT_EQ(Guard(), "");
  EXPECT_EQ(Ask("SELECT count(*) FROM _intents"), "0");
  const Seen seen = Look(deployment_.sheet(), deployment_.tables()[0]);
  EXPECT_EQ(seen.rows.find(3)->second.cells.at("Note"), Ask("SELECT note FROM data WHERE id = 3"));
  EXPECT_EQ(seen.rows.find(2)->second.cells.at("City"), Ask("SELECT city FROM data WHERE id = 2"));
}

TEST_F(ScenarioTest, AnEarlierVersionOfTheSpreadsheetIsHeldUntilSomebodyApproves) {
  script_.Write(1, "city");
  Cycle();
  const std::string earlier = Ask("SELECT city FROM data WHERE id = 1");
  const std::string version = deployment_.sheet().Snapshot();
  script_.Write(1, "city");
  Cycle();
  const std::string later = Ask("SELECT city FROM data WHERE id = 1");
  deployment_.sheet().Restore(version);
  deployment_.clock().Advance(std::chrono::minutes(3));
  const int64_t changes = SheetChanges();
  Cycle();
  EXPECT_EQ(Guard(), "restored-sheet");
  EXPECT_EQ(SheetChanges(), changes);
  EXPECT_EQ(Ask("SELECT city FROM data WHERE id = 1"), later) << "nothing is taken over, either";
  Approve();
  Cycle();
  EXPECT_EQ(Guard(), "");
  EXPECT_EQ(Ask("SELECT city FROM data WHERE id = 1"), earlier);
}

TEST_F(ScenarioTest, AWorkerWithAnotherDatabaseStopsTheOneThatDoesNotKnowIt) {
  script_.Write(1, "city");
  Cycle();
  deployment_.WriteAsAnotherWorker();
  script_.Write(2, "city");
  const int64_t changes = SheetChanges();
  Cycle();
  EXPECT_EQ(Guard(), "another-worker");
  EXPECT_EQ(SheetChanges(), changes);
  Approve();
  Cycle();
  EXPECT_EQ(Guard(), "");
  EXPECT_GT(SheetChanges(), changes);
}

TEST_F(ScenarioTest, ADatabaseThatHasNotWrittenWaitsForAnotherWorkersClaimToRunOut) {
  deployment_.WriteAsAnotherWorker(std::chrono::minutes(10));
  script_.Write(2, "city");
  const int64_t changes = SheetChanges();
  Cycle();  // It does not know of the evidence sheet yet: its batch is refused as a whole.
  Cycle();
  EXPECT_EQ(Guard(), "another-worker");
  EXPECT_EQ(SheetChanges(), changes);
  deployment_.clock().Advance(std::chrono::minutes(10));
  Cycle();
  EXPECT_EQ(Guard(), "");
  EXPECT_GT(SheetChanges(), changes);
}

TEST_F(ScenarioTest, AnApprovalOutlivesTheRenewalOfAClaim) {
  deployment_.WriteAsAnotherWorker(std::chrono::minutes(10));
  script_.Write(2, "city");
  Cycle();
  Cycle();
  EXPECT_EQ(Guard(), "another-worker");
  Approve();
  deployment_.clock().Advance(std::chrono::minutes(6));
  deployment_.WriteAsAnotherWorker(std::chrono::minutes(10));
  const int64_t changes = SheetChanges();
  Cycle();
  EXPECT_EQ(Guard(), "");
  EXPECT_GT(SheetChanges(), changes);
}

TEST_F(ScenarioTest, AClaimIsMadeAtOnceAndRenewedWhenHalfOfItIsOver) {
  deployment_.Stop();
  deployment_.lease = std::chrono::minutes(10);
  int64_t changes = SheetChanges();
  const auto writes_in_a_cycle = [&] {
    EXPECT_EQ(deployment_.Start(), "");
    Cycle();
    const int64_t before = std::exchange(changes, SheetChanges());
    return changes > before;
  };
  EXPECT_TRUE(writes_in_a_cycle()) << "nothing has been written before";
  for (int period = 0; period < 3; ++period) {
    EXPECT_FALSE(writes_in_a_cycle());
    deployment_.clock().Advance(std::chrono::minutes(5) - Millis(1));
    EXPECT_FALSE(writes_in_a_cycle());
    deployment_.clock().Advance(Millis(1));
    EXPECT_TRUE(writes_in_a_cycle());
  }
  EXPECT_EQ(Ask("SELECT count(*) FROM _intents"), "0");
}

TEST_F(ScenarioTest, ADroppedTableIsHeldAndItsRowsStayInTheSheet) {
  const int64_t changes = SheetChanges();
  deployment_.program().Run("DROP TABLE data");
  Cycle();
  EXPECT_EQ(Guard(), "database-table");
  EXPECT_EQ(SheetChanges(), changes);
  deployment_.Stop();
  Cycle();
  EXPECT_EQ(Guard(), "") << "a start makes the table anew, from the sheet";
  EXPECT_EQ(Ask("SELECT count(*) FROM data"), "7");
}

TEST_F(ScenarioTest, AClearedSheetIsHeldAndAPersonMayTakeItBack) {
  for (int64_t key = 1; key <= 5; ++key) script_.DeleteInSheet(key);
  for (const int64_t key : deployment_.tables()[0].anchors()) script_.DeleteInSheet(key);
  Cycle();
  EXPECT_EQ(Guard(), "empty-sheet");
  EXPECT_EQ(Ask("SELECT count(*) FROM data"), "7");
  Ask("UPDATE _holds SET decision = 'revert'");
  Cycle();
  EXPECT_EQ(Guard(), "");
  EXPECT_EQ(Look(deployment_.sheet(), deployment_.tables()[0]).rows.size(), 7U);
  Cycle();
  EXPECT_EQ(Ask("SELECT count(*) FROM data"), "7");
}

TEST_F(ScenarioTest, AMassDeletionInTheDatabaseMayBeTakenBack) {
  Ask("DELETE FROM data");
  Cycle();
  EXPECT_EQ(Guard(), "mass-delete-sheet");
  EXPECT_EQ(Look(deployment_.sheet(), deployment_.tables()[0]).rows.size(), 7U);
  Ask("UPDATE _holds SET decision = 'revert'");
  Cycle();
  EXPECT_EQ(Ask("SELECT count(*) FROM data"), "7");
  EXPECT_EQ(Look(deployment_.sheet(), deployment_.tables()[0]).rows.size(), 7U);
}

TEST_F(ScenarioTest, PendingDeletionsLeaveWhenTheRowsComeBack) {
  Ask("CREATE TABLE aside AS SELECT * FROM data");
  Ask("DELETE FROM data");
  Cycle();
  EXPECT_EQ(Guard(), "mass-delete-sheet");
  Ask("INSERT INTO data SELECT * FROM aside");
  const int64_t changes = SheetChanges();
  Cycle();
  EXPECT_EQ(Guard(), "");
  EXPECT_EQ(SheetChanges(), changes);
}

TEST_F(ScenarioTest, ARowThatTheSheetRefusesDelaysNoOther) {
  deployment_.network().refused_text = "poison";
  Ask("UPDATE data SET city = 'd@' || id || '.city'");
  Ask("UPDATE data SET city = 'poison@3.city' WHERE id = 3");
  for (int i = 0; i < 3; ++i) Cycle();
  const Seen seen = Look(deployment_.sheet(), deployment_.tables()[0]);
  for (const int64_t key : {1, 2, 4, 5, 100, 101}) {
    EXPECT_EQ(seen.rows.find(key)->second.cells.at("City"), "d@" + std::to_string(key) + ".city");
  }
  EXPECT_EQ(Ask("SELECT row_key, reason LIKE '%protected cell%' FROM _rejected_rows"), "3|1");
  const int64_t writes = deployment_.network().writes();
  Cycle();
  EXPECT_EQ(deployment_.network().writes(), writes) << "it is not tried again at once";

  deployment_.network().refused_text.clear();
  deployment_.clock().Advance(std::chrono::hours(2));
  Cycle();
  EXPECT_EQ(
      Look(deployment_.sheet(), deployment_.tables()[0]).rows.find(3)->second.cells.at("City"),
      "poison@3.city");
  EXPECT_EQ(Ask("SELECT count(*) FROM _rejected_rows"), "0");
}

TEST_F(ScenarioTest, AFullOutboxIsDrainedInBatches) {
  Ask("WITH RECURSIVE n(i) AS (SELECT 1000 UNION ALL SELECT i + 1 FROM n WHERE i < 12999) "
      "INSERT INTO data(id, city) SELECT i, 'd@' || i || '.city' FROM n");
  int cycles = 0;
  const int64_t writes = deployment_.network().writes();
  do {
    Cycle();
    ++cycles;
  } while ((report_.rest || report_.look_again) && cycles < 10);
  EXPECT_EQ(cycles, 3);
  EXPECT_EQ(deployment_.network().writes() - writes, 3);
  EXPECT_EQ(Look(deployment_.sheet(), deployment_.tables()[0]).rows.size(), 12007U);
}

// The third generation of tokens takes the first one's place, and so on.
TEST_F(ScenarioTest, TokensOfLongAgoLeaveTheSpreadsheet) {
  const auto written = [&](const std::string& count) {
    Ask("INSERT INTO _meta VALUES ('tokens.written', " + count +
        ") ON CONFLICT DO UPDATE SET value = excluded.value");
    script_.Write(1, "city");
    Cycle();
  };
  const auto has_key = [&](const std::string& key) {
    return deployment_.sheet().Snapshot().find('"' + key + '"') != std::string::npos;
  };
  written("1");
  EXPECT_TRUE(has_key("sk0"));
  written("999");
  EXPECT_TRUE(has_key("sk0")) << "it may still be needed";
  written("1999");
  EXPECT_FALSE(has_key("sk0"));
  EXPECT_TRUE(has_key("sk1"));
  written("2999");
  EXPECT_FALSE(has_key("sk1"));
  EXPECT_TRUE(has_key("sk0"));
  EXPECT_EQ(Ask("SELECT value FROM _meta WHERE name = 'tokens.written'"), "3000");
}

// Ten million cells is all that Google grants.
TEST_F(ScenarioTest, WritesThatAreRefusedForLongDoNotPileUp) {
  const auto tabs = [&](const std::string& request) {
    return deployment_.sheet()
        .At(kSpreadsheet)
        .BatchUpdate("{\"requests\":[" + request + "]}")
        .has_value();
  };
  int cells = 10'000'000;
  while (!tabs(R"({"addSheet":{"properties":{"sheetId":5,"title":"Full","gridProperties":)"
               R"({"rowCount":)" +
               std::to_string(cells) + R"(,"columnCount":1}}}})")) {
    ASSERT_GT(--cells, 9'000'000);
  }
  script_.Write(1, "city");
  for (int i = 0; i < 30; ++i) {
    const int64_t reads = deployment_.network().reads();
    Cycle();
    EXPECT_LE(deployment_.network().reads() - reads, 5);
    EXPECT_EQ(Ask("SELECT count(*) FROM _intents"), i < 20 ? "1" : "2");
    if (i == 19) script_.Write(2, "city");
  }
  script_.Type(3, "city");
  Cycle();
  EXPECT_EQ(report_.tables[0].pulled, 1) << "what can be done is done";
  EXPECT_TRUE(tabs(R"({"deleteSheet":{"sheetId":5}})"));
  Cycle();
  Cycle();
  EXPECT_EQ(Ask("SELECT count(*) FROM _intents"), "0");
  const Seen seen = Look(deployment_.sheet(), deployment_.tables()[0]);
  EXPECT_EQ(seen.rows.find(1)->second.cells.at("City"), Ask("SELECT city FROM data WHERE id = 1"));
  EXPECT_EQ(seen.rows.find(2)->second.cells.at("City"), Ask("SELECT city FROM data WHERE id = 2"));
}

TEST_F(ScenarioTest, AWriteWithTriggersOffIsFoundByTheDailyComparison) {
  deployment_.program().EnableTriggers(false);
  deployment_.program().Run("UPDATE data SET city = 'd@1.city' WHERE id = 1");
  deployment_.program().EnableTriggers(true);
  const int64_t changes = SheetChanges();
  Cycle();
  EXPECT_EQ(SheetChanges(), changes);
  deployment_.clock().Advance(std::chrono::hours(25));
  Cycle();
  EXPECT_GT(SheetChanges(), changes);
  EXPECT_EQ(Ask("SELECT count(*) FROM _conflicts"), "0") << "the digest tells what the base was";
}

TEST_F(ScenarioTest, ARebuiltTableIsComparedAtOnce) {
  EXPECT_TRUE(deployment_.program().RunTogether(
      {"CREATE TABLE data_new (id INTEGER PRIMARY KEY, city TEXT, note TEXT, memo TEXT) STRICT",
       "INSERT INTO data_new SELECT id, 'd@' || id || '.city', note, memo FROM data",
       "DROP TABLE data", "ALTER TABLE data_new RENAME TO data"}));
  const int64_t changes = SheetChanges();
  Cycle();
  EXPECT_GT(SheetChanges(), changes);
  const Seen seen = Look(deployment_.sheet(), deployment_.tables()[0]);
  EXPECT_EQ(seen.rows.find(1)->second.cells.at("City"), "d@1.city");
}

}  // namespace
}  // namespace sheetkeeper::sim
