// The little of Unicode that the product needs.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace sheetkeeper {

// The number of code points in `text`; nothing where it is not valid UTF-8.
std::optional<size_t> CountCodePoints(std::string_view text);

}  // namespace sheetkeeper
