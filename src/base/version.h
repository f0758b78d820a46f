#pragma once

#include <string_view>

namespace sheetkeeper {

std::string_view Version();  // "0.1.0"

}  // namespace sheetkeeper
