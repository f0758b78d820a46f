// `sheetkeeper worker`, also known as sync_worker: the sync daemon.
#pragma once

namespace sheetkeeper {

// argv[0] is the name that the command was called by. Gives the exit status.
int RunWorkerCommand(int argc, char** argv);

}  // namespace sheetkeeper
