// Intents: what was recorded is read back exactly.
#include <gtest/gtest.h>

#include "base/rng.h"
#include "store/resync.h"
#include "store_fixture.h"

namespace sheetkeeper {

static bool operator==(const Intent& a, const Intent& b) {
  return a.token == b.token && a.at_ms == b.at_ms && a.layouts == b.layouts && a.ops == b.ops;
}

namespace {

class IntentsTest : public StoreTest {
 protected:
  void Record(const Intent& intent) {
    const auto transaction = Begin();
    Take(transaction->RecordIntent(intent));
    Take(transaction->Commit());
  }
};

// Values that are easily damaged on the way through a database.
Value AnyValue(Rng& rng) {
  const std::vector<Value> values{Null{},
                                  int64_t{0},
                                  int64_t{7},
                                  7.0,
                                  INT64_MAX,
                                  INT64_MIN,
                                  0.1,
                                  1e15,
                                  -1e300,
                                  std::string(),
                                  std::string("007"),
                                  std::string("1e5"),
                                  std::string("'"),
                                  std::string("a\nb"),
                                  std::string("\xF0\x9F\x98\x80"),
                                  int64_t{1} << 53,
                                  std::string("a\0b", 3),
                                  std::string(50'000, 'x')};
  return values[rng.Below(values.size())];
}

Cell AnyCell(Rng& rng) {
  const std::vector<Cell> cells{Empty{}, true,  false,           0.0,
                                1.0,     15.25, std::string(""), std::string("=1+1")};
  return cells[rng.Below(cells.size())];
}

int AnyNumber(Rng& rng) {
  return static_cast<int>(rng.Between(-1, 1'000'000));
}

SheetOp AnyOp(Rng& rng, const TableSchema& schema) {
  SheetOp op;
  op.kind = static_cast<SheetOp::Kind>(rng.Below(5));
  op.table = schema.name;
  op.key = AnyValue(rng);
  op.sheet_row = AnyNumber(rng);
  op.evidence_row = AnyNumber(rng);
  for (size_t i = 0; i < schema.columns.size(); ++i) {
    if (rng.Percent(50)) op.cells.push_back({i, AnyValue(rng), AnyValue(rng)});
  }
  if (rng.Percent(50)) {
    op.base_pushed.emplace();
    for (size_t i = 0; i < schema.columns.size(); ++i) op.base_pushed->push_back(AnyValue(rng));
  }
  for (uint64_t i = rng.Below(3); i > 0; --i) {
    op.raw.push_back({AnyNumber(rng), AnyCell(rng), AnyCell(rng)});
  }
  return op;
}

Intent AnyIntent(Rng& rng, const std::vector<TableSchema>& tables) {
  Intent intent;
  intent.token = static_cast<int32_t>(rng.Between(1, INT32_MAX));
  intent.at_ms = rng.Between(0, 4'000'000'000'000);
  for (const TableSchema& schema : tables) {
    SheetLayout layout{schema.name,    static_cast<int32_t>(rng.Below(INT32_MAX)),
                       AnyNumber(rng), {},
                       AnyNumber(rng), AnyNumber(rng),
                       AnyNumber(rng), AnyNumber(rng)};
    for (size_t i = 0; i < schema.columns.size(); ++i) layout.columns.push_back(AnyNumber(rng));
    intent.layouts.push_back(layout);
    for (uint64_t i = rng.Below(12); i > 0; --i) intent.ops.push_back(AnyOp(rng, schema));
  }
  return intent;
}

TEST_F(IntentsTest, AnyIntentReadsBackExactly) {
  const std::vector<TableSchema> tables{RatesSchema(),
                                        {"ranks", {{"code", "Code"}, {"bonus", "Bonus"}}, 1}};
  Open(tables);
  for (uint64_t seed = 1; seed <= 200; ++seed) {
    Rng rng(seed);
    const Intent intent = AnyIntent(rng, tables);
    const auto transaction = Begin();
    Take(transaction->RecordIntent(intent));
    const auto read = Take(store->OpenIntents());
    ASSERT_EQ(read.size(), 1U) << "seed " << seed;
    ASSERT_TRUE(read[0] == intent) << "seed " << seed;
  }
}

TEST_F(IntentsTest, OutlivesTheProcess) {
  Open();
  Rng rng(7);
  const Intent intent = AnyIntent(rng, {RatesSchema()});
  Record(intent);
  Open();
  const auto read = Take(store->OpenIntents());
  ASSERT_EQ(read.size(), 1U);
  EXPECT_TRUE(read[0] == intent);
}

TEST_F(IntentsTest, ComeOldestFirstUntilTheyAreSettled) {
  Open();
  Record({.token = 30, .at_ms = 3, .layouts = {}, .ops = {}});
  Record({.token = 10, .at_ms = 1, .layouts = {}, .ops = {}});
  Record({.token = 20, .at_ms = 2, .layouts = {}, .ops = {}});
  const auto transaction = Begin();
  Take(transaction->SettleIntent(10));
  Take(transaction->Commit());
  std::vector<int32_t> tokens;
  for (const Intent& intent : Take(store->OpenIntents())) tokens.push_back(intent.token);
  EXPECT_EQ(tokens, (std::vector<int32_t>{30, 20}));
}

TEST_F(IntentsTest, SettlingLeavesNothingBehind) {
  Open();
  Rng rng(3);
  const Intent intent = AnyIntent(rng, {RatesSchema()});
  Record(intent);
  const auto transaction = Begin();
  Take(transaction->SettleIntent(intent.token));
  Take(transaction->Commit());
  EXPECT_EQ(user().Run("SELECT (SELECT count(*) FROM _intents) + (SELECT count(*) FROM "
                       "_intent_layouts) + (SELECT count(*) FROM _intent_ops) + (SELECT count(*) "
                       "FROM _intent_cells) + (SELECT count(*) FROM _intent_raw_cells)"),
            "0");
}

TEST_F(IntentsTest, AreReadWithoutTheTablesThatLeftTheConfiguration) {
  const TableSchema ranks{"ranks", {{"code", "Code"}, {"bonus", "Bonus"}}, 0};
  Open({RatesSchema(), ranks});
  Rng rng(5);
  Intent intent = AnyIntent(rng, {RatesSchema(), ranks});
  Record(intent);
  Open({ranks});
  std::erase_if(intent.layouts, [](const SheetLayout& it) { return it.table == "rates"; });
  std::erase_if(intent.ops, [](const SheetOp& it) { return it.table == "rates"; });
  const auto read = Take(store->OpenIntents());
  ASSERT_EQ(read.size(), 1U);
  EXPECT_TRUE(read[0] == intent);
}

// Somebody had its agreement forgotten (`sheetkeeper resync`).
TEST_F(IntentsTest, ForgetATableThatBeginsAnew) {
  Open();
  Rng rng(5);
  Intent intent = AnyIntent(rng, {RatesSchema()});
  Record(intent);
  store.reset();
  Take(ForgetAgreement(path, {"rates"}));
  TableSchema other = RatesSchema();
  std::swap(other.columns[1], other.columns[2]);
  Open({other});
  const auto read = Take(store->OpenIntents());
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].token, intent.token);
  EXPECT_TRUE(read[0].ops.empty());
  EXPECT_TRUE(read[0].layouts.empty());
}

}  // namespace
}  // namespace sheetkeeper
