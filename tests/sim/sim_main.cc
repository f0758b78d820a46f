// sim: runs simulated deployments by seed.
//
//   sim                      as many seeds as SHEETKEEPER_TEST_SCALE asks for (10,000 at scale 1)
//   sim --seeds FROM COUNT   these
//   sim --seed N             one, with its trace
//   sim --first COUNT        from 1 on until one breaks a promise, at most COUNT
//
// Prints the seeds that break a promise and how to replay them; exit status 1 where any does.

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <string>

#include <fmt/format.h>

#include "base/log.h"
#include "sim/world.h"

namespace sheetkeeper::sim {
namespace {

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

// The seed at hand, for a run that a bug ends before anything can be judged.
volatile uint64_t seed_at_hand = 0;

void SayWhichSeed(int signal) {
  fmt::print("failed after {} seeds: signal {}\n", uint64_t{seed_at_hand}, signal);
  std::fflush(stdout);
  std::_Exit(1);
}

int RunToFirst(uint64_t count, const std::string& folder) {
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

int64_t ScaledSeeds() {
  const char* scale = std::getenv("SHEETKEEPER_TEST_SCALE");
  const double factor = scale == nullptr ? 1.0 : std::atof(scale);
  return static_cast<int64_t>(10'000 * (factor > 0 ? factor : 1.0));
}

int Main(int argc, char** argv) {
  SetLogSink([](const LogEvent&) {});
  const std::string folder = Folder();
  int status = 2;
  if (argc == 3 && std::strcmp(argv[1], "--seed") == 0) {
    status = RunOne(std::strtoull(argv[2], nullptr, 10), folder);
  } else if (argc == 4 && std::strcmp(argv[1], "--seeds") == 0) {
    status = RunMany(std::strtoull(argv[2], nullptr, 10), std::atoll(argv[3]), folder);
  } else if (argc == 3 && std::strcmp(argv[1], "--first") == 0) {
    status = RunToFirst(std::strtoull(argv[2], nullptr, 10), folder);
  } else if (argc == 1) {
    status = RunMany(1, ScaledSeeds(), folder);
  } else {
    fmt::print(stderr, "usage: sim [--seed N | --seeds FROM COUNT | --first COUNT]\n");
  }
  std::filesystem::remove_all(folder);
  return status;
}

}  // namespace
}  // namespace sheetkeeper::sim

int main(int argc, char** argv) {
  return sheetkeeper::sim::Main(argc, argv);
}
