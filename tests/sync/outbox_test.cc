#include "sync/outbox.h"

#include <list>

#include <gtest/gtest.h>

#include "sync/table_state.h"

namespace sheetkeeper {
namespace {

// Which of the entries 1 to `last` get a place.
std::string Taken(OutboxPart& part, int64_t last) {
  std::string taken;
  for (int64_t seq = 1; seq <= last; ++seq) {
    const bool has_place = part.Take(seq);
    if (has_place) taken += std::to_string(seq) + " ";
  }
  for (int64_t seq = 1; seq <= last; ++seq) {
    const bool has_place = taken.find(std::to_string(seq) + " ") != std::string::npos;
    EXPECT_EQ(part.Has(seq), has_place) << seq;
  }
  return taken;
}

TEST(OutboxPartTest, GoesOnWhereTheOneBeforeEnded) {
  OutboxPart first(0, 3);
  EXPECT_EQ(Taken(first, 7), "1 2 3 ");
  EXPECT_TRUE(first.rest());
  OutboxPart second(first.next(7), 3);
  EXPECT_EQ(Taken(second, 7), "4 5 6 ");
  EXPECT_TRUE(second.rest());
  OutboxPart last(second.next(7), 3);
  EXPECT_EQ(Taken(last, 7), "7 ");
  EXPECT_FALSE(last.rest());
  EXPECT_EQ(last.next(7), 7);
}

TEST(OutboxPartTest, EndsWithTheLastRowThatFits) {
  OutboxPart part(0, 3);
  EXPECT_EQ(Taken(part, 3), "1 2 3 ");
  EXPECT_FALSE(part.rest());
  EXPECT_EQ(part.next(3), 3);
}

TEST(OutboxPartTest, IsWholeOnlyWhereItBeganWithTheFirstAndLeftNone) {
  OutboxPart all(0, 3);
  EXPECT_EQ(Taken(all, 3), "1 2 3 ");
  EXPECT_TRUE(all.whole());
  OutboxPart first(0, 3);
  EXPECT_EQ(Taken(first, 4), "1 2 3 ");
  EXPECT_FALSE(first.whole());
  OutboxPart last(3, 3);
  EXPECT_EQ(Taken(last, 4), "4 ");
  EXPECT_FALSE(last.whole()) << "the first three may have changed since";
}

TEST(OutboxPartTest, ARowWithoutAnEntryNeedsNoPlace) {
  OutboxPart part(5, 1);
  EXPECT_TRUE(part.Take(0));
  EXPECT_TRUE(part.Has(0));
  EXPECT_TRUE(part.Take(6));
  EXPECT_FALSE(part.Take(7));
  EXPECT_TRUE(part.Has(0));
}

class OutboxDivisionTest : public testing::Test {
 protected:
  // How many places each of the tables gets that have so many pending rows.
  std::vector<int> Places(const std::vector<int>& pending, size_t rows, size_t columns = 2) {
    binding_.schema.columns.resize(columns);
    std::vector<TableState> tables(pending.size());
    for (size_t i = 0; i < tables.size(); ++i) {
      tables[i].binding = &binding_;
      for (int n = 1; n <= pending[i]; ++n) tables[i].pending.Add(static_cast<uint64_t>(n));
    }
    Outbox(rows).Divide(tables);
    std::vector<int> places;
    for (TableState& table : tables) {
      int taken = 0;
      for (int64_t seq = 1; seq <= 10'000; ++seq) taken += table.part.Take(seq) ? 1 : 0;
      places.push_back(taken);
    }
    return places;
  }

  TableBinding binding_;
};

TEST_F(OutboxDivisionTest, AFewChangesLeaveTheRestOfTheRoomToMany) {
  EXPECT_EQ(Places({900, 10}, 100), (std::vector<int>{90, 50}));
  EXPECT_EQ(Places({900, 900}, 100), (std::vector<int>{50, 50}));
  EXPECT_EQ(Places({900}, 100), (std::vector<int>{100}));
}

TEST_F(OutboxDivisionTest, EachTableHasAPlace) {
  EXPECT_EQ(Places({9, 9, 9}, 2), (std::vector<int>{1, 1, 1}));
}

TEST_F(OutboxDivisionTest, WideRowsTakeMoreRoom) {
  EXPECT_EQ(Places({9000}, 5000, 20), (std::vector<int>{5000}));
  EXPECT_EQ(Places({9000}, 5000, 100), (std::vector<int>{1000}));
}

// Tables with open conflicts, say: each entry is there again in every pass.
class OutboxPassTest : public testing::Test {
 protected:
  OutboxPassTest() { binding_.schema.columns.resize(2); }

  void AddTable(const std::string& name, int64_t entries) {
    TableBinding& binding = bindings_.emplace_back(binding_);
    binding.schema.name = name;
    TableState& table = tables_.emplace_back();
    table.binding = &binding;
    table.last_change = entries;
    for (int64_t n = 1; n <= entries; ++n) table.pending.Add(static_cast<uint64_t>(n));
  }
  // What it takes up of each table; "| " between them.
  std::string Pass() {
    outbox_.Divide(tables_);
    std::string taken;
    for (TableState& table : tables_) {
      taken += (&table == tables_.data() ? "" : "| ") + Taken(table.part, table.last_change);
    }
    rest_ = AnyRest(tables_);
    outbox_.Advance(tables_, false);
    return taken;
  }

  TableBinding binding_;
  std::list<TableBinding> bindings_;
  std::vector<TableState> tables_;
  Outbox outbox_{3};
  bool rest_ = false;  // after the last pass
};

TEST_F(OutboxPassTest, AHeldTableBeginsAnew) {
  AddTable("a", 12);
  AddTable("b", 60);
  EXPECT_EQ(Pass(), "1 | 1 2 ");
  EXPECT_EQ(Pass(), "2 | 3 4 ");
  tables_[0].hold = HoldOf(tables_[0], "mass-change", "too many");
  Pass();
  tables_[0].hold.reset();
  EXPECT_EQ(Pass(), "1 | 7 8 ");
}

TEST_F(OutboxPassTest, TablesDoNotBeginAnewInTurns) {
  AddTable("a", 2);
  AddTable("b", 5);
  EXPECT_EQ(Pass(), "1 | 1 2 ");
  EXPECT_EQ(Pass(), "2 | 3 4 ");
  EXPECT_TRUE(rest_);
  EXPECT_EQ(Pass(), "| 5 ") << "a waits for b";
  EXPECT_FALSE(rest_);
  EXPECT_EQ(Pass(), "1 | 1 2 ") << "both begin anew";
}

TEST_F(OutboxPassTest, WhatIsNewInATableThatWaitsIsTakenUp) {
  AddTable("a", 1);
  AddTable("b", 5);
  Pass();
  tables_[0].last_change = 2;
  EXPECT_EQ(Pass(), "2 | 3 4 ");
}

}  // namespace
}  // namespace sheetkeeper
