// `sheetkeeper diff`: what differs between the two sides now.
#pragma once

namespace sheetkeeper {

// argv[0] is the name of the command. Gives the exit status.
int RunDiffCommand(int argc, char** argv);

}  // namespace sheetkeeper
