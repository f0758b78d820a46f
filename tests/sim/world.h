// One simulated life of a deployment: people edit the sheet, programs write the database, an
// operator restarts and reconfigures, the engine runs cycles, and everything that can fail does.
// In the end all faults stop, and every promise is checked. Everything follows from the seed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/sim_transport.h"

namespace sheetkeeper::sim {

struct WorldOptions {
  std::string folder;  // for the database; removed files of a seed go with it
  bool trace = false;
};

struct WorldResult {
  std::vector<std::string> wrongs;  // empty: every promise was kept
  std::vector<std::string> trace;
  int64_t cycles = 0;
  int64_t calls = 0;
  int64_t faults = 0;
  int64_t edits = 0;
  int64_t conflicts = 0;
};

WorldResult RunWorld(uint64_t seed, const WorldOptions& options);

}  // namespace sheetkeeper::sim
