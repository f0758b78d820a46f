// Rows of the sheet that have no key and are given one (TableBinding::give_keys), while people move
// rows and columns and requests are lost, late or doubled. A key may end up in any row that had
// none, but nothing else in the sheet may change, and no row may be left without one.
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "sim/deployment.h"
#include "sim/script.h"
#include "sim/spreadsheet.h"

namespace sheetkeeper::sim {
namespace {

// SHEETKEEPER_SEED=N lives one life only, and tells of it.
const char* const kOneSeed = std::getenv("SHEETKEEPER_SEED");

// One deployment whose people write rows without keys.
class Keyless {
 public:
  explicit Keyless(uint64_t seed) : rng_(seed) {
    deployment_.give_keys = true;
    script_.LoadSheet(3);
    Cycle();
  }
  ~Keyless() { std::filesystem::remove_all(folder_); }

  Deployment& deployment() { return deployment_; }
  Rng& rng() { return rng_; }
  bool Cycle() {
    EXPECT_EQ(deployment_.Start(), "");
    return deployment_.RunCycle(&report_);
  }
  const CycleReport& report() const { return report_; }

  const SimTable& table() const { return deployment_.tables()[0]; }
  Seen Looked() { return Look(deployment_.sheet(), table()); }
  auto Sheet() { return deployment_.sheet().At(kSpreadsheet); }

  // A row without a key below all others; gives what it says.
  std::string AddRow() {
    const Seen seen = Looked();
    const std::string says = fmt::format("row {}", ++rows_);
    if (seen.columns.contains("City")) {
      Sheet().Put(seen.title, seen.end, seen.columns.at("City"), says);
      cities_.insert(says);
    }
    return says;
  }
  void MoveSomething() {
    Move();
    if (kOneSeed == nullptr) return;
    for (const std::string& row : Shown(deployment_.sheet(), table())) {
      std::fprintf(stderr, "%s\n", row.c_str());
    }
  }
  void Move() {
    const Seen seen = Looked();
    switch (rng_.Below(5)) {
      case 0:
        Sheet().InsertRows(seen.title, 1 + static_cast<int>(rng_.Below(4)), 1);
        return;
      case 1:
        return script_.SortSheet(rng_.Percent(50));
      case 2:
        return script_.InsertColumn(static_cast<int>(rng_.Below(3)));
      case 3:
        return script_.MoveColumn(static_cast<int>(rng_.Below(4)), static_cast<int>(rng_.Below(4)));
      default:
        (void)AddRow();
    }
  }

  std::string Ask(const std::string& sql) {
    std::string text;
    for (const auto& row : deployment_.program().Run(sql)) {
      for (const std::string& value : row) text += (text.empty() ? "" : "|") + value;
    }
    return text;
  }

  // Every row that was written stands once on both sides, under a key of its own, and nothing else.
  void ExpectAllKeyed() {
    const Seen seen = Looked();
    EXPECT_TRUE(seen.strays.empty()) << seen.strays.front();
    std::multiset<std::string> in_sheet;
    std::set<int64_t> keys;
    for (const auto& [key, row] : seen.rows) {
      EXPECT_TRUE(keys.insert(key).second) << "the key " << key << " is there twice";
      const std::string& city = row.cells.at("City");
      if (city.starts_with("row ")) in_sheet.insert(city);
      EXPECT_EQ(Ask(fmt::format("SELECT city FROM data WHERE id = {}", key)), city);
    }
    EXPECT_EQ(in_sheet, std::multiset<std::string>(cities_.begin(), cities_.end()));
    EXPECT_EQ(Ask("SELECT count(*) FROM data"), std::to_string(seen.rows.size()));
    EXPECT_EQ(keys.size(), 5 + cities_.size()) << "rows that nobody wrote";
  }

  // What was written stands in the sheet, or is kept.
  void ExpectNothingLost() {
    std::set<std::string> found;
    for (const auto& row : Formulas(deployment_.sheet(), Looked().title)) {
      found.insert(row.begin(), row.end());
    }
    for (const auto& row : deployment_.program().Run(
             "SELECT sheet_value FROM _conflicts UNION SELECT database_value FROM _conflicts "
             "UNION SELECT old_value FROM _history UNION SELECT new_value FROM _history")) {
      found.insert(row.begin(), row.end());
    }
    for (const std::string& city : cities_) EXPECT_TRUE(found.contains(city)) << city;
  }

  bool IsMending() {
    return Ask("SELECT (SELECT count(*) FROM _repairs) + (SELECT count(*) FROM _row_removals) + "
               "(SELECT count(*) FROM _row_restores)") != "0";
  }

 private:
  static std::string NewFolder() {
    std::string name = testing::TempDir() + "keyless-XXXXXX";
    EXPECT_NE(::mkdtemp(name.data()), nullptr);
    return name;
  }

