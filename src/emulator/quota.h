#ifndef SHEETKEEPER_EMULATOR_QUOTA_H_
#define SHEETKEEPER_EMULATOR_QUOTA_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "emulator/emulator.h"
#include "emulator/wire/result.h"

namespace sheetkeeper::emulator {

// Requests per minute, reads and writes apart: of one caller, and of all callers together, who are
// one project. Every minute of the clock begins anew.
class Quota {
 public:
  // Counts a request, or refuses it. A refused request costs nothing.
  Result<> Spend(const Options& limits, const std::string& caller, bool write, int64_t now_ms);
  void Clear() { spent_.clear(); }

 private:
  int64_t minute_ = 0;
  std::map<std::pair<std::string, bool>, int> spent_;  // the caller is empty for the project
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_QUOTA_H_
