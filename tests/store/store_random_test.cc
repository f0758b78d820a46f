// Random programs and random commits against a reference of a few lines: after every step the local
// changes are exactly the rows that differ from the base, with the base's values.
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "base/rng.h"
#include "store_fixture.h"

namespace sheetkeeper {
namespace {

using Rows = std::map<int64_t, Row>;

class StoreRandomTest : public StoreTest {
 protected:
  // Small alphabets, so that everything collides.
  int64_t Id() { return rng_.Between(1, 4); }
  Value Name() {
    const std::string names = "abc";
    return rng_.Percent(10) ? Value() : T(names.substr(rng_.Below(3), 1));
  }
  Value Wage() { return R(static_cast<double>(rng_.Between(1, 3))); }
  static std::string Sql(const Value& value) {
    if (IsNull(value)) return "NULL";
    return std::holds_alternative<std::string>(value) ? "'" + ToText(value) + "'" : ToText(value);
  }

  std::string UserStatement() {
    const std::string id = std::to_string(Id());
    const std::string values = "(" + id + ", " + Sql(Name()) + ", " + Sql(Wage()) + ")";
    switch (rng_.Below(10)) {
      case 0:
        return "INSERT INTO rates VALUES " + values;
      case 1:
        return "INSERT OR REPLACE INTO rates VALUES " + values;
      case 2:
        return "INSERT OR IGNORE INTO rates VALUES " + values;
      case 3:
        return "INSERT INTO rates VALUES " + values +
               " ON CONFLICT DO UPDATE SET wage = excluded.wage";
      case 4:
        return "DELETE FROM rates WHERE id = " + id;
      case 5:
        return "UPDATE rates SET wage = wage + 1 WHERE id = " + id;
      case 6:
        return "UPDATE OR REPLACE rates SET name = " + Sql(Name()) + " WHERE id = " + id;
      case 7:
        return "UPDATE OR REPLACE rates SET id = " + std::to_string(Id()) + " WHERE id = " + id;
      case 8:
        return "UPDATE OR FAIL rates SET id = id % 6 + 1";
      default:
        return "REPLACE INTO rates SELECT id, name, wage FROM rates";
    }
  }

  void UserWrites() {
    if (rng_.Percent(20)) {
      user().Try("BEGIN");
      user().Try(UserStatement());
      user().Try(UserStatement());
      user().Try(rng_.Percent(50) ? "COMMIT" : "ROLLBACK");
    } else {
      user().Try(UserStatement());
    }
  }

  Rows Table() {
    Rows rows;
    for (const StoredRow& row :
         Take(store->ReadRows("rates", {I(1), I(2), I(3), I(4), I(5), I(6), I(7), I(8), I(9)}))) {
      if (const auto* values = std::get_if<Row>(&row.now))
        rows[std::get<int64_t>(row.key)] = *values;
    }
    return rows;
  }

  Row AnyRow(int64_t id) { return {I(id), Name(), Wage()}; }

  // A plan that was made of an earlier look: what it saw is mostly, but not always, still there.
  RowCommit AnyCommit(const Rows& table) {
    const int64_t id = Id();
    const auto seen = table.find(id);
    const Row before = seen != table.end() && rng_.Percent(70) ? seen->second : AnyRow(id);
    const auto action = static_cast<SideAction>(rng_.Below(4));
    if (action == SideAction::kInsert) return InsertOf(AnyRow(id));
    if (action == SideAction::kDelete) return DeleteOf(before);
    RowCommit commit = UpdateOf(rng_.Percent(50) ? before : AnyRow(id), {});
    commit.on_local = action;
    if (action == SideAction::kNone && rng_.Percent(30)) commit.base.reset();
    for (size_t column = 1; action == SideAction::kUpdate && column < 3; ++column) {
      if (rng_.Percent(60))
        commit.local_cells.push_back({column, before[column], AnyRow(id)[column]});
    }
    return commit;
  }

