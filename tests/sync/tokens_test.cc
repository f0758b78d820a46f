#include "sync/tokens.h"

#include <map>
#include <vector>

#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

// What a spreadsheet has of them: the age of each, by key. Some batches burn others' tokens, and
// one in seven does not land.
TEST(TokensTest, WhatGoesIsOldAndWhatStaysIsLittle) {
  constexpr int kMostInABatch = 32;
  std::map<std::string, std::vector<int64_t>> sheet;
  int64_t written = 0;
  int64_t cleared = 0;
  for (int batch = 0; batch < 20'000; ++batch) {
    const std::vector<int32_t> burned(
        static_cast<size_t>(batch % 5 == 0 ? batch % kMostInABatch : 0), 7);
    const BatchTokens tokens = TokensAfter(written, burned);
    ASSERT_NE(tokens.cleared_key, tokens.key);
    const auto added = static_cast<int64_t>(1 + burned.size());
    if (batch % 7 != 0) {
      for (const int64_t token : sheet[tokens.cleared_key]) {
        ASSERT_GE(written - token, kTokensOfAGeneration - kMostInABatch) << batch;
        ++cleared;
      }
      sheet[tokens.cleared_key].clear();
      sheet[tokens.key].insert(sheet[tokens.key].end(), static_cast<size_t>(added), written);
    }
    written += added;
    size_t characters = 0;
    for (const auto& [key, found] : sheet) characters += key.size() * found.size();
    ASSERT_LT(characters, 20'000U) << "Google grants 30,000";
  }
  EXPECT_GT(cleared, written / 2);
}

}  // namespace
}  // namespace sheetkeeper
