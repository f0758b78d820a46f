#include "sim/world.h"

#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include <fmt/format.h>

#include "sim/deployment.h"
#include "sim/disk.h"
#include "sim/judge.h"
#include "sim/ledger.h"
#include "sim/operator.h"
#include "sim/people.h"
#include "sim/programs.h"
#include "sim/rest.h"

namespace sheetkeeper::sim {
namespace {

// Most lives take up so few local changes at a time that some are nearly always put off.
constexpr uint64_t kPartSizes = 5;

class World {
 public:
  World(uint64_t seed, const WorldOptions& options)
      : options_(options),
        rng_(seed),
        deployment_(fmt::format("{}/sim-{}.db", options.folder, seed), seed,
                    rng_.Percent(30) ? 2 : 1, rng_,
                    [this](const std::string& line) { Trace(line); }),
        people_(deployment_.sheet(), rng_, ledger_,
                [this](const std::string& line) { Trace(line); }),
        programs_(rng_, ledger_, [this](const std::string& line) { Trace(line); }),
        operator_(rng_, ledger_, [this](const std::string& line) { Trace(line); }) {
    if (seed % kPartSizes != 0) deployment_.rows_of_a_pass = seed % kPartSizes;
    constexpr size_t kWindowBytes[] = {1, 150, KnownWindows::kWindowBytes};
    deployment_.window_bytes = kWindowBytes[seed / kPartSizes % std::size(kWindowBytes)];
    deployment_.network().between = [this] { ActBetweenCalls(); };
  }

  WorldResult Run() {
    LoadSheet();
    if (const std::string trouble = deployment_.Start(); !trouble.empty()) Wrong(trouble);
    if (result_.wrongs.empty()) Live();
    result_.calls = deployment_.network().calls();
    result_.faults = deployment_.network().faults() + deployment_.store_faults + Disk::Get().faults;
    return std::move(result_);
  }

 private:
  void Trace(const std::string& line) {
    if (!options_.trace) return;
    ShowWhatChanged();
    result_.trace.push_back((in_cycle_ ? "  " : "") + line);
  }

  // What the line before did to the sheet.
  void ShowWhatChanged() {
    for (const SimTable& table : deployment_.tables()) {
      std::vector<std::string> rows = Shown(deployment_.sheet(), table);
      std::vector<std::string>& before = shown_[table.sheet_id];
      if (rows == before) continue;
      result_.trace.insert(result_.trace.end(), rows.begin(), rows.end());
      before = std::move(rows);
    }
  }
  void Wrong(const std::string& what) { result_.wrongs.push_back(what); }

  void LoadSheet() {
    std::string sheets;
    for (const SimTable& table : deployment_.tables()) {
      std::string cells =
          fmt::format(R"(["{}","City","Note","{}","Memo"])", kKeyHeader, kUnmappedHeader);
      for (const int64_t key : table.anchors()) cells += "," + SheetRow(key);
      const auto rows = rng_.Below(5);
      for (uint64_t i = 1; i <= rows; ++i) {
        cells += "," + SheetRow(table.first_key + static_cast<int64_t>(i));
      }
      sheets += fmt::format(R"({}{{"title":"{}","sheetId":{},"rows":{},"columns":7,"cells":[{}]}})",
                            sheets.empty() ? "" : ",", table.title, table.sheet_id,
                            rng_.Percent(20) ? 3 + rows : 40, cells);
    }
    const auto error = deployment_.sheet().Load(fmt::format(
        R"({{"spreadsheets":[{{"id":"{}","title":"Sim","sheets":[{}]}}]}})", kSpreadsheet, sheets));
    if (error) Wrong("loading: " + *error);
  }

  std::string SheetRow(int64_t key) {
    std::vector<std::string> values;
    for (const SimColumn& column : kColumns) {
      values.push_back(ledger_.NewValue('p', {key, column.name}));
      ledger_.Wrote(Side::kSheet, {key, column.name}, values.back(), std::nullopt);
    }
    return fmt::format(R"([{},"{}","{}","remark {}","{}"])", key, values[0], values[1], key,
                       values[2]);
  }

  const SimTable& AnyTable() {
    return deployment_.tables()[rng_.Below(deployment_.tables().size())];
  }

