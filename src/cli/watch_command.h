// `sheetkeeper watch`: what happens, as it happens.
#pragma once

namespace sheetkeeper {

// argv[0] is the name of the command. Gives the exit status.
int RunWatchCommand(int argc, char** argv);

}  // namespace sheetkeeper
