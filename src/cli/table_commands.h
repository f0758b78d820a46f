// `sheetkeeper pause`, `sheetkeeper resume` and `sheetkeeper resync`: a person's word on tables.
#pragma once

namespace sheetkeeper {

// argv[0] is the name of the command. Each gives the exit status.
int RunPauseCommand(int argc, char** argv);
int RunResumeCommand(int argc, char** argv);
int RunResyncCommand(int argc, char** argv);

}  // namespace sheetkeeper
