// The help of a command as a manual page, so that there is one source for both.
#pragma once

#include <string>

#include "cli/flags.h"

namespace sheetkeeper {

// In the language of man(7). `section` is 1 for commands, 5 for files.
std::string ManPage(const CommandLine& line, int section);

}  // namespace sheetkeeper
