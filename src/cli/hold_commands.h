// The commands held, approve and revert: what the guards stopped, and a person's answer.
#pragma once

namespace sheetkeeper {

// argv[0] is the name of the command. Each gives the exit status.
int RunHeldCommand(int argc, char** argv);
int RunApproveCommand(int argc, char** argv);
int RunRevertCommand(int argc, char** argv);

}  // namespace sheetkeeper
