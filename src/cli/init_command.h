// `sheetkeeper init`: from the address of a spreadsheet to a configuration.
#pragma once

namespace sheetkeeper {

// argv[0] is the name of the command. Gives the exit status.
int RunInitCommand(int argc, char** argv);

}  // namespace sheetkeeper
