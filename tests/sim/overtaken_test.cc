// People who move rows and columns at the very moment of a write, in scenes that a random life
// rarely has.
#include <filesystem>

#include <gtest/gtest.h>

#include "base/log.h"
#include "sim/deployment.h"
#include "sim/script.h"

namespace sheetkeeper::sim {
namespace {

// The requests of a cycle that writes, as they are counted by the network.
constexpr int64_t kSecondLook = 1;
constexpr int64_t kWrite = 2;
// What mends is written without a second look.
constexpr int64_t kMend = 1;

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
  std::string title() { return TitleOf(deployment_.sheet(), deployment_.tables()[0]); }
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

  // The tab ends that many rows below its last row.
  void LeaveBlankRows(int count) {
    const int end = Look(deployment_.sheet(), deployment_.tables()[0]).end;
    constexpr int kAsLoaded = 40;
    deployment_.sheet().At(kSpreadsheet).DeleteRows(title(), end + count, kAsLoaded - end - count);
    Cycle();
  }

  // How often a value stands among the conflicts.
  size_t Kept(const std::string& value) {
    return deployment_.program()
        .Run("SELECT 1 FROM _conflicts WHERE '" + value + "' IN (sheet_value, database_value)")
        .size();
  }
  void Rename(const std::string& header, const std::string& to) {
    auto sheet = deployment_.sheet().At(kSpreadsheet);
    const std::string title = deployment_.tables()[0].title;
    for (int column = 0; column < 5; ++column) {
      if (sheet.Cell(title, 0, column) == emulator::PlainValue(header))
        sheet.Put(title, 0, column, to);
    }
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

// The copy of the database would have it put back, which was done when the copy was made.
TEST_F(OvertakenTest, ARowThatHasComeBackDoesNotComeTwiceWhereAnOlderCopyIsPutBack) {
  script_.DeleteLocally(2);
  EXPECT_TRUE(CycleWith(kWrite, [&] { script_.InsertBlankRow(1); }));
  const std::string copy = testing::TempDir() + "overtaken.copy";
  std::filesystem::remove(copy);
  deployment_.program().Run("VACUUM INTO '" + copy + "'");
  Cycle();
  deployment_.PutBack(copy);
  Cycle();
  deployment_.program().Run("UPDATE _holds SET decision = 'approve'");
  Settle();
  const Seen seen = Look(deployment_.sheet(), deployment_.tables()[0]);
  EXPECT_EQ(seen.rows.count(2), 0U) << "nor does what has taken its place in the evidence";
  EXPECT_EQ(seen.rows.count(1), 1U);
  EXPECT_TRUE(deployment_.program().Run("SELECT 1 FROM _row_restores").empty());
  EXPECT_TRUE(deployment_.program().Run("SELECT 1 FROM _holds").empty());
  EXPECT_TRUE(deployment_.program().Run("SELECT 1 FROM _held_rows").empty());
}

// What is kept of the row is gone with the other's write; its people have to hear of it.
TEST_F(OvertakenTest, ARowThatCannotComeBackAsAnotherWorkerHasWrittenIsNamedInTheLog) {
  script_.DeleteLocally(2);
  EXPECT_TRUE(CycleWith(kWrite, [&] { script_.InsertBlankRow(1); }));
  deployment_.WriteAsAnotherWorker();
  Cycle();
  deployment_.program().Run("UPDATE _holds SET decision = 'approve'");
  std::string log;
  SetLogSink([&](const LogEvent& event) { log += std::string(event.message) + "\n"; });
  Settle();
  SetLogSink({});
  EXPECT_NE(log.find("Row 1 of table data was to be put back"), std::string::npos) << log;
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

TEST_F(OvertakenTest, ARowThatIsPutBackUnderMovedColumnsIsPutBackAgain) {
  for (const NetFault fault : {NetFault::kNone, NetFault::kAnswerLost}) {
    const int64_t gone = fault == NetFault::kNone ? 2 : 4;
    const int64_t taken = gone - 1;
    const std::string city = InSheet(taken, "City");
    script_.DeleteLocally(gone);
    EXPECT_TRUE(CycleWith(kWrite, [&] { script_.InsertBlankRow(1); }));
    network().planned = {kMend, fault};
    CycleWith(kMend, [&] { script_.MoveColumn(0, 4); });
    network().planned.reset();
    EXPECT_EQ(InSheet(taken, "City"), "no such row") << "its key stands elsewhere";
    Settle();
    Cycle();
    EXPECT_EQ(InSheet(taken, "City"), city);
    EXPECT_EQ(InSheet(taken, "Remark"), "remark " + std::to_string(taken));
    EXPECT_EQ(InDatabase(taken, "city"), city);
    EXPECT_TRUE(Look(deployment_.sheet(), deployment_.tables()[0]).strays.empty());
  }
}

// What became of the batch that puts it back is not known when its header has its name again.
TEST_F(OvertakenTest, ARowComesBackThoughAHeaderIsRenamedForAWhile) {
  for (const NetFault fault : {NetFault::kForbidden, NetFault::kAnswerLost, NetFault::kLate}) {
    const int64_t gone = fault == NetFault::kForbidden ? 2 : fault == NetFault::kAnswerLost ? 4 : 5;
    const int64_t taken = gone == 5 ? 3 : gone - 1;
    const std::string city = InSheet(taken, "City");
    const std::string memo = InSheet(taken, "Memo");
    script_.DeleteLocally(gone);
    EXPECT_TRUE(CycleWith(kWrite, [&] { script_.InsertBlankRow(1); }));
    ASSERT_EQ(InSheet(taken, "City"), "no such row");
    Rename("Memo", "Other Memo");
    network().planned = {kWrite, fault};
    network().ResetCalls();
    EXPECT_FALSE(deployment_.RunCycle(&report_));
    network().planned.reset();
    Rename("Other Memo", "Memo");
    Settle();
    Cycle();
    EXPECT_EQ(InSheet(taken, "City"), city);
    EXPECT_EQ(InSheet(taken, "Memo"), memo);
    EXPECT_EQ(InDatabase(taken, "memo"), memo);
    EXPECT_TRUE(Look(deployment_.sheet(), deployment_.tables()[0]).strays.empty());
  }
}

// The row that was inserted under moved columns has gone elsewhere when it is taken away, and
// another one stands in its place.
TEST_F(OvertakenTest, ARowThatIsTakenAwayByMistakeComesBackWhole) {
  const std::string city = InSheet(1, "City");
  script_.InsertLocally(7);
  EXPECT_TRUE(CycleWith(kSecondLook, [&] { script_.MoveColumn(0, 4); }));
  const int row = static_cast<int>(deployment_.sheet().At(kSpreadsheet).Cells(title()).size()) - 1;
  EXPECT_TRUE(CycleWith(
      kMend, [&] { deployment_.sheet().At(kSpreadsheet).MoveRows(title(), 1, 1, row + 1); }));
  Settle();
  Cycle();
  EXPECT_EQ(InSheet(100, "Remark"), "remark 100");
  EXPECT_EQ(InSheet(1, "City"), city);
  EXPECT_EQ(InSheet(7, "City"), InDatabase(7, "city"));
  EXPECT_TRUE(Look(deployment_.sheet(), deployment_.tables()[0]).strays.empty());
}

// Two rows that were inserted under moved columns are taken away where by then all other rows
// stand: an empty sheet is our own doing then.
TEST_F(OvertakenTest, AllRowsThatAreTakenAwayByMistakeComeBack) {
  for (int64_t key = 1; key <= 5; ++key) script_.DeleteInSheet(key);
  deployment_.program().Run("UPDATE _holds SET decision = 'approve'");
  Settle();
  script_.InsertLocally(7);
  script_.InsertLocally(8);
  EXPECT_TRUE(CycleWith(kSecondLook, [&] { script_.MoveColumn(0, 2); }));
  EXPECT_TRUE(CycleWith(kMend, [&] { script_.SortSheet(false); }));
  Settle();
  Cycle();
  EXPECT_EQ(InSheet(100, "Remark"), "remark 100");
  EXPECT_EQ(InSheet(101, "Remark"), "remark 101");
  EXPECT_EQ(InSheet(7, "City"), InDatabase(7, "city"));
  EXPECT_EQ(InSheet(8, "City"), InDatabase(8, "city"));
  EXPECT_TRUE(Look(deployment_.sheet(), deployment_.tables()[0]).strays.empty());
}

TEST_F(OvertakenTest, ASheetThatIsClearedWhileARowIsPutBackIsStillAnEmptyOne) {
  script_.DeleteLocally(2);
  EXPECT_TRUE(CycleWith(kWrite, [&] { script_.InsertBlankRow(1); }));
  ASSERT_EQ(InSheet(1, "City"), "no such row");
  for (const int64_t key : {100, 101, 2, 3, 4, 5}) script_.DeleteInSheet(key);
  Cycle();
  const auto holds = deployment_.program().Run("SELECT guard FROM _holds");
  ASSERT_EQ(holds.size(), 1U);
  EXPECT_EQ(holds[0][0], "empty-sheet");
  EXPECT_NE(InDatabase(3, "city"), "no such row");
}

// It shows what a misplaced write left in it, which the row that comes back shows, too.
TEST_F(OvertakenTest, ARowThatIsTakenAwayByMistakeIsStillRepaired) {
  const std::string note = InSheet(5, "Note");
  script_.InsertLocally(7);
  script_.Write(4, "city");
  EXPECT_TRUE(CycleWith(kWrite, [&] {
    script_.DeleteInSheet(1);
    script_.MoveColumn(0, 4);
  }));
  EXPECT_NE(InSheet(5, "Note"), note) << "it stood where row 4 had stood";
  constexpr int kRowOf5 = 6;
  constexpr int kBelowTheNewRow = 9;
  EXPECT_TRUE(CycleWith(kMend, [&] {
    deployment_.sheet().At(kSpreadsheet).MoveRows(title(), kRowOf5, 1, kBelowTheNewRow);
  }));
  EXPECT_EQ(InSheet(5, "Note"), "no such row") << "it stood where the new row had stood";
  Settle();
  Settle();
  EXPECT_EQ(InSheet(5, "Note"), note);
  EXPECT_EQ(InDatabase(5, "note"), note);
  EXPECT_EQ(InSheet(7, "City"), InDatabase(7, "city"));
  EXPECT_TRUE(Look(deployment_.sheet(), deployment_.tables()[0]).strays.empty());
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

TEST_F(OvertakenTest, ARowThatSomebodyEditsWhileItIsDeletedComesBack) {
  script_.DeleteLocally(2);
  EXPECT_TRUE(CycleWith(kWrite, [&] { script_.Type(2, "note"); }));
  Settle();
  EXPECT_NE(InSheet(2, "Note"), "no such row");
  EXPECT_EQ(InSheet(2, "Note"), InDatabase(2, "note"));
}

TEST_F(OvertakenTest, WhatAMisplacedWriteCoveredIsKeptWhereSomebodyWritesOverIt) {
  const int64_t hit = deployment_.tables()[0].anchors()[1];  // stands just above row 1
  const std::string covered = InSheet(hit, "City");
  script_.Write(1, "city");
  EXPECT_TRUE(CycleWith(kWrite, [&] { script_.InsertBlankRow(1); }));
  EXPECT_EQ(InSheet(hit, "City"), InDatabase(1, "city"));
  script_.Type(hit, "city");
  Settle();
  EXPECT_EQ(InSheet(hit, "City"), InDatabase(hit, "city"));
  EXPECT_EQ(Kept(covered), 1U);
}

TEST_F(OvertakenTest, WhatWasCoveredDoesNotCloseTheConflictAboutWhatStandsThereNow) {
  deployment_.Stop();
  deployment_.memo_policy = ConflictPolicy::kManual;
  EXPECT_EQ(deployment_.Start(), "");
  script_.Write(1, "memo");
  std::string covered;
  EXPECT_TRUE(CycleWith(kWrite, [&] {
    script_.Type(1, "memo");
    covered = InSheet(1, "Memo");
  }));
  script_.Type(1, "memo");
  Cycle();
  EXPECT_EQ(Kept(covered), 1U);
  const auto open = deployment_.program().Run("SELECT id, state FROM _conflicts");
  EXPECT_EQ(deployment_.program().Run("SELECT 1 FROM _conflicts WHERE state = 'open'").size(), 1U);
  Settle();
  EXPECT_EQ(deployment_.program().Run("SELECT id, state FROM _conflicts"), open);
}

TEST_F(OvertakenTest, WhatIsPutBackStandsInTheHistory) {
  const int64_t hit = deployment_.tables()[0].anchors()[1];
  const std::string covered = InSheet(hit, "City");
  for (const NetFault fault : {NetFault::kNone, NetFault::kAnswerLost}) {
    script_.Write(1, "city");
    const std::string written = InDatabase(1, "city");
    EXPECT_TRUE(CycleWith(kWrite, [&] { script_.InsertBlankRow(1); }));
    network().planned = {kMend, fault};
    network().ResetCalls();
    deployment_.RunCycle();
    network().planned.reset();
    Settle();
    EXPECT_EQ(InSheet(hit, "City"), covered);
    const auto lines = deployment_.program().Run(
        "SELECT old_value, new_value, side FROM _history WHERE action = 'repair' AND row_key = " +
        std::to_string(hit) + " AND column_name = 'city' ORDER BY line DESC");
    ASSERT_FALSE(lines.empty());
    EXPECT_EQ(lines[0], (Sql::Texts{written, covered, "sheet"}));
  }
}

TEST_F(OvertakenTest, WhatIsToBePutBackIsNotForgottenWhileTheTableIsHeld) {
  const int64_t hit = deployment_.tables()[0].anchors()[1];
  const std::string covered = InSheet(hit, "City");
  script_.Write(1, "city");
  EXPECT_TRUE(CycleWith(kWrite, [&] { script_.InsertBlankRow(1); }));
  Rename("Memo", "Something");
  Cycle();
  Rename("Something", "Memo");
  Settle();
  EXPECT_EQ(InSheet(hit, "City"), covered);
  EXPECT_EQ(InDatabase(hit, "city"), covered);
}

// A place that is outside the tab by now is refused like a cell that must not be written.
TEST_F(OvertakenTest, ARefusalCountsOnlyWhereNoRowHasGone) {
  LeaveBlankRows(0);
  script_.Write(4, "city");
  script_.Write(5, "city");
  CycleWith(kWrite, [&] { script_.DeleteInSheet(3); });
  EXPECT_TRUE(report_.look_again);
  EXPECT_EQ(report_.tables[0].rejected, 0);
  Settle();
  EXPECT_EQ(InSheet(5, "City"), InDatabase(5, "city"));
}

TEST_F(OvertakenTest, WhatIsToBePutBackOutsideTheTabIsNotGivenUp) {
  LeaveBlankRows(1);
  script_.Write(4, "city");
  script_.Write(5, "city");
  EXPECT_TRUE(CycleWith(kWrite, [&] { script_.DeleteInSheet(3); }));
  EXPECT_FALSE(Look(deployment_.sheet(), deployment_.tables()[0]).strays.empty());
  CycleWith(kMend, [&] { script_.DeleteInSheet(2); });
  Settle();
  EXPECT_TRUE(Look(deployment_.sheet(), deployment_.tables()[0]).strays.empty());
  EXPECT_EQ(InSheet(5, "City"), InDatabase(5, "city"));
}

TEST_F(OvertakenTest, AWriteThatIsLateDoesNotLandAfterTheClockHasJumped) {
  for (const auto& [key, hours] : {std::pair(7, -27), std::pair(8, 48), std::pair(9, 49)}) {
    script_.InsertLocally(key);
    network().planned = {1, NetFault::kLate};
    network().ResetCalls();
    EXPECT_FALSE(deployment_.RunCycle(&report_));
    network().planned.reset();
    network().ResetCalls();  // it is late by some calls from here on
    Cycle();
    EXPECT_NE(InSheet(key, "City"), "no such row");
    deployment_.clock().SetWall(deployment_.clock().Wall() + std::chrono::hours(hours));
    script_.Write(1, "city");
    network().ResetCalls();
    Cycle();
    network().DeliverLate();
    Settle();
    EXPECT_EQ(Look(deployment_.sheet(), deployment_.tables()[0]).rows.count(key), 1U) << hours;
  }
}

// Whether Google ever answers so is not known.
TEST_F(OvertakenTest, AReadFromBeforeTheLastWriteIsNotBelieved) {
  script_.Write(1, "city");
  Cycle();
  Cycle();
  for (int i = 0; i < 2; ++i) {
    const std::string before = InDatabase(1, "city");
    script_.Write(1, "city");
    const std::string written = InDatabase(1, "city");
    Cycle();
    network().planned = {0, NetFault::kStale};
    network().ResetCalls();
    EXPECT_FALSE(deployment_.RunCycle(&report_));
    network().planned.reset();
    EXPECT_EQ(InDatabase(1, "city"), written);
    EXPECT_TRUE(deployment_.program().Run("SELECT 1 FROM _holds").empty());
    EXPECT_TRUE(deployment_.program().Run("SELECT 1 FROM _conflicts").empty());
    Settle();
    EXPECT_EQ(InSheet(1, "City"), written);
    EXPECT_NE(written, before);
  }
}

TEST_F(OvertakenTest, AWriteThatIsLateAndNotWantedAnyMoreNeverLands) {
  constexpr int64_t kWriteOfANewRow = 1;
  script_.InsertLocally(9);
  network().planned = {kWriteOfANewRow, NetFault::kLate};
  network().ResetCalls();
  EXPECT_FALSE(deployment_.RunCycle(&report_));
  network().planned.reset();
  script_.DeleteLocally(9);
  Cycle();
  network().DeliverLate();
  Settle();
  EXPECT_EQ(InSheet(9, "City"), "no such row");
  EXPECT_EQ(report_.tables[0].hold, "");
}

// The first write of a database makes the evidence sheet; it lands while its outcome is asked for,
// and the tabs are told as they were before.
TEST_F(OvertakenTest, EvidenceIsReadThoughItsTabIsNotToldYet) {
  constexpr int64_t kWriteOfANewRow = 1;
  constexpr int64_t kTokenAsked = 2;
  constexpr int64_t kTabsAskedAgain = 3;
  script_.InsertLocally(7);
  network().planned = {kWriteOfANewRow, NetFault::kLate};
  network().ResetCalls();
  EXPECT_FALSE(deployment_.RunCycle(&report_));
  script_.InsertColumn(2);
  network().planned = {kTabsAskedAgain, NetFault::kStale};
  CycleWith(kTokenAsked, [&] {
    script_.InsertColumn(2);
    network().DeliverLate();
  });
  network().planned.reset();
  Settle();
  EXPECT_TRUE(Look(deployment_.sheet(), deployment_.tables()[0]).strays.empty());
  EXPECT_EQ(InSheet(7, "City"), InDatabase(7, "city"));
}

TEST_F(OvertakenTest, SomebodyWhoClearsTheEvidenceDoesNotStopTheWorker) {
  script_.Write(1, "city");
  Cycle();
  script_.Write(1, "city");
  network().planned = {kWrite, NetFault::kAnswerLost};
  network().ResetCalls();
  EXPECT_FALSE(deployment_.RunCycle(&report_));
  network().planned.reset();
  deployment_.sheet().At(kSpreadsheet).Put("_sheetkeeper", 0, 0, "");
  Settle();
  EXPECT_EQ(InSheet(1, "City"), InDatabase(1, "city"));
}

// It lands elsewhere, between two requests of the next cycle.
TEST_F(OvertakenTest, AMisplacedWriteThatIsLateIsNeverTakenForAPersons) {
  const int64_t hit = deployment_.tables()[0].anchors()[1];
  const std::string covered = InSheet(hit, "City");
  script_.Write(2, "city");
  Cycle();
  script_.Write(1, "city");
  network().planned = {kWrite, NetFault::kLate};
  network().ResetCalls();
  EXPECT_FALSE(deployment_.RunCycle(&report_));
  network().planned.reset();
  script_.InsertBlankRow(1);
  CycleWith(1, [&] { network().DeliverLate(); });
  EXPECT_EQ(InDatabase(hit, "city"), covered);
  Settle();
  EXPECT_EQ(InDatabase(hit, "city"), covered);
  EXPECT_EQ(InSheet(hit, "City"), covered);
}

// A crash shows what a reader could have seen at that moment.
TEST_F(OvertakenTest, APullThatIsCutAnywhereIsThereWholeOrNotAtAll) {
  int64_t calls = 0;
  for (int64_t cut = 0; cut <= calls; ++cut) {
    const std::string before = InDatabase(1, "city");
    script_.Type(1, "city");
    script_.Type(2, "city");
    deployment_.store_calls = 0;
    deployment_.planned_store_fault = {cut, true, false};
    deployment_.RunCycle();
    calls = std::max(calls, deployment_.store_calls);
    deployment_.planned_store_fault.reset();
    EXPECT_EQ(InDatabase(1, "city") == InSheet(1, "City"),
              InDatabase(2, "city") == InSheet(2, "City"))
        << "cut at call " << cut;
    Cycle();
    EXPECT_NE(InDatabase(1, "city"), before);
  }
  EXPECT_GE(calls, 3);
}

}  // namespace
}  // namespace sheetkeeper::sim
