// The commands held, approve and revert: what the guards stopped, and a person's answer.
#pragma once

#include "base/result.h"
#include "store/store.h"

namespace sheetkeeper {

// The answer to a hold; where there is none, the error names the command that lists those there
// are.
Result<Hold> OrListed(Result<Hold> answered);

// argv[0] is the name of the command. Each gives the exit status.
int RunHeldCommand(int argc, char** argv);
int RunApproveCommand(int argc, char** argv);
int RunRevertCommand(int argc, char** argv);

}  // namespace sheetkeeper
