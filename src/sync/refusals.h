// Rows that the sheet refused, and when to try them again. Forgotten at a restart, which costs one
// refused request.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/clock.h"
#include "store/store.h"

namespace sheetkeeper {

class Refusals {
 public:
  // `local`: the digest of what the database has.
  void Add(const std::string& table, const RowKey& key, uint64_t local, std::string reason,
           WallTime until);
  // The reason, while the row is as it was when it was refused and the time has not come.
  std::optional<std::string> Find(const std::string& table, const StoredRow& row,
                                  WallTime now) const;
  // The time of one of them has come after `from`, and not after `to`.
  bool AnyEndsBetween(WallTime from, WallTime to) const;

 private:
  struct Refused {
    uint64_t digest;
    std::string reason;
    WallTime until;
  };
  std::map<std::pair<std::string, RowKey>, Refused> rows_;
};

}  // namespace sheetkeeper
