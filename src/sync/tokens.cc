#include "sync/tokens.h"

#include <utility>

#include "base/number_text.h"

namespace sheetkeeper {
namespace {

constexpr char kWritten[] = "tokens.written";

std::string KeyOf(int64_t generation) {
  return "sk" + std::to_string(generation % 3);
}

}  // namespace

BatchTokens TokensAfter(int64_t written, std::vector<int32_t> burned) {
  const int64_t before = written / kTokensOfAGeneration;
  const int64_t now = (written + 1 + static_cast<int64_t>(burned.size())) / kTokensOfAGeneration;
  BatchTokens tokens{std::move(burned), KeyOf(now), ""};
  if (now != before) tokens.cleared_key = KeyOf(now + 1);
  return tokens;
}

Result<int64_t> ReadTokenCount(Store& store) {
  TRY_ASSIGN(const auto written, "counting the tokens", store.Meta(kWritten));
  return written ? ParseInteger(*written).value_or(0) : 0;
}

Result<> WriteTokenCount(StoreTransaction& transaction, int64_t written) {
  return transaction.SetMeta(kWritten, std::to_string(written));
}

}  // namespace sheetkeeper
