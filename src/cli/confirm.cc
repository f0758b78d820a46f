#include "cli/confirm.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <string_view>

#include <fmt/format.h>

namespace sheetkeeper {

Result<bool> Confirm(const std::string& question, bool yes) {
  if (yes) return true;
  if (::isatty(STDIN_FILENO) == 0 || ::isatty(STDERR_FILENO) == 0) {
    return Fail(ErrorKind::kPreconditionFailed,
                question + " Nothing is done: there is no terminal to ask at. Add --yes to do it.");
  }
  fmt::print(stderr, "{} [y/N] ", question);
  std::fflush(stderr);
  std::array<char, 16> answer{};
  if (std::fgets(answer.data(), answer.size(), stdin) == nullptr) return false;
  const std::string_view word(answer.data());
  return word == "y\n" || word == "yes\n" || word == "Y\n";
}

}  // namespace sheetkeeper
