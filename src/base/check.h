// CHECK(condition): a condition that only a bug can break. In every build a broken one says where
// on standard error and aborts; the supervisor restarts the process, and the store's transactions
// leave a state that the next cycle can go on from.
#pragma once

namespace sheetkeeper {

[[noreturn]] void CheckFailed(const char* condition, const char* file, int line);

}  // namespace sheetkeeper

#define CHECK(condition)                                          \
  do {                                                            \
    if (!(condition)) {                                           \
      ::sheetkeeper::CheckFailed(#condition, __FILE__, __LINE__); \
    }                                                             \
  } while (false)
