#include "sync/decide.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "merge/explain.h"
#include "store/store_fixture.h"
#include "sync/observe.h"

namespace sheetkeeper {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

using SheetRow = std::vector<Cell>;

Cell Words(const char* text) {
  return Cell(std::string(text));
}

SheetRow InSheet(double id, const char* name, double wage) {
  return {Cell(id), Words(name), Cell(wage)};
}

// Three rows that both sides agreed on.
class DecideTest : public StoreTest {
 protected:
  DecideTest() {
    binding_.schema = RatesSchema();
    binding_.sheet_title = "Rates";
    Open();
    user().Run("INSERT INTO rates VALUES (1, 'a', 1.5), (2, 'b', 2.5), (3, 'c', 3.5)");
    Agree({{I(1), T("a"), R(1.5)}, {I(2), T("b"), R(2.5)}, {I(3), T("c"), R(3.5)}});
  }

  // What is decided where the sheet has these rows under its header, as lines for people.
  std::vector<std::string> Decided(const std::vector<SheetRow>& rows) {
    std::vector<TableState> tables(1);
    TableState& table = tables.front();
    table.binding = &binding_;
    table.part = part_;
    Take(ObserveDatabase(tables, *store));
    const std::set<std::string> no_headers;
    SheetScan scan(binding_, table.base, table.baseless, {}, no_headers,
                   [](const RowKey&) { return std::optional<Row>(); });
    scan.OnRange("Rates!A1:C9");
    scan.OnRow(0, SheetRow{Words("Id"), Words("Name"), Words("Wage")});
    for (size_t i = 0; i < rows.size(); ++i) scan.OnRow(static_cast<int>(i) + 1, rows[i]);
    table.view = scan.Finish();
    user().Run(meanwhile_);
    Take(Decide(table, *store, being_restored_, held_before_,
                [](const StoredRow&) { return std::optional<std::string>(); }));
    hold_ = table.hold;
    settled_ = table.settled.size();
    std::vector<RowPlan> plans;
    for (const PlannedRow& row : table.rows) plans.push_back(row.plan);
    return Explain(plans, table.schema());
  }

  // Changes the database past its triggers.
  void GoPastTriggers(const std::string& sql) {
    user().Run("UPDATE _capture SET paused = 1; " + sql + "; UPDATE _capture SET paused = 0");
    Take(store->Scrub("rates"));
  }

