#include "base/log.h"

#include <atomic>
#include <cctype>
#include <chrono>
#include <map>
#include <mutex>

#include <fmt/format.h>

#include "base/log_sink.h"

namespace sheetkeeper {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;
constexpr auto kQuietTime = std::chrono::minutes(10);
constexpr size_t kMostRemembered = 100;

// Which warnings were written lately, and how many like them were left out since.
class Repetitions {
 public:
  struct Verdict {
    bool write = true;
    int left_out = 0;  // since it was last written
  };

  Verdict Note(const LogEvent& event, SteadyTime now) {
    if (event.level != LogLevel::kWarning) return {};
    if (known_.size() >= kMostRemembered) known_.clear();
    const auto [it, first] =
        known_.try_emplace(fmt::format("{}: {}", event.logger, event.message), Known{now, 0});
    if (first) return {};
    Known& known = it->second;
    if (now - known.written < kQuietTime) {
      ++known.left_out;
      return {.write = false};
    }
    known.written = now;
    return {true, std::exchange(known.left_out, 0)};
  }

  void Forget() { known_.clear(); }

 private:
  struct Known {
    SteadyTime written;
    int left_out;
  };
  std::map<std::string, Known> known_;
};

std::mutex sink_mutex;
LogSink sink = StandardOutputSink();  // guarded by sink_mutex
Repetitions repetitions;              // guarded by sink_mutex
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
  sink = new_sink ? std::move(new_sink) : StandardOutputSink();
  repetitions.Forget();
}

void SetLogLevel(LogLevel minimum) {
  minimum_level = minimum;
}

bool LogEnabled(LogLevel level) {
  return level >= minimum_level;
}

void LogLine(const LogEvent& event) {
  const std::lock_guard lock(sink_mutex);
  const Repetitions::Verdict verdict = repetitions.Note(event, std::chrono::steady_clock::now());
  if (!verdict.write) return;
  if (verdict.left_out == 0) return sink(event);
  LogEvent counted = event;
  const std::string message = fmt::format("{} (and {} times more since it was last logged)",
                                          event.message, verdict.left_out);
  counted.message = message;
  sink(counted);
}

}  // namespace sheetkeeper
