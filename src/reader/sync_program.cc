#include "reader/sync_program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include <spawn.h>

#include "base/clock.h"
#include "base/system_clock.h"

extern char** environ;  // NOLINT: of POSIX

namespace sheetkeeper::reader {
namespace {

constexpr std::size_t kKeptBytes = 4096;  // of what it said
constexpr int kLookForStopMs = 100;
constexpr std::chrono::seconds kGrace{20};

class Child {
 public:
  ~Child() {
    if (errors_ >= 0) ::close(errors_);
  }

  // 0, or why it could not be started.
  int Start(const std::vector<std::string>& command);
  // True at its end, false where it goes on after `until`, or a stop is asked for.
  bool WaitUntil(MonoTime until, const std::stop_token& stop);
  void Terminate(int signal) const { ::kill(pid_, signal); }
  // REQUIRES: it has ended, or will.
  int ExitStatus() const;
  // Of what it said: the last error of its log, else the last line.
  std::string Complaint() const;

 private:
  bool Listen();

  pid_t pid_ = -1;
  int errors_ = -1;  // its standard error
  std::string said_;
};

int Child::Start(const std::vector<std::string>& command) {
  std::array<int, 2> pipe{};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return errno;
  errors_ = pipe[0];
  std::vector<char*> words;
  for (const std::string& word : command) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&files, pipe[1], 2);
  // Signals that the caller blocks or ignores are as usual in it.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  const int trouble = ::posix_spawnp(&pid_, words[0], &files, &attributes, words.data(), environ);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&files);
  ::close(pipe[1]);
  return trouble;
}

// False at the end of what it says.
bool Child::Listen() {
  std::array<char, 1024> bytes{};
  const ssize_t count = ::read(errors_, bytes.data(), bytes.size());
  if (count <= 0) return count < 0 && errno == EINTR;
  said_.append(bytes.data(), static_cast<std::size_t>(count));
  if (said_.size() > kKeptBytes) said_.erase(0, said_.size() - kKeptBytes);
  return true;
}

bool Child::WaitUntil(MonoTime until, const std::stop_token& stop) {
  SystemClock clock;
  while (clock.Mono() < until && !stop.stop_requested()) {
    pollfd ready{errors_, POLLIN, 0};
    if (::poll(&ready, 1, kLookForStopMs) > 0 && !Listen()) return true;
  }
  return false;
}

int Child::ExitStatus() const {
  int status = 0;
  while (::waitpid(pid_, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

std::string Child::Complaint() const {
  constexpr std::string_view kError = " - ERROR - ";
  std::string text = said_;
  while (!text.empty() && text.back() == '\n') text.pop_back();
  const std::size_t error = text.rfind(kError);
  if (error == text.npos) return text.substr(text.rfind('\n') + 1);  // npos + 1 is 0
  const std::size_t begin = error + kError.size();
  return text.substr(begin, text.find('\n', begin) - begin);
}

std::string Join(const std::vector<std::string>& words) {
  std::string line;
  for (const std::string& word : words) line += (line.empty() ? "" : " ") + word;
  return line;
}

}  // namespace

Result<Done> RunSyncProgram(const std::vector<std::string>& command,
                            std::chrono::milliseconds timeout, std::stop_token stop) {
  if (command.empty()) return Error{ErrorCode::kSyncFailed, "no sync program is configured"};
  Child child;
  if (const int trouble = child.Start(command); trouble != 0) {
    return Error{ErrorCode::kSyncFailed,
                 "running " + command.front() + ": " + std::strerror(trouble)};
  }
  SystemClock clock;
  const bool ended = child.WaitUntil(clock.Mono() + timeout, stop);
  if (!ended) {
    child.Terminate(SIGTERM);
    if (!child.WaitUntil(clock.Mono() + kGrace, {})) child.Terminate(SIGKILL);
  }
  const int status = child.ExitStatus();
  if (!ended) {
    return Error{ErrorCode::kTimeout,
                 Join(command) + (stop.stop_requested() ? " was stopped" : " did not end in time")};
  }
  if (status == 0) return Done{};
  const std::string said = child.Complaint();
  return Error{ErrorCode::kSyncFailed, Join(command) + " ended with status " +
                                           std::to_string(status) +
                                           (said.empty() ? "" : ": " + said)};
}

}  // namespace sheetkeeper::reader
