#include "base/log.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <memory>
#include <mutex>

#include <fmt/format.h>

namespace sheetkeeper {
namespace {

// A line that cannot be written is dropped: there is nowhere left to say so.
void WriteAll(int fd, std::string_view line) {
  while (!line.empty()) {
    const ssize_t n = ::write(fd, line.data(), line.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return;
    line.remove_prefix(static_cast<size_t>(n));
  }
}

std::string FormatLine(const LogEvent& event) {
  const auto now =
      std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm local{};
  ::localtime_r(&seconds, &local);
  char stamp[32];
  std::strftime(stamp, sizeof stamp, "%Y-%m-%d %H:%M:%S", &local);
  return fmt::format("{},{:03} - {} - {} - {}\n", stamp, now.time_since_epoch().count() % 1000,
                     event.logger, Name(event.level), event.message);
}

bool SameFile(int a, int b) {
  struct stat left {};
  struct stat right {};
  return ::fstat(a, &left) == 0 && ::fstat(b, &right) == 0 && left.st_dev == right.st_dev &&
         left.st_ino == right.st_ino;
}

class OutputSink {
 public:
  OutputSink() = default;
  explicit OutputSink(int file) : file_(file), doubled_(SameFile(file, STDOUT_FILENO)) {}
  ~OutputSink() {
    if (file_ >= 0) ::close(file_);
  }
  OutputSink(const OutputSink&) = delete;
  OutputSink& operator=(const OutputSink&) = delete;

  void Write(const LogEvent& event) const {
    const std::string line = FormatLine(event);
    if (!doubled_) WriteAll(STDOUT_FILENO, line);
    if (file_ >= 0) WriteAll(file_, line);
  }

 private:
  int file_ = -1;
  bool doubled_ = false;
};

LogSink DefaultSink() {
  return [output = std::make_shared<OutputSink>()](const LogEvent& event) { output->Write(event); };
}

std::mutex sink_mutex;
LogSink sink = DefaultSink();  // guarded by sink_mutex
std::atomic<LogLevel> minimum_level = LogLevel::kInfo;

}  // namespace

std::string_view Name(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug:
      return "DEBUG";
    case LogLevel::kInfo:
      return "INFO";
    case LogLevel::kWarning:
      return "WARNING";
    case LogLevel::kError:
      return "ERROR";
  }
  return "INFO";
}

std::optional<LogLevel> ParseLogLevel(std::string_view name) {
  std::string upper;
  for (const char c : name) {
    upper += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  }
  if (upper == "WARN") upper = "WARNING";
  for (const LogLevel level :
       {LogLevel::kDebug, LogLevel::kInfo, LogLevel::kWarning, LogLevel::kError}) {
    if (Name(level) == upper) return level;
  }
  return std::nullopt;
}

void SetLogSink(LogSink new_sink) {
  const std::lock_guard lock(sink_mutex);
  sink = new_sink ? std::move(new_sink) : DefaultSink();
}

void SetLogLevel(LogLevel minimum) {
  minimum_level = minimum;
}

Result<LogSink> MakeLogSink(const std::string& file) {
  if (file.empty()) return DefaultSink();
  const int fd = ::open(file.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
  if (fd < 0) {
    return Fail(ErrorKind::kStorage,
                fmt::format("opening the log file {}: {}", file, std::strerror(errno)));
  }
  return LogSink(
      [output = std::make_shared<OutputSink>(fd)](const LogEvent& event) { output->Write(event); });
}

bool LogEnabled(LogLevel level) {
  return level >= minimum_level;
}

void LogLine(LogLevel level, std::string_view logger, std::string_view message) {
  const std::lock_guard lock(sink_mutex);
  sink({level, logger, message});
}

}  // namespace sheetkeeper
