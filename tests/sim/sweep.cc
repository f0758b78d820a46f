#include "sim/sweep.h"

#include <functional>

#include <fmt/format.h>

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
};

// Every kind of fault at that call.
std::vector<Fault> FaultsAt(int64_t call) {
  std::vector<Fault> faults;
  for (const bool persistent : {false, true}) {
    const std::string when = fmt::format("{} {}", persistent ? "from call" : "at call", call);
    for (int kind = 1; kind < static_cast<int>(NetFault::kCount); ++kind) {
      const auto fault = static_cast<NetFault>(kind);
      faults.push_back({fmt::format("{} {}", Name(fault), when),
                        SimTransport::Planned{call, fault, persistent}, std::nullopt});
    }
    for (const bool dies : {false, true}) {
      faults.push_back({fmt::format("{} {}", dies ? "crash in the store" : "store busy", when),
                        std::nullopt, Deployment::PlannedStoreFault{call, dies, persistent}});
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
    // `between` is called before and after each request.
    deployment_.network().between = [&] {
      if (scenario_.in_cycle && asked++ == 2 * scenario_.at) scenario_.in_cycle(script_);
    };
    const int cycles = Persists(fault) ? 3 : 1;
    for (int i = 0; i < cycles; ++i) deployment_.RunCycle();
    calls_ = std::max(deployment_.network().calls(), deployment_.store_calls);
    auto wrongs = ComeToRest(deployment_,
                             [this](CycleReport* report) { return deployment_.RunCycle(report); });
    const auto more = JudgeEnd(deployment_, ledger_, people_);
    wrongs.insert(wrongs.end(), more.begin(), more.end());
    return wrongs;
  }
  int64_t calls() const { return calls_; }

 private:
  static bool Persists(const Fault& fault) {
    return (fault.network && fault.network->persistent) || (fault.store && fault.store->persistent);
  }

  Rng rng_;
  Ledger ledger_;
  Deployment deployment_;
  People people_;
  Script script_;
  const Scenario& scenario_;
  int64_t calls_ = 0;
};

}  // namespace

SweepTotals RunSweep(const std::string& folder) {
  SweepTotals totals;
  for (const Scenario& scenario : Scenarios()) {
    ++totals.scenarios;
    int64_t calls = 1;
    for (int64_t call = 0; call < calls; ++call) {
      for (const Fault& fault : FaultsAt(call)) {
        Run run(folder, scenario);
        ++totals.runs;
        const auto wrongs = run.With(fault);
        calls = std::max(calls, run.calls());
        if (wrongs.empty()) continue;
        ++totals.failed;
        totals.wrongs.push_back(fmt::format("{}, {}: {}", scenario.name, fault.name, wrongs[0]));
      }
    }
  }
  return totals;
}

}  // namespace sheetkeeper::sim
