// sim: runs simulated deployments by seed.
//
//   sim                      as many seeds as SHEETKEEPER_TEST_SCALE asks for (20,000 at scale 1)
//   sim --seeds FROM COUNT   these
//   sim --half 1|2           the first or second half of them
//   sim --seed N             one, with its trace
//   sim --first COUNT        from 1 on until one breaks a promise, at most COUNT
//   sim --sweep              every fault at every call of the canonical scenarios
//   sim --repeat             some seeds twice: the same seed has to give the same trace
//
// Prints the seeds that break a promise and how to replay them; exit status 1 where any does.

#include <sqlite3.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <malloc.h>

#include "base/log.h"
#include "sim/sweep.h"
#include "sim/world.h"

namespace sheetkeeper::sim {
namespace {

constexpr double kSeeds = 20'000;

struct Totals {
  int64_t seeds = 0;
  int64_t failed = 0;
  int64_t cycles = 0;
  int64_t calls = 0;
  int64_t faults = 0;
  int64_t edits = 0;
  int64_t conflicts = 0;
};

void Add(Totals& totals, const WorldResult& result) {
  ++totals.seeds;
  totals.failed += result.wrongs.empty() ? 0 : 1;
  totals.cycles += result.cycles;
  totals.calls += result.calls;
  totals.faults += result.faults;
  totals.edits += result.edits;
  totals.conflicts += result.conflicts;
}

// In memory where the machine has it: a seed opens and closes databases all the time.
std::string Folder() {
  const char* root = std::filesystem::exists("/dev/shm") ? "/dev/shm" : "/tmp";
  std::string folder = fmt::format("{}/sheetkeeper-sim-XXXXXX", root);
  if (::mkdtemp(folder.data()) == nullptr) std::abort();
  return folder;
}

int RunOne(uint64_t seed, const std::string& folder) {
  const WorldResult result = RunWorld(seed, {.folder = folder, .trace = true});
  for (const std::string& line : result.trace) fmt::print("{}\n", line);
  for (const std::string& wrong : result.wrongs) fmt::print("WRONG {}\n", wrong);
  fmt::print("seed {}: {}\n", seed, result.wrongs.empty() ? "every promise was kept" : "FAILED");
  return result.wrongs.empty() ? 0 : 1;
}

int RunMany(uint64_t first, int64_t count, const std::string& folder) {
  constexpr int64_t kShown = 10;
  Totals totals;
  for (int64_t i = 0; i < count; ++i) {
    const uint64_t seed = first + static_cast<uint64_t>(i);
    const WorldResult result = RunWorld(seed, {.folder = folder});
    Add(totals, result);
    if (result.wrongs.empty() || totals.failed > kShown) continue;
    fmt::print("seed {} failed (replay: sim --seed {}): {}\n", seed, seed, result.wrongs.front());
  }
  fmt::print(
      "{} seeds: {} failed; {} cycles, {} requests, {} faults, {} edits, {} conflicts kept\n",
      totals.seeds, totals.failed, totals.cycles, totals.calls, totals.faults, totals.edits,
      totals.conflicts);
  return totals.failed == 0 ? 0 : 1;
}

// For a run that a bug ends before anything can be judged.
volatile uint64_t seed_at_hand = 0;
const char* folder_at_hand = "";

void SayWhichSeed(int signal) {
  fmt::print("failed after {} seeds: signal {}\n", uint64_t{seed_at_hand}, signal);
  std::fflush(stdout);
  std::filesystem::remove_all(folder_at_hand);
  std::_Exit(1);
}

int RunToFirst(uint64_t count, const std::string& folder) {
  folder_at_hand = folder.c_str();
  for (const int signal : {SIGABRT, SIGSEGV}) std::signal(signal, SayWhichSeed);
  for (uint64_t seed = 1; seed <= count; ++seed) {
    seed_at_hand = seed;
    const WorldResult result = RunWorld(seed, {.folder = folder});
    if (result.wrongs.empty()) continue;
    fmt::print("failed after {} seeds: {}\n", seed, result.wrongs.front());
    return 1;
  }
  fmt::print("every promise was kept in {} seeds\n", count);
  return 0;
}

double Scale() {
  const char* text = std::getenv("SHEETKEEPER_TEST_SCALE");
  const double scale = text == nullptr ? 1.0 : std::atof(text);
  return scale > 0 ? scale : 1.0;
}

int RunHalf(int half, const std::string& folder) {
  const auto count = static_cast<int64_t>(kSeeds * Scale() / 2);
  return RunMany(1 + static_cast<uint64_t>(half - 1) * static_cast<uint64_t>(count), count, folder);
}

int Sweep(const std::string& folder) {
  const SweepTotals totals = RunSweep(folder);
  for (size_t i = 0; i < totals.wrongs.size() && i < 10; ++i) fmt::print("{}\n", totals.wrongs[i]);
  fmt::print("{} scenarios, {} runs with a fault each: {} failed\n", totals.scenarios, totals.runs,
             totals.failed);
  return totals.failed == 0 ? 0 : 1;
}

int Repeat(const std::string& folder) {
  const auto count = static_cast<uint64_t>(100 * Scale()) + 1;
  const auto trace = [&](uint64_t seed) {
    return RunWorld(seed, {.folder = folder, .trace = true}).trace;
  };
  for (uint64_t seed = 1; seed <= count; ++seed) {
    if (trace(seed) == trace(seed)) continue;
    fmt::print("seed {} gave another trace the second time\n", seed);
    return 1;
  }
  fmt::print("{} seeds gave the same trace twice\n", count);
  return 0;
}

std::optional<int> Dispatch(const std::vector<std::string>& arguments, const std::string& folder) {
  const auto number = [&](size_t i) { return std::strtoull(arguments[i].c_str(), nullptr, 10); };
  const std::string mode = arguments.empty() ? "" : arguments[0];
  if (mode.empty()) return RunMany(1, static_cast<int64_t>(kSeeds * Scale()), folder);
  if (mode == "--sweep") return Sweep(folder);
  if (mode == "--repeat") return Repeat(folder);
  if (mode == "--half" && arguments.size() == 2)
    return RunHalf(static_cast<int>(number(1)), folder);
  if (mode == "--seed" && arguments.size() == 2) return RunOne(number(1), folder);
  if (mode == "--first" && arguments.size() == 2) return RunToFirst(number(1), folder);
  if (mode == "--seeds" && arguments.size() == 3) {
    return RunMany(number(1), static_cast<int64_t>(number(2)), folder);
  }
  return std::nullopt;
}

// Memory that is given back is asked for again by the next seed, and there is one thread.
void TuneForManySeeds() {
  constexpr int kNever = 1 << 30;
  mallopt(M_TRIM_THRESHOLD, kNever);
  mallopt(M_MMAP_THRESHOLD, kNever);
  sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

int Main(int argc, char** argv) {
  TuneForManySeeds();
  SetLogSink([](const LogEvent&) {});
  const std::string folder = Folder();
  const auto status = Dispatch({argv + 1, argv + argc}, folder);
  std::filesystem::remove_all(folder);
  if (status) return *status;
  fmt::print(stderr,
             "usage: sim [--half 1|2 | --seed N | --seeds FROM COUNT | --first COUNT | --sweep | "
             "--repeat]\n");
  return 2;
}

}  // namespace
}  // namespace sheetkeeper::sim

int main(int argc, char** argv) {
  return sheetkeeper::sim::Main(argc, argv);
}
