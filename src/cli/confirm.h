// Talking with the person at the terminal.
#pragma once

#include <string>

#include "base/result.h"

namespace sheetkeeper {

// Somebody is there to be asked.
bool AtTerminal();

// For anything that is hard to take back. True with `yes` (the flag --yes), or where the person at
// the terminal says so to `question`, a sentence that ends with a question mark. Error
// kPreconditionFailed where nobody can be asked.
Result<bool> Confirm(const std::string& question, bool yes);

// Says on standard error what a person would do next; nothing where nobody is at a terminal.
void Hint(const std::string& words);

}  // namespace sheetkeeper
