// `sheetkeeper doctor`: the whole chain from the configuration to the last cell, looked at.
#pragma once

namespace sheetkeeper {

// argv[0] is the name of the command. Gives the exit status.
int RunDoctorCommand(int argc, char** argv);

}  // namespace sheetkeeper
