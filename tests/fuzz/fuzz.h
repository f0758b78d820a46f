#ifndef SHEETKEEPER_TESTS_FUZZ_FUZZ_H_
#define SHEETKEEPER_TESTS_FUZZ_FUZZ_H_

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

// What libFuzzer calls with each input; replay.cc calls it with the inputs of the corpus.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace sheetkeeper::emulator {

inline std::string_view TextOf(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

// Ends the run with a word on what was promised and does not hold.
inline void Require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "does not hold: %s\n", promise);
  std::abort();
}

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_TESTS_FUZZ_FUZZ_H_
