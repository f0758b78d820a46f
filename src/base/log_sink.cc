#include "base/log_sink.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <ctime>
#include <memory>

#include <fmt/format.h>

#include "base/journal.h"
#include "base/json_text.h"
#include "base/time_text.h"

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

std::string OneLine(std::string_view message) {
  std::string line;
  for (const char c : message) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7f) {
      line += c;
    } else if (c == '\n') {
      line += "\\n";
    } else if (c == '\r') {
      line += "\\r";
    } else if (c == '\t') {
      line += "\\t";
    } else {
      line += fmt::format("\\x{:02x}", byte);
    }
  }
  return line;
}

std::string FormatText(const LogEvent& event, WallTime now) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(now);
  std::tm local{};
  ::localtime_r(&seconds, &local);
  char stamp[32];
  std::strftime(stamp, sizeof stamp, "%Y-%m-%d %H:%M:%S", &local);
  return fmt::format("{},{:03} - {} - {} - {}\n", stamp, now.time_since_epoch().count() % 1000,
                     event.logger, Name(event.level), OneLine(event.message));
}

std::string FormatJson(const LogEvent& event, WallTime now) {
  std::string line =
      fmt::format(R"({{"time":"{}","level":"{}","logger":{},"message":{})", FormatRfc3339(now),
                  Name(event.level), JsonText(event.logger), JsonText(event.message));
  for (const LogField& field : event.fields) {
    line += fmt::format(",{}:{}", JsonText(field.name), JsonText(field.value));
  }
  return line + "}\n";
}

WallTime Now() {
  return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
}

bool SameFile(const struct stat& a, const struct stat& b) {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

// The file that lines are appended to, under its name: when somebody renames or deletes it, a new
// one is made.
class LogFile {
 public:
  static Result<std::unique_ptr<LogFile>> Open(const std::string& path) {
    const int fd = OpenToAppend(path);
    if (fd < 0) {
      return Fail(ErrorKind::kStorage,
                  fmt::format("opening the log file {}: {}", path, std::strerror(errno)));
    }
    return std::unique_ptr<LogFile>(new LogFile(path, fd));
  }
  ~LogFile() { ::close(fd_); }
  LogFile(const LogFile&) = delete;
  LogFile& operator=(const LogFile&) = delete;

  bool IsStandardOutput() const {
    struct stat here {};
    struct stat out {};
    return ::fstat(fd_, &here) == 0 && ::fstat(STDOUT_FILENO, &out) == 0 && SameFile(here, out);
  }

  void Write(std::string_view line) {
    ReopenIfMoved();
    WriteAll(fd_, line);
  }

 private:
  LogFile(std::string path, int fd) : path_(std::move(path)), fd_(fd) {}

  static int OpenToAppend(const std::string& path) {
    return ::open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0640);
  }

  void ReopenIfMoved() {
    struct stat ours {};
    struct stat named {};
    const bool there = ::stat(path_.c_str(), &named) == 0;
    if (there && ::fstat(fd_, &ours) == 0 && SameFile(ours, named)) return;
    const int fd = OpenToAppend(path_);
    if (fd < 0) return;  // lines still go to the file that we have
    ::close(fd_);
    fd_ = fd;
  }

  const std::string path_;
  int fd_;
};

class OutputSink {
 public:
  OutputSink(std::unique_ptr<LogFile> file, LogFormat format)
      : file_(std::move(file)), format_(format) {
    if (Journal::IsOutput(STDOUT_FILENO)) journal_ = Journal::Connect();
    to_output_ = !journal_ && (!file_ || !file_->IsStandardOutput());
  }

  void Write(const LogEvent& event) {
    const std::string line = FormatLine(event, format_, Now());
    if (file_) file_->Write(line);
    if (to_output_) WriteAll(STDOUT_FILENO, line);
    // An event that the journal does not take is too long for it; standard output cuts it.
    if (journal_ && !journal_->Send(event)) WriteAll(STDOUT_FILENO, line);
  }

 private:
  std::unique_ptr<LogFile> file_;
  const LogFormat format_;
  std::unique_ptr<Journal> journal_;
  bool to_output_ = true;
};

LogSink SinkFor(std::unique_ptr<LogFile> file, LogFormat format) {
  return [output = std::make_shared<OutputSink>(std::move(file), format)](const LogEvent& event) {
    output->Write(event);
  };
}

}  // namespace

std::optional<LogFormat> ParseLogFormat(std::string_view name) {
  if (name == "text") return LogFormat::kText;
  if (name == "json") return LogFormat::kJson;
  return std::nullopt;
}

std::string FormatLine(const LogEvent& event, LogFormat format, WallTime now) {
  return format == LogFormat::kJson ? FormatJson(event, now) : FormatText(event, now);
}

Result<LogSink> MakeLogSink(const LogOutput& output) {
  std::unique_ptr<LogFile> file;
  if (!output.file.empty()) {
    Result<std::unique_ptr<LogFile>> opened = LogFile::Open(output.file);
    if (!opened) return Fail(std::move(opened).error());
    file = std::move(*opened);
  }
  return SinkFor(std::move(file), output.format);
}

LogSink StandardOutputSink() {
  return SinkFor(nullptr, LogFormat::kText);
}

}  // namespace sheetkeeper