  const std::string folder_ = NewFolder();
  Rng rng_;
  Ledger ledger_;
  Deployment deployment_{folder_ + "/data.db", 7, 1, rng_, [](const std::string& line) {
                           if (kOneSeed != nullptr) std::fprintf(stderr, "%s\n", line.c_str());
                         }};
  Script script_{deployment_, ledger_};
  CycleReport report_;
  int rows_ = 0;
  std::set<std::string> cities_;
};

TEST(GiveKeysTest, ANewRowIsGivenAKeyAndArrives) {
  Keyless world(1);
  const std::string city = world.AddRow();
  world.Cycle();
  EXPECT_TRUE(world.report().look_again) << "the next cycle takes the row in";
  world.Cycle();
  EXPECT_EQ(world.Ask("SELECT count(*) FROM data WHERE city = '" + city + "'"), "1");
  EXPECT_EQ(world.Ask("SELECT count(*) FROM _held_rows"), "0");
  EXPECT_EQ(world.Ask("SELECT count(*) FROM _history JOIN data ON id = row_key WHERE "
                      "action = 'give-key' AND old_value IS NULL AND new_value = id"),
            "1");
  world.ExpectAllKeyed();
  const auto changes = world.Sheet().Changes();
  world.Cycle();
  EXPECT_EQ(world.Sheet().Changes(), changes) << "once it has a key, nothing is written";
}

TEST(GiveKeysTest, WithoutTheSettingItIsHeldBack) {
  Keyless world(1);
  world.deployment().Stop();
  world.deployment().give_keys = false;
  world.AddRow();
  world.Cycle();
  EXPECT_EQ(world.Ask("SELECT reason FROM _held_rows"), "it is empty, but a value is required");
}

TEST(GiveKeysTest, AFormulaThatShowsNothingIsNotReplaced) {
  Keyless world(1);
  world.AddRow();
  const Seen seen = world.Looked();
  world.Sheet().Type(seen.title, seen.end - 1, seen.columns.at(kKeyHeader), "=\"\"");
  world.Cycle();
  EXPECT_FALSE(world.report().look_again);
  EXPECT_EQ(world.Ask("SELECT reason FROM _held_rows"),
            "the key's cell holds a formula that shows nothing");
  EXPECT_EQ(Formulas(world.deployment().sheet(), seen.title)[static_cast<size_t>(seen.end - 1)][0],
            "=\"\"");
}

TEST(GiveKeysTest, ARefusedKeyIsTriedAgainLaterAndSaysWhy) {
  Keyless world(1);
  world.AddRow();
  const auto writes = [&] { return world.deployment().network().writes(); };
  world.deployment().network().refused_text = "\"rowIndex\":6,\"columnIndex\":0";
  world.Cycle();
  world.Cycle();
  EXPECT_NE(world.Ask("SELECT reason FROM _held_rows").find("refuses to take a key"),
            std::string::npos);
  const int64_t before = writes();
  world.Cycle();
  EXPECT_EQ(writes(), before) << "not at once";
  world.deployment().network().refused_text.clear();
  world.deployment().clock().Advance(std::chrono::hours(2));
  world.Cycle();
  world.Cycle();
  world.ExpectAllKeyed();
}

// A life in which people and faults come at any request, for many seeds.
template <typename MayMove, typename Expect>
void Live(MayMove may_move, Expect expect) {
  const char* scale = std::getenv("SHEETKEEPER_TEST_SCALE");
  const int seeds = static_cast<int>(500 * (scale != nullptr ? std::atof(scale) : 1.0)) + 1;
  const int first = kOneSeed != nullptr ? std::atoi(kOneSeed) : 1;
  const int last = kOneSeed != nullptr ? first : seeds;
  for (int seed = first; seed <= last && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(fmt::format("seed {}", seed));
    Keyless world(static_cast<uint64_t>(seed));
    auto& network = world.deployment().network();
    network.between = [&] {
      if (world.rng().Percent(20) && may_move(world)) world.MoveSomething();
    };
    network.fault_percent = 15;
    for (int i = 0; i < 6; ++i) {
      world.AddRow();
      world.Cycle();
    }
    network.between = nullptr;
    network.fault_percent = 0;
    network.DeliverLate();
    world.deployment().clock().Advance(std::chrono::hours(2));  // What was refused is tried again.
    for (int i = 0; i < 5; ++i) world.Cycle();
    expect(world);
  }
}

TEST(GiveKeysTest, WhateverIsMovedEveryRowGetsOneKeyAndNothingElseChanges) {
  Live([](Keyless& world) { return !world.IsMending(); },
       [](Keyless& world) { world.ExpectAllKeyed(); });
}

// Where rows are moved again and again while one is put right, it may end up under another key.
TEST(GiveKeysTest, WhateverIsMovedWhileItIsMendedNothingIsLost) {
  Live([](Keyless&) { return true; }, [](Keyless& world) { world.ExpectNothingLost(); });
}

}  // namespace
}  // namespace sheetkeeper::sim
