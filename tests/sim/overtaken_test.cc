// People who move rows and columns at the very moment of a write, in scenes that a random life
// rarely has.
#include <gtest/gtest.h>

#include "sim/deployment.h"
#include "sim/script.h"

namespace sheetkeeper::sim {
namespace {

// The requests of a cycle that writes, as they are counted by the network.
constexpr int64_t kSecondLook = 1;
constexpr int64_t kWrite = 2;

class OvertakenTest : public testing::Test {
 protected:
  OvertakenTest() {
    script_.LoadSheet(5);
    EXPECT_EQ(deployment_.Start(), "");
    Cycle();
  }

  void Cycle() { EXPECT_TRUE(deployment_.RunCycle(&report_)); }
  // A cycle in which somebody acts just before that request takes effect.
  bool CycleWith(int64_t request, const std::function<void()>& act) {
    network().ResetCalls();
    bool acted = false;
    network().between = [&] {
      if (network().calls() == request && !std::exchange(acted, true)) act();
    };
    const bool done = deployment_.RunCycle(&report_);
    network().between = nullptr;
    EXPECT_TRUE(acted);
    return done;
  }
  void Settle() {
    for (int i = 0; i < 3; ++i) Cycle();
  }

  SimTransport& network() { return deployment_.network(); }
  std::string InSheet(int64_t key, const std::string& header) {
    const Seen seen = Look(deployment_.sheet(), deployment_.tables()[0]);
    const auto row = seen.rows.find(key);
    return row == seen.rows.end() ? "no such row" : row->second.cells.at(header);
  }
  std::string InDatabase(int64_t key, const std::string& column) {
    const auto rows = deployment_.program().Run("SELECT " + column +
                                                " FROM data WHERE id = " + std::to_string(key));
    return rows.empty() ? "no such row" : rows[0][0];
  }

  Rng rng_{7};
  Ledger ledger_;
  Deployment deployment_{testing::TempDir() + "overtaken-" +
                             testing::UnitTest::GetInstance()->current_test_info()->name() + ".db",
                         7, 1, rng_, [](const std::string&) {}};
  Script script_{deployment_, ledger_};
  CycleReport report_;
};

TEST_F(OvertakenTest, AWriteThatHitAnotherRowAsksForAnotherCycleAtOnce) {
  script_.Write(1, "city");
  EXPECT_TRUE(CycleWith(kWrite, [&] { script_.InsertBlankRow(1); }));
  EXPECT_TRUE(report_.look_again);
  Settle();
  EXPECT_EQ(InSheet(1, "City"), InDatabase(1, "city"));
  EXPECT_FALSE(report_.look_again);
}

TEST_F(OvertakenTest, ARowThatMovedBeforeTheSecondLookAsksForAnotherCycleAtOnce) {
  script_.Write(1, "city");
  const int64_t writes = network().writes();
  EXPECT_TRUE(CycleWith(kSecondLook, [&] { script_.InsertBlankRow(1); }));
  EXPECT_EQ(network().writes(), writes);
  EXPECT_TRUE(report_.look_again);
  Settle();
  EXPECT_EQ(InSheet(1, "City"), InDatabase(1, "city"));
}

TEST_F(OvertakenTest, ARowThatAMisplacedDeletionTookComesBack) {
  const std::string city = InSheet(1, "City");
  script_.DeleteLocally(2);
  EXPECT_TRUE(CycleWith(kWrite, [&] { script_.InsertBlankRow(1); }));
  EXPECT_EQ(InSheet(1, "City"), "no such row") << "it stood where the other one had stood";
  Settle();
  EXPECT_EQ(InSheet(1, "City"), city);
  EXPECT_EQ(InSheet(1, "Remark"), "remark 1");
  EXPECT_EQ(InSheet(2, "City"), "no such row");
  EXPECT_EQ(InDatabase(1, "city"), city);
}

TEST_F(OvertakenTest, ARowThatAMisplacedDeletionTookComesBackThoughTheAnswerWasLost) {
  const std::string city = InSheet(1, "City");
  script_.DeleteLocally(2);
  network().planned = {kWrite, NetFault::kAnswerLost};
  EXPECT_FALSE(CycleWith(kWrite, [&] { script_.InsertBlankRow(1); }));
  network().planned.reset();
  EXPECT_EQ(InSheet(1, "City"), "no such row");
  Settle();
  EXPECT_EQ(InSheet(1, "City"), city);
  EXPECT_EQ(InSheet(1, "Remark"), "remark 1");
  EXPECT_EQ(InDatabase(1, "city"), city);
}

TEST_F(OvertakenTest, ARowComesBackUnderItsHeadersThoughColumnsHaveMoved) {
  const std::string city = InSheet(1, "City");
  const std::string note = InSheet(1, "Note");
  script_.DeleteLocally(2);
  EXPECT_TRUE(CycleWith(kWrite, [&] { script_.InsertBlankRow(1); }));
  script_.MoveColumn(1, 4);
  Settle();
  EXPECT_EQ(InSheet(1, "City"), city);
  EXPECT_EQ(InSheet(1, "Note"), note);
  EXPECT_EQ(InDatabase(1, "city"), city);
}

TEST_F(OvertakenTest, AKeyColumnThatMovedAsideIsStillSeen) {
  const std::string note = InSheet(1, "Note");
  script_.Write(1, "city");
  EXPECT_TRUE(CycleWith(kWrite, [&] { script_.MoveColumn(0, 7); }));
  Settle();
  EXPECT_EQ(InSheet(1, "City"), InDatabase(1, "city"));
  EXPECT_EQ(InSheet(1, "Note"), note);
  EXPECT_EQ(InDatabase(1, "note"), note);
}

}  // namespace
}  // namespace sheetkeeper::sim
