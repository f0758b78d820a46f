// The command undo: takes recorded changes back, on both sides.
#pragma once

namespace sheetkeeper {

// argv[0] is the name of the command. Gives the exit status.
int RunUndoCommand(int argc, char** argv);

}  // namespace sheetkeeper
