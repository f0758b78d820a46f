#include "store/conflict_decision.h"

#include <gtest/gtest.h>

#include "store_fixture.h"

namespace sheetkeeper {
namespace {

using Kind = ConflictChoice::Kind;
using Effect = ConflictDecision::Effect;

// Row 1 was agreed on as (Ann, 15). The sheet has made the wage 16, the database 17.
class ConflictDecisionTest : public StoreTest {
 protected:
  ConflictDecisionTest() {
    Open();
    user().Run("INSERT INTO rates VALUES (1, 'Ann', 15)");
    Agree({{I(1), T("Ann"), R(15)}});
    user().Run("UPDATE rates SET wage = 17");
    Add(Open(16, 17));
  }

  static Conflict Open(double remote, double local) {
    return {I(1), 2, R(15), R(remote), R(local), Winner::kNobody, "changed on both sides"};
  }
  void Add(const Conflict& conflict) {
    const auto transaction = Begin();
    Take(transaction->AddConflict("rates", conflict));
    Take(transaction->Commit());
  }
  using StoreTest::Open;

  Result<ConflictDecision> TryDecide(int64_t id, Kind kind, Value value = {}, bool apply = true) {
    auto decider = ConflictDecider::Open(path, {RatesSchema()}, clock);
    if (!decider) return Fail(decider.error());
    return decider->Decide(id, {kind, std::move(value)}, apply);
  }
  ConflictDecision Decide(int64_t id, Kind kind, Value value = {}, bool apply = true) {
    return Take(TryDecide(id, kind, std::move(value), apply));
  }
  std::string Refusal(int64_t id, Kind kind, Value value = {}) {
    const auto decision = TryDecide(id, kind, std::move(value));
    return decision ? "" : decision.error().message;
  }
  // "wage 16 or 17: database"
  std::string Resolutions() {
    std::string text;
    for (const Resolution& it : Take(store->Resolutions("rates"))) {
      text += RatesSchema().columns[it.column].name + " " + ToText(it.remote) + " or " +
              ToText(it.local) + ": " + std::string(Name(it.winner));
    }
    return text;
  }
  std::string Wage() { return user().Run("SELECT wage FROM rates"); }
  std::string Kept() {
    return user().Run(
        "SELECT sheet_value, database_value, winner, state, decision FROM _conflicts ORDER BY id");
  }
};

TEST_F(ConflictDecisionTest, MineAndTheirsWriteNothingNow) {
  EXPECT_EQ(Decide(1, Kind::kMine).effect, Effect::kNextSync);
  EXPECT_EQ(Resolutions(), "wage 16 or 17: database");
  EXPECT_EQ(Wage(), "17.0");
}

TEST_F(ConflictDecisionTest, TheirsIsForTheMergeToCarryOut) {
  EXPECT_EQ(Decide(1, Kind::kTheirs).effect, Effect::kNextSync);
  EXPECT_EQ(Resolutions(), "wage 16 or 17: sheet");
  EXPECT_EQ(Wage(), "17.0");
}

TEST_F(ConflictDecisionTest, BaseAndAValueStandInTheDatabaseAtOnce) {
  EXPECT_EQ(Decide(1, Kind::kBase).effect, Effect::kEdit);
  EXPECT_EQ(Resolutions(), "wage 16 or 15: database");
  EXPECT_EQ(Wage(), "15.0");
}

TEST_F(ConflictDecisionTest, AValueIsReadAsTheSheetWouldShowIt) {
  EXPECT_EQ(Decide(1, Kind::kValue, T("18.5")).effect, Effect::kEdit);
  EXPECT_EQ(Resolutions(), "wage 16 or 18.5: database");
  EXPECT_EQ(Wage(), "18.5");
}

TEST_F(ConflictDecisionTest, AValueThatDoesNotFitIsRefused) {
  EXPECT_NE(Refusal(1, Kind::kValue, T("much")).find("'much' is not a number"), std::string::npos);
  EXPECT_EQ(Wage(), "17.0");
  EXPECT_EQ(Resolutions(), "");
}

TEST_F(ConflictDecisionTest, ADryRunWritesNothing) {
  EXPECT_EQ(Decide(1, Kind::kBase, {}, false).effect, Effect::kEdit);
  EXPECT_EQ(Wage(), "17.0");
  EXPECT_EQ(Resolutions(), "");
}

TEST_F(ConflictDecisionTest, ADecisionIsNotMadeTwice) {
  Decide(1, Kind::kMine);
  EXPECT_NE(Refusal(1, Kind::kTheirs).find("decided already (mine)"), std::string::npos);
  EXPECT_EQ(Resolutions(), "wage 16 or 17: database");
}

TEST_F(ConflictDecisionTest, AnEditThatTheDecisionHasNotSeenIsNotWrittenOver) {
  user().Run("UPDATE rates SET wage = 20");
  EXPECT_NE(Refusal(1, Kind::kBase).find("was changed since"), std::string::npos);
  EXPECT_EQ(Wage(), "20.0");
}

TEST_F(ConflictDecisionTest, TheRecordOfTheWriteEndsTheConflictAndKeepsBothValues) {
  Decide(1, Kind::kBase);
  Conflict done = Open(16, 15);
  done.winner = Winner::kDatabase;
  Add(done);
  EXPECT_EQ(Kept(), "16.0|17.0|nobody|decided|base");
  EXPECT_EQ(Resolutions(), "");
}

TEST_F(ConflictDecisionTest, TheOtherSidesWriteIsNotTheDecision) {
  Decide(1, Kind::kTheirs);
  Conflict other = Open(16, 17);
  other.winner = Winner::kDatabase;
  Add(other);
  EXPECT_EQ(Kept(), "16.0|17.0|nobody|replaced|theirs;16.0|17.0|database|decided|");
}

TEST_F(ConflictDecisionTest, WithNewValuesTheConflictIsOpenAgain) {
  Decide(1, Kind::kMine);
  Add(Open(19, 17));
  EXPECT_EQ(Resolutions(), "");
  EXPECT_EQ(Kept(), "16.0|17.0|nobody|replaced|mine;19.0|17.0|nobody|open|");
  EXPECT_NE(Refusal(1, Kind::kMine).find("a later one took its place"), std::string::npos);
}

TEST_F(ConflictDecisionTest, TheLoserOfADecidedConflictComesBackAsAnEdit) {
  Conflict decided = Open(16, 17);
  decided.winner = Winner::kSheet;
  Add(decided);
  EXPECT_NE(Refusal(2, Kind::kMine).find("it is '17', not '16'"), std::string::npos);
  user().Run("UPDATE rates SET wage = 16");
  EXPECT_EQ(Decide(2, Kind::kTheirs).effect, Effect::kNone);
  EXPECT_EQ(Decide(2, Kind::kMine).effect, Effect::kEdit);
  EXPECT_EQ(Wage(), "17.0");
  EXPECT_EQ(Resolutions(), "");
  EXPECT_EQ(LocalChanges("rates").size(), 1U) << "the next cycle pushes it";
}

TEST_F(ConflictDecisionTest, TheSideThatDeletedARowHasItsWayByADeletion) {
  Add({I(1), -1, std::nullopt, Null{}, Null{}, Winner::kDatabase, "deleted in the sheet"});
  EXPECT_NE(Refusal(2, Kind::kBase).find("decide with mine or theirs"), std::string::npos);
  EXPECT_EQ(Decide(2, Kind::kMine).effect, Effect::kNone);
  EXPECT_EQ(Decide(2, Kind::kTheirs).effect, Effect::kDelete);
  EXPECT_EQ(user().Run("SELECT count(*) FROM rates"), "0");
}

TEST_F(ConflictDecisionTest, WhatWasNewOnBothSidesHasNoBase) {
  Add({I(1), 1, std::nullopt, T("Anne"), T("Ann"), Winner::kNobody, "new on both sides"});
  EXPECT_NE(Refusal(2, Kind::kBase).find("there was nothing before"), std::string::npos);
}

TEST_F(ConflictDecisionTest, ADatabaseOfAnOlderFormatIsForTheWorkerToBringUpToDate) {
  store.reset();
  for (const char* column : {"decision", "decided_value", "decided_at"}) {
    user().Run(std::string("ALTER TABLE _conflicts DROP COLUMN ") + column);
  }
  EXPECT_NE(Refusal(1, Kind::kMine).find("start this one's worker once"), std::string::npos);
}

TEST_F(ConflictDecisionTest, ADecisionStandsWhereTheTableBeginsAnew) {
  Add({I(1), 1, T("An"), T("Anne"), T("Ann"), Winner::kNobody, "changed on both sides"});
  Decide(1, Kind::kMine);
  TableSchema other = RatesSchema();
  std::swap(other.columns[1], other.columns[2]);
  Open({other});
  EXPECT_EQ(Kept(), "16.0|17.0|nobody|open|mine;Anne|Ann|nobody|replaced|");
  EXPECT_EQ(Take(store->Resolutions("rates")).at(0).column, 1U);
  other.columns.erase(other.columns.begin() + 1);
  Open({other});
  EXPECT_TRUE(Take(store->Resolutions("rates")).empty());
  EXPECT_EQ(Kept(), "16.0|17.0|nobody|replaced|mine;Anne|Ann|nobody|replaced|");
}

TEST_F(ConflictDecisionTest, AWrongPathMakesNoDatabase) {
  const std::string elsewhere = folder + "/elsewhere.db";
  const auto decider = ConflictDecider::Open(elsewhere, {RatesSchema()}, clock);
  ASSERT_FALSE(decider.has_value());
  EXPECT_EQ(decider.error().kind, ErrorKind::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(elsewhere));
}

}  // namespace
}  // namespace sheetkeeper
