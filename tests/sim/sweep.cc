#include "sim/sweep.h"

#include <sqlite3.h>

#include <functional>
#include <utility>

#include <fmt/format.h>

#include "sim/disk.h"
#include "sim/judge.h"
#include "sim/people.h"
#include "sim/rest.h"
#include "sim/script.h"

namespace sheetkeeper::sim {
namespace {

using Act = std::function<void(Script&)>;

struct Scenario {
  const char* name;
  Act before;    // the cycle that suffers the fault
  Act in_cycle;  // once, between the requests number `at` and `at` + 1 of that cycle
  int at = 0;
  size_t rows_of_a_pass = kRowsOfAPass;
};

const std::vector<Scenario>& Scenarios() {
  static const std::vector<Scenario> scenarios{
      {"a program writes a cell", [](Script& s) { s.Write(1, "city"); }, {}},
      {"a program inserts a row", [](Script& s) { s.InsertLocally(7); }, {}},
      {"a program deletes a row", [](Script& s) { s.DeleteLocally(2); }, {}},
      {"a person types", [](Script& s) { s.Type(1, "note"); }, {}},
      {"a person inserts a row", [](Script& s) { s.InsertInSheet(8); }, {}},
      {"a person deletes a row", [](Script& s) { s.DeleteInSheet(2); }, {}},
      {"both write one cell",
       [](Script& s) {
         s.Write(1, "city"), s.Type(1, "city");
         s.Write(2, "note"), s.Type(2, "note");
         s.Write(3, "memo"), s.Type(3, "memo");
       },
       {}},
      {"one deletes what the other edits",
       [](Script& s) {
         s.DeleteLocally(1), s.Type(1, "city");
         s.DeleteInSheet(2), s.Write(2, "city");
       },
       {}},
      {"everything at once",
       [](Script& s) {
         s.Write(1, "note"), s.Type(1, "city"), s.InsertLocally(7), s.DeleteLocally(2);
         s.InsertInSheet(8), s.DeleteInSheet(3);
       },
       {}},
      {"everything at once, row by row",
       [](Script& s) {
         s.Write(1, "note"), s.Type(1, "city"), s.InsertLocally(7), s.DeleteLocally(2);
         s.InsertInSheet(8), s.Write(4, "city"), s.Type(4, "city");
       },
       {},
       0,
       1},
      {"rows move before the write", [](Script& s) { s.Write(1, "city"), s.Write(4, "note"); },
       [](Script& s) { s.SortSheet(false); }, 2},
      {"rows move before a deletion", [](Script& s) { s.DeleteLocally(2); },
       [](Script& s) { s.InsertBlankRow(1); }, 2},
      {"columns move before the write", [](Script& s) { s.Write(1, "city"), s.InsertLocally(7); },
       [](Script& s) { s.MoveColumn(1, 4); }, 2},
      {"a column comes before an insertion", [](Script& s) { s.InsertLocally(7); },
       [](Script& s) { s.InsertColumn(1); }, 1},
      {"a person is faster",
       [](Script& s) { s.Write(1, "city"), s.Write(2, "note"), s.Write(3, "memo"); },
       [](Script& s) { s.Type(1, "city"), s.Type(2, "note"), s.Type(3, "memo"); }, 2},
  };
  return scenarios;
}

struct Fault {
  std::string name;
  std::optional<SimTransport::Planned> network;
  std::optional<Deployment::PlannedStoreFault> store;
  std::optional<Disk::Fault> disk;
};

constexpr std::pair<const char*, int> kDiskFaults[] = {{"disk full", SQLITE_FULL},
                                                       {"disk error", SQLITE_IOERR_WRITE},
                                                       {"disk not synced", SQLITE_IOERR_FSYNC},
                                                       {"disk read-only", SQLITE_READONLY}};

// How often a run came to a place where something can fail.
struct Calls {
  int64_t network = 1;
  int64_t store = 1;
  int64_t disk = 1;
  int64_t most() const { return std::max({network, store, disk}); }
};

// Every kind of fault at that call, where a run makes as many.
std::vector<Fault> FaultsAt(int64_t call, const Calls& calls) {
  std::vector<Fault> faults;
  const auto add = [&](const char* name, bool persistent) -> Fault& {
    const char* const when = persistent ? "from" : "at";
    return faults.emplace_back(Fault{fmt::format("{} {} call {}", name, when, call), {}, {}, {}});
  };
  for (const bool persistent : {false, true}) {
    for (int kind = 1; call < calls.network && kind < static_cast<int>(NetFault::kCount); ++kind) {
      const auto fault = static_cast<NetFault>(kind);
      add(Name(fault), persistent).network = {call, fault, persistent};
    }
    if (call < calls.store) {
      add("crash in the store", persistent).store = {call, true, persistent};
      add("store busy", persistent).store = {call, false, persistent};
    }
    for (const auto& [name, code] : kDiskFaults) {
      if (call < calls.disk) add(name, persistent).disk = {call, code, persistent};
    }
  }
  return faults;
}

class Run {
 public:
  Run(const std::string& folder, const Scenario& scenario)
      : rng_(1),
        deployment_(folder + "/sweep.db", 1, 1, rng_, [](const std::string&) {}),
        people_(deployment_.sheet(), rng_, ledger_, [](const std::string&) {}),
        script_(deployment_, ledger_),
        scenario_(scenario) {}

