// The sweep: each of some canonical scenarios is run with every kind of fault at its first call,
// its second, and so on until there is no such call, once and from that call on. Nothing is random.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace sheetkeeper::sim {

struct SweepTotals {
  int64_t scenarios = 0;
  int64_t runs = 0;
  std::vector<std::string> wrongs;  // of the first runs that broke a promise
  int64_t failed = 0;
};

SweepTotals RunSweep(const std::string& folder);

}  // namespace sheetkeeper::sim
