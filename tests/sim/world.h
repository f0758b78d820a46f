// One simulated deployment: a sheet that people edit, a database that programs write, and the real
// engine between them, with faults at every call. Everything follows from the seed.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/sim_transport.h"

namespace sheetkeeper::sim {

struct WorldOptions {
  std::string folder;  // for the database; removed files of a seed go with it
  bool trace = false;
  // Instead of random faults: one planned fault.
  std::optional<SimTransport::Planned> planned;
  bool people_between_calls = true;
};

struct WorldResult {
  std::vector<std::string> wrongs;  // empty: every promise was kept
  std::vector<std::string> trace;
  int64_t cycles = 0;
  int64_t calls = 0;
  int64_t faults = 0;
  int64_t edits = 0;
  int64_t conflicts = 0;
  int cycles_to_converge = 0;
};

WorldResult RunWorld(uint64_t seed, const WorldOptions& options);

}  // namespace sheetkeeper::sim
