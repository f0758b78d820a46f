// The tokens of batches, and how long they stay in the spreadsheet.
//
// A token keeps a batch from landing twice, and from landing at all once its outcome is waited for
// no more (sync/evidence.h). It is a piece of developer metadata. Google grants a spreadsheet
// 30,000 characters of these keys, and refuses every batch beyond: so tokens that are of no use any
// more have to go. Of no use is one whose batch cannot be on its way any more. A request that is
// late is so by minutes, but no clock tells minutes for certain, as clocks jump; so tokens are
// counted. Each kTokensOfAGeneration of them have a key of their own, in a round of three, and the
// first batch of a generation clears the key of the one before the last. So what goes is older than
// some thousand tokens; at two of them in a batch and 60 batches in a minute, which is what Google
// allows, that is eight minutes. What stays are 9,000 characters.
//
// Databases that write to the same spreadsheet share the keys, and so clear what one of them that
// is gone has left.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/store.h"

namespace sheetkeeper {

inline constexpr int64_t kTokensOfAGeneration = 1000;

// What a batch does about tokens.
struct BatchTokens {
  std::vector<int32_t> burned;  // those of batches that are not to land any more
  std::string key;              // of all that it creates
  std::string cleared_key;      // whose tokens it clears first, or ""
};

// Of a batch with a token of its own and `burned`, where `written` tokens were written before.
BatchTokens TokensAfter(int64_t written, std::vector<int32_t> burned);

// How many tokens this database has written, or tried to.
Result<int64_t> ReadTokenCount(Store& store);
Result<> WriteTokenCount(StoreTransaction& transaction, int64_t written);

}  // namespace sheetkeeper
