// Text as a JSON string, for the few places that write JSON without a library: log lines and
// status.
#pragma once

#include <string>
#include <string_view>

namespace sheetkeeper {

// With its quotes. Invalid UTF-8 is replaced, so that the result is valid JSON whatever it is
// given.
std::string JsonText(std::string_view text);

}  // namespace sheetkeeper
