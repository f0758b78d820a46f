// Asking before anything that is hard to take back.
#pragma once

#include <string>

#include "base/result.h"

namespace sheetkeeper {

// True with `yes` (the flag --yes), or where the person at the terminal says so to `question`, a
// sentence that ends with a question mark. Error kPreconditionFailed where nobody can be asked.
Result<bool> Confirm(const std::string& question, bool yes);

}  // namespace sheetkeeper
