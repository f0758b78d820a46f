// More local changes than one cycle takes up (sync/outbox.h).
#include <string>

#include <gtest/gtest.h>

#include "sim/judge.h"
#include "sim/people.h"
#include "sim/scene.h"
#include "sim/spreadsheet.h"

namespace sheetkeeper::sim {
namespace {

constexpr int kRows = 12;

class OutboxTest : public Scene {
 protected:
  OutboxTest() {
    script_.LoadSheet(kRows);
    deployment_.rows_of_a_pass = 3;
    EXPECT_EQ(deployment_.Start(), "");
    Cycle();
  }

  // As the worker does.
  int Drain() {
    constexpr int kTooMany = 60;
    int cycles = 0;
    do {
      Cycle();
    } while (++cycles < kTooMany && (report_.rest || report_.look_again));
    return cycles;
  }
  void WriteEveryRow(const char* column) {
    for (int64_t key = 1; key <= kRows; ++key) script_.Write(key, column);
  }
  void DeleteLocally(int rows) {
    for (int64_t key = 1; key <= rows; ++key) script_.DeleteLocally(key);
  }

  std::string Pending() { return Ask("SELECT count(*) FROM _changes_data"); }
  size_t RowsInSheet() { return Look(deployment_.sheet(), deployment_.tables()[0]).rows.size(); }
  std::string InSheet(int64_t key, const char* header) {
    const Seen seen = Look(deployment_.sheet(), deployment_.tables()[0]);
    return seen.rows.find(key)->second.cells.at(header);
  }
  std::string InDatabase(int64_t key, const std::string& column) {
    return Ask("SELECT " + column + " FROM data WHERE id = " + std::to_string(key));
  }
  // What a person types over whatever stands there.
  void TypeRaw(int64_t key, const char* header, const std::string& text) {
    const Seen seen = Look(deployment_.sheet(), deployment_.tables()[0]);
    deployment_.sheet()
        .At(kSpreadsheet)
        .Type(seen.title, seen.rows.find(key)->second.row, seen.columns.at(header), text);
  }
  void ExpectNothingLost() {
    const People people(deployment_.sheet(), rng_, ledger_, [](const std::string&) {});
    for (const std::string& wrong : JudgeEnd(deployment_, ledger_, people)) ADD_FAILURE() << wrong;
  }
};

TEST_F(OutboxTest, GoesOutInPartsOneAfterAnother) {
  WriteEveryRow("city");
  for (const char* left : {"9", "6", "3"}) {
    const int64_t writes = deployment_.network().writes();
    Cycle();
    EXPECT_EQ(Pending(), left);
    EXPECT_EQ(deployment_.network().writes(), writes + 1);
    EXPECT_TRUE(report_.rest);
  }
  Cycle();
  EXPECT_EQ(Pending(), "0");
  EXPECT_FALSE(report_.rest);
  ExpectNothingLost();
}

TEST_F(OutboxTest, TheOldestChangesGoFirst) {
  for (const int64_t key : {9, 2, 11, 4, 1}) script_.Write(key, "city");
  Cycle();
  EXPECT_EQ(Ask("SELECT row_key FROM _changes_data ORDER BY seq"), "4|1");
}

TEST_F(OutboxTest, ARowThatWaitsIsLeftAloneOnBothSides) {
  WriteEveryRow("city");
  script_.Type(12, "note");
  script_.Type(11, "city");
  const std::string typed = InSheet(12, "Note");
  const std::string other = InSheet(11, "City");
  const std::string written = InDatabase(11, "city");
  Cycle();
  EXPECT_NE(InDatabase(12, "note"), typed);
  EXPECT_EQ(InSheet(11, "City"), other);
  EXPECT_EQ(InDatabase(11, "city"), written);
  Drain();
  EXPECT_EQ(InDatabase(12, "note"), typed);
  EXPECT_EQ(Pending(), "0");
  ExpectNothingLost();
}

TEST_F(OutboxTest, ARowThatWaitsAndGoesFromTheSheetIsNotDeleted) {
  WriteEveryRow("city");
  script_.DeleteInSheet(12);
  Cycle();
  EXPECT_NE(InDatabase(12, "city"), "");
  Drain();
  ExpectNothingLost();
}

TEST_F(OutboxTest, RowsThatAreNewOnBothSidesAreUnitedInParts) {
  for (int64_t key = 20; key < 28; ++key) script_.InsertLocally(key);
  for (int64_t key = 24; key < 32; ++key) script_.InsertInSheet(key);
  EXPECT_EQ(Drain(), 3);
  EXPECT_EQ(Pending(), "0");
  EXPECT_EQ(RowsInSheet(), kRows + 2U + 12U) << "no key stands twice";
  EXPECT_EQ(Ask("SELECT count(*) FROM data"), std::to_string(RowsInSheet()));
  ExpectNothingLost();
}

TEST_F(OutboxTest, KeysThatAreSwappedArriveInParts) {
  Ask("UPDATE data SET id = -id WHERE id BETWEEN 1 AND 8");
  Ask("UPDATE data SET id = 9 + id WHERE id BETWEEN -8 AND -1");
  Drain();
  EXPECT_EQ(Pending(), "0");
  for (int64_t key = 1; key <= 8; ++key) {
    EXPECT_EQ(InSheet(key, "City"), InDatabase(key, "city"));
    EXPECT_EQ(InSheet(key, "Note"), InDatabase(key, "note"));
  }
}

TEST_F(OutboxTest, RowsThatCannotBeSentKeepNoneFromItsTurn) {
  for (int64_t key = 1; key <= 8; ++key) TypeRaw(key, "City", "=1+1");
  Drain();
  for (int64_t key = 1; key <= kRows; ++key) {
    Ask("UPDATE data SET city = 'v" + std::to_string(key) + "' WHERE id = " + std::to_string(key));
  }
  EXPECT_LT(Drain(), 10);
  EXPECT_EQ(Pending(), "8");
  EXPECT_EQ(InSheet(12, "City"), "v12");
  EXPECT_EQ(Ask("SELECT count(*) FROM _rejected_rows"), "8") << "the list is of all of them";
  Ask("UPDATE data SET note = 'n11' WHERE id = 11");
  Drain();
  EXPECT_EQ(InSheet(11, "Note"), "n11");
  EXPECT_EQ(Ask("SELECT count(*) FROM _rejected_rows"), "8");
}

TEST_F(OutboxTest, AMassDeletionIsHeldThoughEachPartIsSmall) {
  DeleteLocally(kRows);
  Ask("DELETE FROM data");
  Cycle();
  EXPECT_EQ(Guard(), "mass-delete-sheet");
  EXPECT_FALSE(report_.rest);
  EXPECT_EQ(RowsInSheet(), kRows + 2U);
}

TEST_F(OutboxTest, AnApprovalHoldsUntilAllPartsAreDone) {
  Ask("DELETE FROM data");
  Cycle();
  Ask("UPDATE _holds SET decision = 'approve'");
  Drain();
  EXPECT_EQ(Guard(), "");
  EXPECT_EQ(RowsInSheet(), 0U);
  EXPECT_EQ(Pending(), "0");
}

TEST_F(OutboxTest, WhatIsTakenBackIsTakenBackToTheLastRow) {
  Ask("DELETE FROM data");
  Cycle();
  Ask("UPDATE _holds SET decision = 'revert'");
  Drain();
  EXPECT_EQ(Guard(), "");
  EXPECT_EQ(RowsInSheet(), kRows + 2U);
  EXPECT_EQ(Ask("SELECT count(*) FROM data"), std::to_string(kRows + 2));
  EXPECT_EQ(Pending(), "0");
}

TEST_F(OutboxTest, WhatIsLeftToTakeBackIsHeldAgainWhereSomethingElseChanged) {
  Ask("DELETE FROM data");
  Cycle();
  Ask("UPDATE _holds SET decision = 'revert'");
  Cycle();
  EXPECT_TRUE(report_.rest);
  Ask("INSERT INTO data (id, city) VALUES (77, 'new')");
  Drain();
  EXPECT_EQ(Guard(), "mass-delete-sheet");
  EXPECT_EQ(RowsInSheet(), kRows + 2U) << "nothing of it is carried out";
  Ask("UPDATE _holds SET decision = 'revert'");
  Drain();
  EXPECT_EQ(Guard(), "");
  EXPECT_EQ(RowsInSheet(), kRows + 3U);
  EXPECT_EQ(Ask("SELECT count(*) FROM data"), std::to_string(kRows + 3));
}

TEST_F(OutboxTest, APassThatLeavesARestIsFollowedByNoStandstill) {
  for (int64_t key = 1; key <= 8; ++key) TypeRaw(key, "City", "=1+1");
  Drain();
  for (int64_t key = 1; key <= 8; ++key) {
    Ask("UPDATE data SET city = 'v' WHERE id = " + std::to_string(key));
  }
  Drain();
  TypeRaw(1, "City", "free");
  TypeRaw(8, "City", "free");
  Drain();
  EXPECT_EQ(Pending(), "6");
}

}  // namespace
}  // namespace sheetkeeper::sim
