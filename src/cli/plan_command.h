// `sheetkeeper plan`: what the next cycle would do.
#pragma once

namespace sheetkeeper {

// argv[0] is the name of the command. Gives the exit status.
int RunPlanCommand(int argc, char** argv);

}  // namespace sheetkeeper
