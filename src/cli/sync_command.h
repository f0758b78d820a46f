// `sheetkeeper sync --now`: a cycle now.
#pragma once

namespace sheetkeeper {

// argv[0] is the name of the command. Gives the exit status.
int RunSyncCommand(int argc, char** argv);

}  // namespace sheetkeeper
