// The flags of a command, and its help.
//
// A value follows its flag or an equals sign: --interval 60, --interval=60. --help and -h are
// understood by every command; --help=man gives the help as a manual page.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/exit_status.h"
#include "base/result.h"

namespace sheetkeeper {

inline constexpr int kExitCannotTell = 2;  // of a command that only reports

struct Flag {
  std::string name;     // "--interval"
  std::string unit;     // what its value is, for the help: "SECONDS"; "" for a flag without one
  std::string summary;  // for the help
  // Receives the value, "" where the flag has none. An error is a usage error.
  std::function<Result<>(const std::string& value)> take;
};

struct CommandLine {
  std::string command;   // as typed: "sheetkeeper worker"
  std::string summary;   // what it does, in a sentence
  std::string examples;  // whole lines
  std::vector<Flag> flags;
  std::string more;  // whole lines at the end of the help
  std::string flags_title = "Flags";
  // The one word without a flag that the command takes: its unit, and what receives it.
  std::string word_unit = "";
  std::function<Result<>(const std::string& word)> take_word = nullptr;
};

std::string Help(const CommandLine& line);

// Takes the flags in argv[1] and after it. Gives the exit status where the command is done with:
// the help was asked for (and shown), or a flag is wrong (which is said on standard error).
std::optional<int> ParseFlags(const CommandLine& line, int argc, char** argv);

// These say on standard error why the command ends, and give its exit status. Fails ends with the
// error's code, or its kind (docs/OPERATIONS.md has both); UsageError names the help.
int Fails(const CommandLine& line, const Error& error, int status = kExitFailed);
int UsageError(const CommandLine& line, const std::string& message);

}  // namespace sheetkeeper
