// Commands of the user's that decide conflicts.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"
#include "store/conflict_decision.h"

namespace sheetkeeper {

// What the hook gets on standard input: one JSON object, as docs/FORMATS.md tells.
std::string HookInput(const KeptConflict& conflict);

// Runs the command with /bin/sh, `input` on its standard input, and gives what it printed; its
// standard error is ours. Error kInvalid: it failed, or printed too much.
Result<std::string> RunHook(const std::string& command, const std::string& input);

// A hook's answer: "mine", "theirs", "base", {"value": 5}; nothing for "leave". Error kInvalid:
// it is none of these.
Result<std::optional<ConflictChoice>> ParseAnswer(const std::string& answer);

}  // namespace sheetkeeper
