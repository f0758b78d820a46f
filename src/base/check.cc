#include "base/check.h"

#include <cstdio>
#include <cstdlib>

namespace sheetkeeper {

void CheckFailed(const char* condition, const char* file, int line) {
  std::fprintf(stderr, "sheetkeeper: bug: CHECK(%s) failed at %s:%d\n", condition, file, line);
  std::abort();
}

}  // namespace sheetkeeper
