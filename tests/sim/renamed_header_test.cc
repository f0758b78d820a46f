// A person gives a column another name.
#include <cstdlib>
#include <filesystem>

#include <gtest/gtest.h>

#include "sim/deployment.h"
#include "sim/script.h"

namespace sheetkeeper::sim {
namespace {

class RenamedHeaderTest : public testing::Test {
 protected:
  RenamedHeaderTest() {
    script_.LoadSheet(5);
    EXPECT_EQ(deployment_.Start(), "");
    Cycle();
  }

  void Cycle() { EXPECT_TRUE(deployment_.RunCycle()); }
  auto Sheet() { return deployment_.sheet().At(kSpreadsheet); }
  std::string Title() { return deployment_.tables()[0].title; }
  int ColumnOf(const std::string& header) {
    for (int column = 0; column < 7; ++column) {
      if (Sheet().Cell(Title(), 0, column) == emulator::PlainValue(header)) return column;
    }
    return -1;
  }
  void Rename(const std::string& from, const std::string& to) {
    const int column = ColumnOf(from);
    ASSERT_GE(column, 0);
    Sheet().Put(Title(), 0, column, to);
  }
  std::string Ask(const std::string& sql) {
    const auto rows = deployment_.program().Run(sql);
    return rows.empty() ? "" : rows[0][0];
  }
  std::string Guard() { return Ask("SELECT guard FROM _holds"); }
  std::string City(int64_t key) {
    return Ask("SELECT city FROM data WHERE id = " + std::to_string(key));
  }
  // The cell of the column with that header in the row of key 1.
  std::string Shown(const std::string& header) {
    for (int row = 1; row < 9; ++row) {
      if (Sheet().Cell(Title(), row, ColumnOf("Id")) != emulator::PlainValue(1.0)) continue;
      return std::get<std::string>(Sheet().Cell(Title(), row, ColumnOf(header)));
    }
    return "no such row";
  }

  Rng rng_{7};
  Ledger ledger_;
  Deployment deployment_{testing::TempDir() + "renamed-" +
                             testing::UnitTest::GetInstance()->current_test_info()->name() + ".db",
                         7, 1, rng_, [](const std::string&) {}};
  Script script_{deployment_, ledger_};
};

TEST_F(RenamedHeaderTest, IsRecognisedByItsValuesAndBothSidesGoOn) {
  Rename("City", "Town");
  script_.Write(1, "city");
  Cycle();
  EXPECT_EQ(Guard(), "");
  EXPECT_EQ(Shown("Town"), City(1));
  deployment_.Stop();
  script_.Write(1, "city");
  Cycle();
  EXPECT_EQ(Shown("Town"), City(1)) << "it is known after a restart";
}

TEST_F(RenamedHeaderTest, ThatGetsItsNameBackIsFoundUnderItAgain) {
  Rename("City", "Town");
  Cycle();
  Rename("Town", "City");
  script_.Write(1, "city");
  Cycle();
  EXPECT_EQ(Guard(), "");
  EXPECT_EQ(Shown("City"), City(1));
}

TEST_F(RenamedHeaderTest, IsFollowedWhenTheTableIsHeldForAnotherWorkerNoMore) {
  script_.Write(2, "city");
  Cycle();
  deployment_.WriteAsAnotherWorker();
  Rename("City", "Town");
  Cycle();
  EXPECT_EQ(Guard(), "another-worker");
  deployment_.program().Run("UPDATE _holds SET decision = 'approve'");
  script_.Write(1, "city");
  Cycle();
  Cycle();
  EXPECT_EQ(Guard(), "");
  EXPECT_EQ(Shown("Town"), City(1));
}

TEST_F(RenamedHeaderTest, WhoseValuesChangedAtTheSameTimeStopsItsTable) {
  Rename("City", "Town");
  for (int row = 1; row < 4; ++row) Sheet().Put(Title(), row, ColumnOf("Town"), "another");
  Cycle();
  EXPECT_EQ(Guard(), "header");
}

TEST_F(RenamedHeaderTest, ADeletedColumnIsNotSeenInAnotherOneOfTheSameContent) {
  Sheet().Put(Title(), 0, 6, "Twin");
  for (int row = 1; row < 9; ++row) {
    Sheet().Put(Title(), row, 6, Sheet().Cell(Title(), row, ColumnOf("City")));
  }
  Cycle();
  Sheet().DeleteColumns(Title(), ColumnOf("City"), 1);
  Cycle();
  EXPECT_EQ(Guard(), "header");
}

TEST_F(RenamedHeaderTest, TheKeysHeaderIsNeverGuessed) {
  Rename("Id", "Number");
  Cycle();
  EXPECT_EQ(Guard(), "header");
}

// What a misplaced write covered is put back under the new name.
TEST_F(RenamedHeaderTest, WhatIsToBePutBackFollowsTheName) {
  script_.Write(2, "city");
  const std::string city = City(1);
  bool acted = false;
  deployment_.network().ResetCalls();
  deployment_.network().between = [&] {
    if (deployment_.network().calls() != 2 || std::exchange(acted, true)) return;
    script_.InsertBlankRow(1);
  };
  Cycle();
  deployment_.network().between = nullptr;
  ASSERT_TRUE(acted);
  Rename("City", "Town");
  for (int i = 0; i < 4; ++i) Cycle();
  EXPECT_EQ(Guard(), "");
  EXPECT_EQ(Shown("Town"), city);
  EXPECT_EQ(City(1), city);
}

}  // namespace
}  // namespace sheetkeeper::sim
