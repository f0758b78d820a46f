#ifndef SHEETKEEPER_EMULATOR_COMMAND_H_
#define SHEETKEEPER_EMULATOR_COMMAND_H_

namespace sheetkeeper::emulator {

// `sheetkeeper emulate`: serves on 127.0.0.1 until SIGTERM or SIGINT. argv[0] is the command's
// name. Prints the base URL on the first line of standard output, then where the key file is and
// one line per spreadsheet. Returns the exit status: 0 when stopped by a signal, 1 when it cannot
// start, CLI11's when the arguments are wrong.
int RunEmulateCommand(int argc, char** argv);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_COMMAND_H_
