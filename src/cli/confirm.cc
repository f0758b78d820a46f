#include "cli/confirm.h"

#include <unistd.h>

#include <array>
#include <cstdio>
#include <string_view>

#include <fmt/format.h>

namespace sheetkeeper {

bool AtTerminal() {
  return ::isatty(STDIN_FILENO) != 0 && ::isatty(STDERR_FILENO) != 0;
}

Result<bool> Confirm(const std::string& question, bool yes) {
  if (yes) return true;
  if (!AtTerminal()) {
    return Fail(ErrorKind::kPreconditionFailed,
                question + " Nothing is done: there is no terminal to ask at. Add --yes to do it.");
  }
  fmt::print(stderr, "{} [y/N] ", question);
  std::fflush(stderr);
  std::array<char, 16> answer{};
  const bool answered = std::fgets(answer.data(), answer.size(), stdin) != nullptr;
  const std::string_view word(answer.data());
  if (answered && (word == "y\n" || word == "yes\n" || word == "Y\n")) return true;
  fmt::print(stderr, "{}Nothing is done.\n", answered ? "" : "\n");
  return false;
}

void Hint(const std::string& words) {
  if (::isatty(STDERR_FILENO) != 0) fmt::print(stderr, "{}\n", words);
}

}  // namespace sheetkeeper
