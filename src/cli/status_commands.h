// `sheetkeeper status`, `health` and `stats`: they read the database and nothing else, whether a
// worker runs or not.
#pragma once

namespace sheetkeeper {

// argv[0] is the name of the command. Give the exit status.
int RunStatusCommand(int argc, char** argv);
int RunHealthCommand(int argc, char** argv);
int RunStatsCommand(int argc, char** argv);

}  // namespace sheetkeeper
