#include "worker/instance_lock.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "base/number_text.h"

namespace sheetkeeper {
namespace {

namespace fs = std::filesystem;

// "1234 sync_worker --interval 300".
std::string ThisProcess() {
  std::ifstream in("/proc/self/cmdline", std::ios::binary);
  std::string command{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  while (!command.empty() && command.back() == '\0') command.pop_back();
  std::replace(command.begin(), command.end(), '\0', ' ');
  return fmt::format("{} {}\n", ::getpid(), command);
}

void WriteHolder(int file) {
  const std::string holder = ThisProcess();
  // It is for people only: a lock without a name is a lock.
  if (::ftruncate(file, 0) != 0) return;
  [[maybe_unused]] const ssize_t written = ::pwrite(file, holder.data(), holder.size(), 0);
}

LockHolder ReadHolder(int file) {
  std::array<char, 1024> text{};
  const ssize_t size = ::pread(file, text.data(), text.size(), 0);
  const std::string_view line(text.data(), static_cast<size_t>(std::max<ssize_t>(size, 0)));
  const size_t blank = line.find(' ');
  const std::string_view pid = line.substr(0, blank);
  if (blank == std::string_view::npos) return {0, "another process"};
  const std::string_view command = line.substr(blank + 1, line.find('\n') - blank - 1);
  return {static_cast<int>(ParseInteger(pid).value_or(0)),
          fmt::format("process {} ({})", pid, command)};
}

struct flock WholeFile() {
  struct flock lock {};
  lock.l_type = F_WRLCK;
  lock.l_whence = SEEK_SET;
  return lock;
}

std::string LockPath(const std::string& db_path) {
  std::error_code trouble;
  const fs::path resolved = fs::weakly_canonical(fs::absolute(fs::path(db_path)), trouble);
  return (trouble ? db_path : resolved.string()) + ".lock";
}

Error StorageError(const std::string& path, const std::string& reason) {
  return {ErrorKind::kStorage,
          fmt::format("opening the lock file {}: {}; run this as the user of the folder, or let "
                      "db_path name another",
                      path, reason)};
}

}  // namespace

Result<InstanceLock> InstanceLock::Take(const std::string& db_path) {
  const std::string path = LockPath(db_path);
  std::error_code trouble;
  fs::create_directories(fs::path(path).parent_path(), trouble);
  if (trouble) return Fail(StorageError(path, trouble.message()));
  const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0640);
  if (file < 0) return Fail(StorageError(path, std::strerror(errno)));
  InstanceLock lock(file);
  struct flock whole = WholeFile();
  if (::fcntl(file, F_OFD_SETLK, &whole) == 0) {
    WriteHolder(file);
    return lock;
  }
  if (errno != EAGAIN && errno != EACCES) return Fail(StorageError(path, std::strerror(errno)));
  return Fail(ErrorKind::kBusy,
              fmt::format("the database {} is in the care of {}; stop that one first, or give this "
                          "one a database of its own with --db-path",
                          db_path, ReadHolder(file).text));
}

std::optional<LockHolder> InstanceLock::Holder(const std::string& db_path) {
  const int file = ::open(LockPath(db_path).c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  struct flock whole = WholeFile();
  const bool held = ::fcntl(file, F_OFD_GETLK, &whole) == 0 && whole.l_type != F_UNLCK;
  std::optional<LockHolder> holder;
  if (held) holder = ReadHolder(file);
  ::close(file);
  return holder;
}

InstanceLock::InstanceLock(InstanceLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}

InstanceLock& InstanceLock::operator=(InstanceLock&& other) noexcept {
  std::swap(file_, other.file_);
  return *this;
}

InstanceLock::~InstanceLock() {
  if (file_ >= 0) ::close(file_);
}

}  // namespace sheetkeeper