  std::vector<std::string> With(const Fault& fault) {
    deployment_.rows_of_a_pass = scenario_.rows_of_a_pass;
    script_.LoadSheet(5);
    deployment_.Start();
    deployment_.RunCycle();
    deployment_.RunCycle();
    scenario_.before(script_);
    int64_t asked = 0;
    deployment_.network().ResetCalls();
    deployment_.store_calls = 0;
    deployment_.network().planned = fault.network;
    deployment_.planned_store_fault = fault.store;
    Disk::Get().calls = 0;
    Disk::Get().fault = fault.disk;
    // `between` is called before and after each request.
    deployment_.network().between = [&] {
      if (scenario_.in_cycle && asked++ == 2 * scenario_.at) scenario_.in_cycle(script_);
    };
    const int cycles = Persists(fault) ? 3 : 1;
    for (int i = 0; i < cycles; ++i) deployment_.RunCycle();
    calls_ = {deployment_.network().calls(), deployment_.store_calls, Disk::Get().calls};
    Disk::Get().fault.reset();
    auto wrongs = ComeToRest(deployment_,
                             [this](CycleReport* report) { return deployment_.RunCycle(report); });
    const auto more = JudgeEnd(deployment_, ledger_, people_);
    wrongs.insert(wrongs.end(), more.begin(), more.end());
    return wrongs;
  }
  const Calls& calls() const { return calls_; }

 private:
  static bool Persists(const Fault& fault) {
    return (fault.network && fault.network->persistent) ||
           (fault.store && fault.store->persistent) || (fault.disk && fault.disk->persistent);
  }

  Rng rng_;
  Ledger ledger_;
  Deployment deployment_;
  People people_;
  Script script_;
  const Scenario& scenario_;
  Calls calls_;
};

}  // namespace

SweepTotals RunSweep(const std::string& folder) {
  SweepTotals totals;
  for (const Scenario& scenario : Scenarios()) {
    ++totals.scenarios;
    Calls calls;
    for (int64_t call = 0; call < calls.most(); ++call) {
      for (const Fault& fault : FaultsAt(call, calls)) {
        Run run(folder, scenario);
        ++totals.runs;
        const auto wrongs = run.With(fault);
        calls = {std::max(calls.network, run.calls().network),
                 std::max(calls.store, run.calls().store), std::max(calls.disk, run.calls().disk)};
        if (wrongs.empty()) continue;
        ++totals.failed;
        totals.wrongs.push_back(fmt::format("{}, {}: {}", scenario.name, fault.name, wrongs[0]));
      }
    }
  }
  return totals;
}

}  // namespace sheetkeeper::sim
