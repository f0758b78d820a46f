#include "cli/flags.h"

#include <cstdio>
#include <string_view>

#include <fmt/format.h>

#include "cli/man_page.h"
#include "config/nearest_word.h"

namespace sheetkeeper {
namespace {

const Flag* Find(const CommandLine& line, const std::string& name) {
  for (const Flag& flag : line.flags) {
    if (flag.name == name) return &flag;
  }
  return nullptr;
}

std::string Unknown(const CommandLine& line, const std::string& word) {
  if (!word.starts_with('-')) {
    const bool table = Find(line, "--table") != nullptr;
    return fmt::format("'{}' is not a flag{}", word,
                       table ? "; did you mean --table " + word + "?" : "");
  }
  std::vector<std::string_view> known;
  for (const Flag& flag : line.flags) known.push_back(flag.name);
  const std::string_view nearest = NearestWord(word, known);
  return nearest.empty() ? fmt::format("unknown flag {}", word)
                         : fmt::format("unknown flag {}; did you mean {}?", word, nearest);
}

// A word of the command line: "--interval=60" in two parts.
struct Word {
  std::string name;
  std::optional<std::string> value;
};

Word Split(const std::string& text) {
  const size_t equals = text.starts_with("--") ? text.find('=') : std::string::npos;
  if (equals == std::string::npos) return {text, std::nullopt};
  return {text.substr(0, equals), text.substr(equals + 1)};
}

}  // namespace

int Fails(const CommandLine& line, const Error& error, int status) {
  const std::string_view code = error.code.empty() ? Name(error.kind) : error.code;
  if (code == "config-wrong") {
    // A line for each mistake.
    fmt::print(stderr, "{}: wrong configuration [{}]\n{}\n", line.command, code, error.message);
  } else {
    fmt::print(stderr, "{}: {} [{}]\n", line.command, error.message, code);
  }
  return status;
}

int UsageError(const CommandLine& line, const std::string& message) {
  fmt::print(stderr, "{}: {}\nSee '{} --help'.\n", line.command, message, line.command);
  return kExitUsage;
}

std::string Help(const CommandLine& line) {
  const std::string word = line.word_unit.empty() ? "" : " " + line.word_unit;
  std::string help = fmt::format("{}\n\nExamples:\n{}\nUsage: {}{} [flags]\n\n{}:\n", line.summary,
                                 line.examples, line.command, word, line.flags_title);
  const auto add = [&](const std::string& flag, const std::string& summary) {
    help += fmt::format("  {:<26} {}\n", flag, summary);
  };
  for (const Flag& flag : line.flags) {
    add(flag.unit.empty() ? flag.name : flag.name + " " + flag.unit, flag.summary);
  }
  add("-h, --help", "show this; --help=man: as a manual page");
  return help + (line.more.empty() ? "" : "\n" + line.more);
}

std::optional<int> ParseFlags(const CommandLine& line, int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    Word word = Split(argv[i]);
    if (word.name == "--help" || word.name == "-h") {
      fmt::print("{}", word.value == "man" ? ManPage(line, 1) : Help(line));
      return 0;
    }
    if (line.take_word && !word.name.starts_with('-')) {
      const Result<> taken = line.take_word(argv[i]);
      if (!taken) return UsageError(line, taken.error().message);
      continue;
    }
    const Flag* flag = Find(line, word.name);
    if (flag == nullptr) return UsageError(line, Unknown(line, word.name));
    if (flag->unit.empty() && word.value) {
      return UsageError(line, fmt::format("{} takes no value", flag->name));
    }
    if (!flag->unit.empty() && !word.value) {
      if (++i == argc) return UsageError(line, fmt::format("{} needs a value", flag->name));
      word.value = argv[i];
    }
    const Result<> taken = flag->take(word.value.value_or(""));
    if (!taken) return UsageError(line, fmt::format("{}: {}", flag->name, taken.error().message));
  }
  return std::nullopt;
}

}  // namespace sheetkeeper
