// Cycles with nothing to do, and what ends that (sync/standstill.h).

#include <gtest/gtest.h>

#include "sim/scene.h"
#include "sim/spreadsheet.h"

namespace sheetkeeper::sim {
namespace {

class StandstillTest : public Scene {
 protected:
  StandstillTest() {
    script_.LoadSheet(5);
    Cycle();
    Cycle();  // The first one filled the database: this one has nothing to do.
  }

  // A cycle after which another one has nothing to do but to read once.
  void RunIntoStandstill() {
    Cycle();
    const int64_t reads = deployment_.network().reads();
    const int64_t before = StoreCalls();
    Cycle();
    EXPECT_EQ(deployment_.network().reads(), reads + 1);
    EXPECT_EQ(StoreCalls(), before) << "it stands still";
  }
  // Calls that a cycle makes only where it looks at both sides.
  int64_t StoreCalls() const { return deployment_.store_calls; }

  std::string CityInSheet(int64_t key) { return Row(key).cells.at("City"); }
  Seen::SeenRow Row(int64_t key) {
    return Look(deployment_.sheet(), deployment_.tables()[0]).rows.find(key)->second;
  }
  void TypeCity(int64_t key, const std::string& what) {
    const Seen seen = Look(deployment_.sheet(), deployment_.tables()[0]);
    deployment_.sheet()
        .At(kSpreadsheet)
        .Type(seen.title, Row(key).row, seen.columns.at("City"), what);
  }
};

TEST_F(StandstillTest, NothingIsReadButTheSheetAndTheReportIsTheSame) {
  RunIntoStandstill();
  ASSERT_EQ(report_.tables.size(), 1U);
  EXPECT_EQ(report_.tables[0].records, 7);
  EXPECT_EQ(report_.tables[0].pulled, 0);
  EXPECT_EQ(report_.tables[0].hold, "");
}

TEST_F(StandstillTest, AnEditInTheSheetArrivesWithTheReadThatShowsIt) {
  RunIntoStandstill();
  TypeCity(3, "typed");
  const int64_t reads = deployment_.network().reads();
  Cycle();
  EXPECT_EQ(Ask("SELECT city FROM data WHERE id = 3"), "typed");
  EXPECT_EQ(report_.tables[0].pulled, 1);
  EXPECT_EQ(deployment_.network().reads(), reads + 1);
  RunIntoStandstill();
}

// The text of each of its rows is known, and yet they are wanted: they tell which column it is.
TEST_F(StandstillTest, ARenamedHeaderIsFollowedAtOnce) {
  deployment_.Stop();
  deployment_.window_bytes = 1;  // one row
  Cycle();
  RunIntoStandstill();
  const Seen seen = Look(deployment_.sheet(), deployment_.tables()[0]);
  deployment_.sheet().At(kSpreadsheet).Type(seen.title, 0, seen.columns.at("City"), "Town");
  const int64_t reads = deployment_.network().reads();
  Cycle();
  EXPECT_EQ(deployment_.network().reads(), reads + 3)
      << "what was kept does not tell enough, and the header is another one then";
  EXPECT_EQ(report_.tables[0].hold, "");
}

TEST_F(StandstillTest, AWriteToTheDatabaseGoesOut) {
  RunIntoStandstill();
  Ask("UPDATE data SET city = 'written' WHERE id = 3");
  Cycle();
  EXPECT_EQ(CityInSheet(3), "written");
  RunIntoStandstill();
}

TEST_F(StandstillTest, EditsOnBothSidesMeet) {
  RunIntoStandstill();
  TypeCity(3, "typed");
  Ask("UPDATE data SET note = 'written' WHERE id = 3");
  Cycle();
  EXPECT_EQ(Ask("SELECT city, note FROM data WHERE id = 3"), "typed|written");
  EXPECT_EQ(Row(3).cells.at("Note"), "written");
}

TEST_F(StandstillTest, AnEditThatIsTakenBackLeavesNothingToDo) {
  const std::string before = CityInSheet(3);
  TypeCity(3, "typed");
  TypeCity(3, before);
  RunIntoStandstill();
}

TEST_F(StandstillTest, AWriteThatWaitsForAFormulaGoesOutWhenTheSameValueIsTyped) {
  TypeCity(3, "=\"shown\"");
  Cycle();
  Ask("UPDATE data SET city = 'written' WHERE id = 3");
  Cycle();
  Cycle();
  EXPECT_EQ(CityInSheet(3), "shown") << "a formula is not replaced";
  EXPECT_EQ(Ask("SELECT count(*) FROM _rejected_rows"), "1");
  TypeCity(3, "shown");
  Cycle();
  EXPECT_EQ(CityInSheet(3), "written");
}

TEST_F(StandstillTest, ARenamedTabIsFollowed) {
  RunIntoStandstill();
  deployment_.sheet().At(kSpreadsheet).RenameTab(deployment_.tables()[0].title, "Renamed");
  TypeCity(3, "typed");
  Cycle();
  EXPECT_EQ(Ask("SELECT city FROM data WHERE id = 3"), "typed");
  RunIntoStandstill();
}

TEST_F(StandstillTest, ADecisionOfAPersonIsCarriedOut) {
  Ask("DELETE FROM data");
  Cycle();
  EXPECT_NE(report_.tables[0].hold, "");
  RunIntoStandstill();
  EXPECT_NE(report_.tables[0].hold, "");
  Ask("UPDATE _holds SET decision = 'revert'");
  Cycle();
  EXPECT_EQ(Ask("SELECT count(*) FROM data"), "7");
}

TEST_F(StandstillTest, ACycleThatFailsIsFollowedByOneThatLooksAtEverything) {
  RunIntoStandstill();
  TypeCity(3, "typed");
  deployment_.network().ResetCalls();
  deployment_.network().planned = {.call = 0, .fault = NetFault::kRefused};
  EXPECT_FALSE(deployment_.RunCycle(&report_));
  deployment_.network().planned.reset();
  Cycle();
  EXPECT_EQ(Ask("SELECT city FROM data WHERE id = 3"), "typed");
}

}  // namespace
}  // namespace sheetkeeper::sim