  void Live() {
    for (const SimTable& table : deployment_.tables()) programs_.Fill(deployment_.program(), table);
    fault_percent_ = static_cast<int>(rng_.Below(3)) * 12;
    const int steps = static_cast<int>(rng_.Between(4, 14));
    // Most do not live to see it.
    const auto backup_at = rng_.Between(0, 30);
    const auto put_back_at = backup_at + rng_.Between(1, 8);
    for (int i = 0; i < steps; ++i) {
      Step();
      DecideConflicts(40);
      ApproveAWrite();
      if (i == backup_at) BackUp();
      if (i == put_back_at) PutBack();
    }
    Settle();
    if (options_.trace) ShowWhatChanged();
    for (std::string& wrong : JudgeEnd(deployment_, ledger_, people_)) Wrong(wrong);
    result_.conflicts =
        static_cast<int64_t>(deployment_.program().Run("SELECT 1 FROM _conflicts").size());
  }

  void Step() {
    const uint64_t dice = rng_.Below(24);
    if (dice < 8) {
      ActPerson();
    } else if (dice < 16) {
      ActProgram();
    } else if (dice == 16) {
      ActOperator();
    } else {
      deployment_.network().fault_percent = fault_percent_;
      deployment_.store_fault_percent = fault_percent_ / 4;
      PlanDiskFault();
      RunCycle();
      Disk::Get().fault.reset();
      deployment_.network().fault_percent = 0;
      deployment_.store_fault_percent = 0;
      if (rng_.Percent(15)) BeQuiet();
      deployment_.clock().Advance(Millis(rng_.Between(100, 400'000)));
      if (rng_.Percent(5)) SetClock();
    }
  }

  void PlanDiskFault() {
    constexpr int kCodes[] = {SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_IOERR_FSYNC, SQLITE_READONLY};
    if (!rng_.Percent(fault_percent_)) return;
    Disk::Get().calls = 0;
    Disk::Get().fault = {rng_.Between(0, 40), kCodes[rng_.Below(std::size(kCodes))],
                         rng_.Percent(30)};
  }

  void SetClock() {
    const auto hours = std::chrono::hours(rng_.Between(-48, 48));
    Trace(fmt::format("the clock is set {} hours", hours.count()));
    deployment_.clock().SetWall(deployment_.clock().Wall() + hours);
  }

  // Nobody does anything for a while, and nothing fails: a standstill begins (sync/standstill.h).
  void BeQuiet() {
    busy_ = false;
    for (int i = 0; i < 2; ++i) RunCycle();
    busy_ = true;
  }

  void ActPerson() {
    ++result_.edits;
    people_.write_is_open = AnyWriteIsOpen();
    TellPeople();
    people_.Act(AnyTable());
  }

  void ActProgram() {
    ++result_.edits;
    // A row that a program has deleted and makes again is another one.
    std::set<int64_t> gone;
    for (const auto& [place, formula] : people_.formulas()) {
      if (!IsInDatabase(place.first)) gone.insert(place.first);
    }
    programs_.Act(deployment_.program(), AnyTable());
    people_.ForgetFormulas([&](int64_t key) { return gone.contains(key) && IsInDatabase(key); });
  }

  // The configuration is edited when nobody is about to undo something in the sheet.
  void ActOperator() {
    if (rng_.Percent(30)) return operator_.PausesOrResumes(deployment_, AnyTable().name);
    const bool at_rest = !people_.AnythingToUndo() && !AnyWriteIsOpen();
    if (at_rest && !AnythingToMend() && rng_.Percent(20)) return StartAnotherWorker();
    if (rng_.Percent(50) || people_.AnythingToUndo()) {
      Trace("operator restarts the worker");
      return deployment_.Stop();
    }
    if (AnyWriteIsOpen()) return deployment_.RedeclareInVain();
    people_.tabs_are_bound = false;
    deployment_.Redeclare();
    ledger_.BaseWasLost();
  }

  void StartAnotherWorker() {
    busy_ = false;
    operator_.StartsAnotherWorker(deployment_, AnyTable());
    busy_ = true;
  }

  void ApproveAWrite() {
    if (!Operator::IsHeldForAWrite(deployment_) || !rng_.Percent(50)) return;
    operator_.ApprovesTheWrite(deployment_);
  }

  // The copy is one that knows the tabs and sees every write; a write may be open in it. It is not
  // put back while something is to be mended: of that only the database knows.
  void BackUp() {
    const bool good = people_.tabs_are_bound && programs_.triggers_are_there();
    if (good && !people_.AnythingToUndo()) operator_.BacksUp(deployment_);
  }

  void PutBack() {
    if (!operator_.HasACopy() || people_.AnythingToUndo()) return;
    if (AnyWriteIsOpen() || AnythingToMend()) return;
    operator_.PutsBack(deployment_);
    deployment_.network().AnswersCatchUp();
    programs_.TriggersAreBack();
  }

  // While the triggers are gone, nobody knows what an edit replaced.
  void DecideConflicts(int percent) {
    if (!programs_.triggers_are_there() || !operator_.HasAConflict(deployment_)) return;
    if (rng_.Percent(percent)) operator_.Resolve(deployment_);
  }

  bool AnythingToMend() {
    return !deployment_.program()
                .Run(
                    "SELECT 1 FROM _repairs UNION ALL SELECT 1 FROM _row_removals UNION ALL "
                    "SELECT 1 FROM _row_restores")
                .empty();
  }

  // With a key: rows that the program has put back, but under columns that had moved.
  std::set<int64_t> RowsTakenAway() {
    std::set<int64_t> keys;
    const char* const keys_of_removals =
        "SELECT CAST(written AS INTEGER) FROM _row_removals WHERE header = 'id'";
    for (const auto& row : deployment_.program().Run(keys_of_removals)) {
      keys.insert(std::stoll(row[0]));
    }
    return keys;
  }

  void TellPeople() {
    people_.rows_taken_away = RowsTakenAway();
    people_.mending = AnythingToMend();
  }

  bool AnyWriteIsOpen() { return !deployment_.program().Run("SELECT 1 FROM _intents").empty(); }

  void ActBetweenCalls() {
    if (!busy_) return;
    if (rng_.Percent(12)) {
      ++result_.edits;
      TellPeople();
      people_.ActInCycle(AnyTable());
    }
    if (rng_.Percent(8)) ActProgram();
    DecideConflicts(10);
  }

  bool RunCycle(CycleReport* report = nullptr) {
    ++result_.cycles;
    in_cycle_ = true;
    people_.CycleBegins();
    const int rebuilds = programs_.rebuilds();
    const bool done = deployment_.RunCycle(report);
    in_cycle_ = false;
    if (done && programs_.rebuilds() == rebuilds) programs_.TriggersAreBack();
    people_.tabs_are_bound = people_.tabs_are_bound || (done && AllTabsAreBound());
    people_.ForgetFormulas([this](int64_t key) { return IsGone(key); });
    return done;
  }

  // From both sides: a row of that key that comes later is another one.
  bool IsGone(int64_t key) {
    const auto stands = [&](const SimTable& table) {
      return Look(deployment_.sheet(), table).rows.contains(key);
    };
    const auto& tables = deployment_.tables();
    return std::none_of(tables.begin(), tables.end(), stands) && !IsInDatabase(key);
  }

  bool IsInDatabase(int64_t key) {
    const auto& tables = deployment_.tables();
    return std::any_of(tables.begin(), tables.end(), [&](const SimTable& table) {
      const auto rows =
          deployment_.program().Run(fmt::format("SELECT 1 FROM {} WHERE id = {}", table.name, key));
      return !rows.empty();
    });
  }

  bool AllTabsAreBound() {
    const auto bound =
        deployment_.program().Run("SELECT 1 FROM _meta WHERE name GLOB 'tab.*.sheet_id'");
    return bound.size() == deployment_.tables().size();
  }

  void Settle() {
    busy_ = false;
    operator_.ResumesAll(deployment_);
    constexpr int kMostCycles = 4;
    for (int i = 0; i <= kMostCycles; ++i) {
      people_.mending = i < kMostCycles && AnythingToMend();
      people_.UndoAll();
      if (!people_.AnythingToUndo()) break;
      if (i < kMostCycles) RunCycle();
    }
    const auto wrongs =
        ComeToRest(deployment_, [this](CycleReport* report) { return RunCycle(report); });
    for (const std::string& wrong : wrongs) Wrong(wrong);
  }

  const WorldOptions& options_;
  Rng rng_;
  WorldResult result_;
  Ledger ledger_;
  Deployment deployment_;
  People people_;
  Programs programs_;
  Operator operator_;
  int fault_percent_ = 0;
  bool busy_ = true;
  std::map<int32_t, std::vector<std::string>> shown_;  // by tab, as the trace showed it last
  bool in_cycle_ = false;
};

}  // namespace

WorldResult RunWorld(uint64_t seed, const WorldOptions& options) {
  return World(seed, options).Run();
}

}  // namespace sheetkeeper::sim
