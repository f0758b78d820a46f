// Manual pages that are no command's: `sheetkeeper help config`, and the program's own.
#pragma once

#include <string_view>

#include "cli/flags.h"

namespace sheetkeeper {

// The configuration file.
CommandLine DescribeConfiguration();

}  // namespace sheetkeeper
