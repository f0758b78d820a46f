// developerMetadata:search, for the tokens of batches (sync/evidence.h).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"

namespace sheetkeeper {

// The body of a search for any of these ids.
std::string TokenSearchJson(std::span<const int32_t> tokens);

// The id that an answer names first; nothing where it names none. `body` may be moved in memory.
// Error: kUnavailable, it is not such an answer.
Result<std::optional<int32_t>> ReadFoundToken(std::string& body);

}  // namespace sheetkeeper
