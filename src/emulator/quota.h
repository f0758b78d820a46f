#ifndef SHEETKEEPER_EMULATOR_QUOTA_H_
#define SHEETKEEPER_EMULATOR_QUOTA_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "emulator/wire/result.h"

namespace sheetkeeper::emulator {

// Requests per minute and caller, reads and writes apart. Every minute of the clock begins anew.
class Quota {
 public:
  // Counts a request, or refuses it. A limit of 0 is none.
  Result<> Spend(const std::string& caller, bool write, int limit, int64_t now_ms);

 private:
  int64_t minute_ = 0;
  std::map<std::pair<std::string, bool>, int> spent_;
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_QUOTA_H_
