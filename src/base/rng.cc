#include "base/rng.h"

#include <random>

#include "base/check.h"

namespace sheetkeeper {

uint64_t Rng::Next() {
  uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
  z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
  z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
  return z ^ (z >> 31U);
}

uint64_t Rng::Below(uint64_t bound) {
  CHECK(bound > 0);
  return Next() % bound;
}

int64_t Rng::Between(int64_t low, int64_t high) {
  CHECK(low <= high);
  return low + static_cast<int64_t>(Below(static_cast<uint64_t>(high - low) + 1));
}

uint64_t RandomSeed() {
  std::random_device device;
  return (static_cast<uint64_t>(device()) << 32U) | device();
}

}  // namespace sheetkeeper
