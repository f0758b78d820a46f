// Standstill: how a cycle that has nothing to do is known without reading either side.
//
// What a cycle does follows from the database, from the sheet's answer and, in a few places, from
// the time. So where a cycle had nothing to do, the next one has nothing to do either while
//     no other connection has committed to the database, and the cycle itself wrote nothing;
//     the same read has an answer of the same digest;
//     no moment has come that a cycle waits for: a refused row is tried again, a lease is renewed,
//     the rows are compared with the base.
// Such a cycle costs a download and a digest, whatever the size of the tables. Anything else, and
// the cycle looks at everything.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "google/answer_digest.h"
#include "sync/engine.h"

namespace sheetkeeper {

// A cycle that had nothing to do, from the outside.
struct IdleCycle {
  std::vector<std::string> ranges;  // that it read
  AnswerDigest answer;
  int64_t database = 0;  // StoreVersion::by_others, before it was read
  WallTime at;
  std::optional<WallTime> lease_due;
  CycleReport report;
};

// A read that was kept, for a cycle that has to look at it after all.
struct KeptRead {
  std::vector<std::string> ranges;
  std::string body;
  AnswerDigest answer;
};

}  // namespace sheetkeeper
