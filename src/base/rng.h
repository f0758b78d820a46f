// A small seeded random generator (SplitMix64) for back-off jitter, ids and simulations: the same
// seed gives the same sequence on every machine, which std::uniform_int_distribution does not
// promise. Not for secrets. Not thread-safe.
#pragma once

#include <cstdint>

namespace sheetkeeper {

class Rng {
 public:
  explicit Rng(uint64_t seed) : state_(seed) {}

  uint64_t Next();
  // Uniform in [0, bound). REQUIRES: bound > 0.
  uint64_t Below(uint64_t bound);
  // Uniform in [low, high], both included. REQUIRES: low <= high.
  int64_t Between(int64_t low, int64_t high);
  // True with probability percent/100.
  bool Percent(int percent) { return Below(100) < static_cast<uint64_t>(percent); }

 private:
  uint64_t state_;
};

// A seed from the system's entropy.
uint64_t RandomSeed();

}  // namespace sheetkeeper