  TableBinding binding_;
  OutboxPart part_;
  std::string meanwhile_;  // what a program does between the looks at both sides and the decision
  size_t settled_ = 0;
  std::set<RowKey> being_restored_;
  std::optional<Hold> held_before_;
  std::optional<Hold> hold_;
};

TEST_F(DecideTest, ARowThatIsGoneFromTheSheetGoesFromTheDatabase) {
  EXPECT_THAT(Decided({InSheet(1, "a", 1.5), InSheet(2, "b", 2.5)}),
              ElementsAre("rates 3: database <- delete row: Id 3, Name 'c', Wage 3.5 "
                          "(deleted in the sheet)"));
}

TEST_F(DecideTest, ARowThatIsBeingPutBackIsNotDeleted) {
  being_restored_.insert(I(3));
  EXPECT_THAT(Decided({InSheet(1, "a", 1.5), InSheet(2, "b", 2.5)}), IsEmpty());
}

TEST_F(DecideTest, ARowThatMayStandUnderAnUnusableKeyIsNotDeleted) {
  EXPECT_THAT(Decided({InSheet(1, "a", 1.5), InSheet(2, "b", 2.5), {Words("three"), Words("c")}}),
              IsEmpty());
}

TEST_F(DecideTest, AnEditPastTheTriggersMeetsAnEditOfAnotherCell) {
  GoPastTriggers("UPDATE rates SET name = 'z' WHERE id = 3");
  EXPECT_THAT(Decided({InSheet(1, "a", 1.5), InSheet(2, "b", 2.5), InSheet(3, "c", 4)}),
              ElementsAre("rates 3: sheet <- Name 'c' -> 'z' (changed on both sides)",
                          "rates 3: database <- Wage 3.5 -> 4 (changed on both sides)"));
}

TEST_F(DecideTest, AnEditPastTheTriggersOfACellThatTheSheetChangedIsAConflict) {
  GoPastTriggers("UPDATE rates SET name = 'z' WHERE id = 3");
  EXPECT_THAT(Decided({InSheet(1, "a", 1.5), InSheet(2, "b", 2.5), InSheet(3, "y", 3.5)}),
              ElementsAre("rates 3: database <- Name 'z' -> 'y' (new on both sides)",
                          "rates 3: conflict in Name: sheet 'y', database 'z'; the sheet wins "
                          "(new on both sides, with different values)"));
}

TEST_F(DecideTest, WhatIsNewOnBothSidesIsUnited) {
  user().Run("INSERT INTO rates VALUES (4, 'd', 4.5)");
  EXPECT_THAT(Decided({InSheet(1, "a", 1.5),
                       InSheet(2, "b", 2.5),
                       InSheet(3, "c", 3.5),
                       {Cell(4.0), Cell(Empty{}), Cell(4.5)}}),
              ElementsAre("rates 4: sheet <- Name (empty) -> 'd' (new on both sides)"));
}

TEST_F(DecideTest, RowsThatCameAndWentInTheDatabaseCountForTheGuards) {
  binding_.limits.change_percent_from = 1;
  binding_.limits.max_change_percent = 10;
  user().Run("INSERT INTO rates VALUES (4, 'd', 4.5), (5, 'e', 5.5), (6, 'f', 6.5)");
  user().Run("DELETE FROM rates WHERE id IN (3, 4); UPDATE rates SET wage = 9 WHERE id = 2");
  Decided({InSheet(1, "z", 1.5), InSheet(2, "b", 2.5), InSheet(3, "c", 3.5)});
  ASSERT_TRUE(hold_.has_value());
  EXPECT_THAT(hold_->reason, testing::HasSubstr("1 of 4 rows of the database would be changed"));
}

// One row changes in the sheet alone, one on both sides, one in the database, one is new on both.
TEST_F(DecideTest, OnlyAPartOfTheLocalChangesIsTakenUp) {
  user().Run("UPDATE rates SET name = 'x' WHERE id > 1; INSERT INTO rates VALUES (4, 'd', 4.5)");
  const std::vector<SheetRow> rows = {InSheet(1, "z", 1.5),
                                      InSheet(2, "b", 2.5),
                                      InSheet(3, "c", 9.5),
                                      {Cell(4.0), Cell(Empty{}), Cell(4.5)}};
  const std::string from_sheet = "rates 1: database <- Name 'a' -> 'z' (changed in the sheet)";
  part_ = OutboxPart(0, 1);
  EXPECT_THAT(
      Decided(rows),
      ElementsAre(from_sheet, "rates 2: sheet <- Name 'b' -> 'x' (changed in the database)"));
  part_ = OutboxPart(0, 2);
  EXPECT_EQ(Decided(rows).size(), 4U);
  part_ = OutboxPart(0, 3);
  EXPECT_EQ(Decided(rows).size(), 5U);
}

TEST_F(DecideTest, ADecisionThatIsMootIsSettledUnlessTheRowWasEditedMeanwhile) {
  const auto transaction = Begin();
  Take(transaction->AddConflict(
      "rates", {I(2), 1, T("a"), T("b"), T("x"), Winner::kNobody, "both sides changed it"}));
  Take(transaction->Commit());
  user().Run("UPDATE _conflicts SET decision = 'theirs'");
  const std::vector<SheetRow> rows = {InSheet(1, "a", 1.5), InSheet(2, "b", 2.5),
                                      InSheet(3, "c", 3.5)};
  EXPECT_THAT(Decided(rows), IsEmpty());
  EXPECT_EQ(settled_, 1U);
  meanwhile_ = "UPDATE rates SET name = 'new' WHERE id = 2";
  EXPECT_THAT(Decided(rows), IsEmpty());
  EXPECT_EQ(settled_, 0U) << "it would count as agreed, and never be sent";
}

TEST_F(DecideTest, ADecisionAboutARowThatIsNowhereAnyMoreIsSettled) {
  const auto transaction = Begin();
  Take(transaction->AddConflict(
      "rates", {I(9), 1, T("a"), T("b"), T("x"), Winner::kNobody, "both sides changed it"}));
  Take(transaction->Commit());
  user().Run("UPDATE _conflicts SET decision = 'theirs'");
  const std::vector<SheetRow> rows = {InSheet(1, "a", 1.5), InSheet(2, "b", 2.5),
                                      InSheet(3, "c", 3.5)};
  Decided(rows);
  EXPECT_EQ(settled_, 1U);
  std::vector<SheetRow> with_a_new_one = rows;
  with_a_new_one.push_back(InSheet(9, "b", 9.5));
  Decided(with_a_new_one);
  EXPECT_EQ(settled_, 0U) << "the row is just coming";
}

TEST_F(DecideTest, WhatIsNewOnBothSidesSinceTheReadWaits) {
  meanwhile_ = "INSERT INTO rates VALUES (4, 'd', 4.5)";
  EXPECT_THAT(Decided({InSheet(1, "a", 1.5), InSheet(2, "b", 2.5), InSheet(3, "c", 3.5),
                       InSheet(4, "e", 4.5)}),
              IsEmpty());
}

TEST_F(DecideTest, AHeldTableHasNoPlan) {
  EXPECT_THAT(Decided({}), IsEmpty());
  ASSERT_TRUE(hold_.has_value());
  EXPECT_EQ(hold_->guard, "empty-sheet");
}

TEST_F(DecideTest, AnApprovalIsOfThePlanThatAPersonSaw) {
  Decided({});
  held_before_ = hold_;
  held_before_->decision = HoldDecision::kApprove;
  EXPECT_EQ(Decided({}).size(), 3U);
  user().Run("INSERT INTO rates VALUES (4, 'd', 4.5)");
  EXPECT_THAT(Decided({}), IsEmpty());
  EXPECT_TRUE(hold_.has_value());
}

}  // namespace
}  // namespace sheetkeeper
