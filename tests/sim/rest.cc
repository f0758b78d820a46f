#include "sim/rest.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace sheetkeeper::sim {
namespace {

bool AnyHeld(const CycleReport& report) {
  return std::any_of(report.tables.begin(), report.tables.end(),
                     [](const TableReport& table) { return !table.hold.empty(); });
}

// A round is one cycle, or several where each takes up a part of the local changes only.
void Converge(Deployment& deployment, const CycleRunner& run_cycle,
              std::vector<std::string>& wrongs) {
  // Three write at most: rows are put back, then cells, then comes what was planned. One more notes
  // where the rows that are held back stand after that. And one may only find out that there was
  // a write that the database does not know of.
  constexpr int kMaxRounds = 5;
  constexpr int kMaxParts = 200;
  // What came meanwhile to rows that had their turn in a round waits for the next one, and the
  // first cycle may end a round.
  const int wanted = deployment.rows_of_a_pass < kRowsOfAPass ? 2 : 1;
  int quiet_rounds = 0;
  bool quiet = true;
  bool first = true;
  int parts = 0;
  for (int round = 2 - wanted; round <= kMaxRounds;) {
    // A guard that stops the few rows of a simulation finds an operator who has looked.
    deployment.program().Run(
        "UPDATE _holds SET decision = 'approve' WHERE guard LIKE 'mass-%' OR "
        "guard IN ('another-worker', 'restored-copy')");
    // Longer than an answer may be behind.
    deployment.clock().Advance(std::chrono::minutes(3));
    CycleReport report;
    const int64_t writes = deployment.network().writes();
    // What became of an earlier write is believed when it has stood for a while.
    const bool write_is_open = !deployment.program().Run("SELECT 1 FROM _intents").empty();
    const bool may_wait = std::exchange(first, false) && write_is_open;
    const bool done = run_cycle(&report);
    if (!done && !may_wait) wrongs.push_back("a cycle without faults failed");
    // A batch that puts something right asks for a cycle of its own.
    const bool wrote = deployment.network().writes() != writes;
    quiet = quiet && done && !wrote && !report.look_again && !AnyHeld(report);
    if (report.rest && ++parts < kMaxParts) continue;
    if (report.rest)
      wrongs.push_back("a cycle took up a part of the local changes again and again");
    quiet_rounds = quiet ? quiet_rounds + 1 : 0;
    if (quiet_rounds == wanted) return;
    quiet = true;
    ++round;
  }
}

void CheckQuiet(Deployment& deployment, const CycleRunner& run_cycle,
                std::vector<std::string>& wrongs) {
  auto sheet = deployment.sheet().At(kSpreadsheet);
  const uint64_t changes = sheet.Changes();
  const int64_t calls = deployment.network().calls();
  const auto version = deployment.program().Run("PRAGMA data_version");
  run_cycle(nullptr);
  if (sheet.Changes() != changes) wrongs.push_back("a quiet cycle wrote the sheet");
  if (deployment.program().Run("PRAGMA data_version") != version) {
    wrongs.push_back("a quiet cycle wrote the database");
  }
  // A change that waits for a formula to go is looked at again each time that it is taken up.
  const bool waits = !deployment.program().Run("SELECT 1 FROM _rejected_rows").empty();
  const int64_t made = deployment.network().calls() - calls;
  if (made < 1 || made > (waits ? 2 : 1))
    wrongs.push_back(fmt::format("a quiet cycle made {} requests", made));
}

}  // namespace

std::vector<std::string> ComeToRest(Deployment& deployment, const CycleRunner& run_cycle) {
  std::vector<std::string> wrongs;
  deployment.network().planned.reset();
  deployment.network().fault_percent = 0;
  deployment.planned_store_fault.reset();
  deployment.store_fault_percent = 0;
  deployment.network().DeliverLate();
  // The comparison of all rows is due, where something is to be found by it only.
  deployment.clock().Advance(std::chrono::hours(25));
  Converge(deployment, run_cycle, wrongs);
  CheckQuiet(deployment, run_cycle, wrongs);
  return wrongs;
}

}  // namespace sheetkeeper::sim
