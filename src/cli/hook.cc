#include "cli/hook.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/record_json.h"
#include "cli/value_json.h"

namespace sheetkeeper {
namespace {

using nlohmann::json;
constexpr size_t kMaxAnswer = 1 << 20;

Error Failed(const std::string& what) {
  return {ErrorKind::kStorage, fmt::format("{}: {}", what, std::strerror(errno))};
}

// The input as a file that is nowhere: a pipe would block where the hook does not read it.
Result<int> FileWith(const std::string& text) {
  const int file = ::memfd_create("sheetkeeper-hook", MFD_CLOEXEC);
  if (file < 0) return Fail(Failed("making the hook's input"));
  const bool written = ::write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (written && ::lseek(file, 0, SEEK_SET) == 0) return file;
  ::close(file);
  return Fail(Failed("writing the hook's input"));
}

[[noreturn]] void Become(const std::string& command, int in, int out) {
  ::dup2(in, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::execl("/bin/sh", "sh", "-c", command.c_str(), nullptr);
  ::_exit(127);
}

std::string ReadAll(int pipe) {
  std::string text;
  std::array<char, 4096> part{};
  while (text.size() <= kMaxAnswer) {
    const ssize_t count = ::read(pipe, part.data(), part.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    text.append(part.data(), static_cast<size_t>(count));
  }
  return text;
}

Result<> CheckEnd(pid_t child, size_t answer_size) {
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (answer_size > kMaxAnswer) return Fail(ErrorKind::kInvalid, "the hook printed too much");
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  return Fail(ErrorKind::kInvalid,
              WIFEXITED(status) ? fmt::format("the hook failed with status {}", WEXITSTATUS(status))
                                : fmt::format("the hook was ended by signal {}", WTERMSIG(status)));
}

Result<std::string> RunWith(const std::string& command, int input) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return Fail(Failed("making a pipe"));
  const pid_t child = ::fork();
  if (child == 0) Become(command, input, pipe[1]);
  ::close(pipe[1]);
  const std::string answer = child > 0 ? ReadAll(pipe[0]) : "";
  ::close(pipe[0]);
  if (child < 0) return Fail(Failed("starting the hook"));
  TRY("running the hook", CheckEnd(child, answer.size()));
  return answer;
}

Result<Value> ValueOf(const json& member) {
  if (member.is_null()) return Value(Null{});
  if (member.is_string()) return Value(member.get<std::string>());
  if (member.is_boolean()) return Value(std::string(member.get<bool>() ? "TRUE" : "FALSE"));
  if (member.is_number_integer()) return Value(member.get<int64_t>());
  if (member.is_number()) return Value(member.get<double>());
  return Fail(ErrorKind::kInvalid, "the hook's value is neither text, number, boolean nor null");
}

}  // namespace

std::string HookInput(const KeptConflict& conflict) {
  return ConflictHead(conflict)
             .Add("mine", JsonOf(conflict.database))
             .Add("theirs", JsonOf(conflict.sheet))
             .Done() +
         "\n";
}

Result<std::string> RunHook(const std::string& command, const std::string& input) {
  TRY_ASSIGN(const int file, "running the hook", FileWith(input));
  auto answer = RunWith(command, file);
  ::close(file);
  return answer;
}

Result<std::optional<ConflictChoice>> ParseAnswer(const std::string& answer) {
  using Kind = ConflictChoice::Kind;
  const size_t end = answer.find_last_not_of(" \t\r\n");
  const std::string word = answer.substr(0, end + 1);  // npos + 1 is 0
  if (word == "leave") return std::nullopt;
  for (const Kind kind : {Kind::kMine, Kind::kTheirs, Kind::kBase}) {
    if (word == Name(kind)) return ConflictChoice{kind, {}};
  }
  const json object = json::parse(word, nullptr, false);
  if (object.is_object() && object.size() == 1 && object.contains("value")) {
    TRY_ASSIGN(Value value, "reading the hook's answer", ValueOf(object["value"]));
    return ConflictChoice{Kind::kValue, std::move(value)};
  }
  return Fail(ErrorKind::kInvalid,
              fmt::format("the hook answered '{}', which is neither mine, theirs, base, leave nor "
                          "{{\"value\": ...}}",
                          word.substr(0, 100)));
}

}  // namespace sheetkeeper
