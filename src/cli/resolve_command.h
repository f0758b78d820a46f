// `sheetkeeper resolve`: decides conflicts.
#pragma once

namespace sheetkeeper {

// argv[0] is the name of the command. Gives the exit status.
int RunResolveCommand(int argc, char** argv);

}  // namespace sheetkeeper
