#include "sync/open_intents.h"

#include <algorithm>

namespace sheetkeeper {
namespace {

// Clocks jump, so age alone gives none up; neither does number, as many may be tried in a minute.
constexpr size_t kAlwaysKept = 64;
constexpr int64_t kLateMs = 30 * 60 * 1000;

// An intent is recorded without the headers of the rows that it puts back.
bool SayTheSame(const SheetOp& one, const SheetOp& other) {
  if (one.kind != SheetOp::Kind::kRestoreRow) return one == other;
  SheetOp recorded = one;
  recorded.restored_headers = other.restored_headers;
  return recorded == other;
}

}  // namespace

const Intent* FindSame(const Intent& intent, const std::vector<Intent>& open) {
  const auto same = std::find_if(open.begin(), open.end(), [&](const Intent& other) {
    return other.layouts == intent.layouts &&
           std::equal(other.ops.begin(), other.ops.end(), intent.ops.begin(), intent.ops.end(),
                      SayTheSame);
  });
  return same != open.end() ? &*same : nullptr;
}

std::vector<int32_t> GivenUp(const std::vector<Intent>& open, int64_t now_ms) {
  std::vector<int32_t> tokens;
  for (size_t i = 0; i + kAlwaysKept < open.size(); ++i) {
    if (open[i].at_ms + kLateMs < now_ms) tokens.push_back(open[i].token);
  }
  return tokens;
}

}  // namespace sheetkeeper
