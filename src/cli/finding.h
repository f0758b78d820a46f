// What `sheetkeeper doctor` finds, and the one list of the codes that it knows
// (docs/OPERATIONS.md has the same list; a test compares the two).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace sheetkeeper {

struct Finding {
  enum class Level {
    kGood,
    kNote,     // worth knowing
    kWarning,  // it works, but not for ever or not for everybody
    kFault,    // it does not work
  };
  Level level = Level::kGood;
  std::string check;   // what was looked at: "key"
  std::string code;    // stable; "ok" where it is good
  std::string cause;   // a sentence
  std::string remedy;  // "" where nothing is to be done
};
std::string_view Name(Finding::Level level);  // "good", "note", "warning", "fault"

struct KnownFinding {
  std::string_view code;
  Finding::Level level;
  std::string_view means;
  std::string_view remedy;
};
std::span<const KnownFinding> KnownFindings();

Finding Good(std::string check, std::string what);
// REQUIRES: the code is a known one.
Finding Found(std::string check, std::string_view code, std::string cause);
// By the error's own code; where it has none, "server" for an answer that could not be used, else
// "other".
Finding Found(std::string check, const Error& error);

}  // namespace sheetkeeper
