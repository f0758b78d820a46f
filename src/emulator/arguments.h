#ifndef SHEETKEEPER_EMULATOR_ARGUMENTS_H_
#define SHEETKEEPER_EMULATOR_ARGUMENTS_H_

#include <optional>
#include <string>
#include <vector>

#include "emulator/emulator.h"

namespace sheetkeeper::emulator {

// What `emulate` was told on the command line.
struct Arguments {
  int port = 0;
  std::vector<std::string> load;
  std::string key;
  std::string key_out;
  std::string save;
  std::string database;
  std::vector<std::string> faults;
  bool log = false;
  int drive_lag_s = 180;
  int clock_skew_s = 0;
  Options options = {};
};

inline constexpr int kExitUsage = 64;  // as sysexits.h has it

// The arguments, or the status to exit with: 0 after help, kExitUsage after a message about what is
// wrong with them.
std::optional<Arguments> ReadArguments(int argc, char** argv, int& status);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_ARGUMENTS_H_