  // What a commit is to do, by the words of store.h. Gives the expected result.
  static bool Expect(const RowCommit& commit, Rows& table, Rows& base) {
    const int64_t id = std::get<int64_t>(commit.key);
    std::optional<Row> now;
    if (table.contains(id)) now = table.at(id);
    std::optional<Row> agreed = commit.base;
    bool complete = true;
    if (commit.on_local == SideAction::kInsert) {
      Row wanted;
      for (const CellChange& cell : commit.local_cells) wanted.push_back(cell.after);
      if (!now) now = wanted;
      complete = now == wanted;
      if (complete) agreed = wanted;
    } else if (commit.on_local == SideAction::kUpdate) {
      complete = now.has_value();
      for (const CellChange& cell : commit.local_cells) {
        if (!now) break;
        Value& value = (*now)[cell.column];
        if (value == cell.before) value = cell.after;
        if (value == cell.after) {
          (*agreed)[cell.column] = cell.after;
        } else {
          complete = false;
        }
      }
    } else if (commit.on_local == SideAction::kDelete) {
      for (const CellChange& cell : commit.local_cells) {
        complete = complete && (!now || (*now)[cell.column] == cell.before);
      }
      if (complete) {
        now.reset();
        agreed.reset();
      }
    }
    Set(table, id, now);
    Set(base, id, agreed);
    return complete;
  }
  static void Set(Rows& rows, int64_t id, const std::optional<Row>& row) {
    if (row) {
      rows[id] = *row;
    } else {
      rows.erase(id);
    }
  }

  void CommitOne() {
    const Rows table = Table();
    const RowCommit commit = AnyCommit(table);
    Rows expected_table = table;
    Rows expected_base = base_;
    const bool expected = Expect(commit, expected_table, expected_base);
    bool done = rng_.Percent(80);  // else the transaction is given up
    {
      const auto transaction = Begin();
      const auto committed = transaction->CommitRow("rates", commit);
      if (committed) {
        ASSERT_EQ(*committed, expected);
      } else {
        // Another row has the name already.
        ASSERT_EQ(committed.error().kind, ErrorKind::kInvalid) << committed.error().message;
      }
      if (done) Take(transaction->Commit());
      done = done && committed;
    }
    if (done) base_ = expected_base;
    ASSERT_EQ(Table(), done ? expected_table : table);
  }

  std::multiset<std::string> ExpectedChanges() {
    const Rows table = Table();
    std::multiset<std::string> changes;
    for (int64_t id = 1; id <= 6; ++id) {
      const auto now = table.find(id);
      const auto base = base_.find(id);
      StoredRow row;
      if (now != table.end()) row.now = now->second;
      if (base != base_.end()) row.base = base->second;
      const bool equal = now == table.end() ? base == base_.end()
                                            : base != base_.end() && now->second == base->second;
      if (!equal) changes.insert(Show(row));
    }
    return changes;
  }

  void CheckChanges() {
    std::multiset<std::string> changes;
    for (const StoredRow& row : LocalChanges("rates")) changes.insert(Show(row));
    ASSERT_EQ(changes, ExpectedChanges());
    const auto entries = user().Run("SELECT count(*) FROM _changes_rates");
    ASSERT_EQ(entries, std::to_string(changes.size()));
  }

  Rng rng_{0};
  Rows base_;
};

TEST_F(StoreRandomTest, LocalChangesAreExactlyWhatDiffersFromTheBase) {
  user().Run("CREATE TABLE rates (id INTEGER PRIMARY KEY, name TEXT UNIQUE, wage REAL)");
  Open();
  for (uint64_t seed = 1; seed <= 1500; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    rng_ = Rng(seed);
    for (uint64_t steps = rng_.Below(4); steps > 0; --steps) UserWrites();
    if (rng_.Percent(50)) CommitOne();
    if (rng_.Percent(30)) UserWrites();
    if (rng_.Percent(10)) {
      ASSERT_EQ(Take(store->Scrub("rates")), 0);
    }
    CheckChanges();
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace sheetkeeper
