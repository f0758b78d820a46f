#include "sync/new_key.h"

#include <string>
#include <string_view>

namespace sheetkeeper {
namespace {

// Whole numbers of a sheet are exact up to 2^53. Programs that count keys up stay far below.
constexpr int64_t kLowestInteger = int64_t{1} << 50;
constexpr int64_t kHighestInteger = (int64_t{1} << 53) - 1;

// Without the letters that are taken for digits or for each other.
constexpr std::string_view kLetters = "abcdefghjkmnpqrstuvwxyz";
constexpr std::string_view kSigns = "0123456789abcdefghjkmnpqrstuvwxyz";
constexpr size_t kTextLength = 10;

}  // namespace

Value NewKey(const Column& column, Rng& rng) {
  if (column.type == ColumnType::kInteger) return rng.Between(kLowestInteger, kHighestInteger);
  std::string text(1, kLetters[rng.Below(kLetters.size())]);
  while (text.size() < kTextLength) text += kSigns[rng.Below(kSigns.size())];
  return text;
}

}  // namespace sheetkeeper
