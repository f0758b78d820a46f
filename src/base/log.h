// The log: one event is one line. Lines carry no cell contents, tokens or keys.
//
// One process-wide sink, set up by main before threads start (base/log_sink.h); Log() may be called
// from any thread.
//
// A warning that says the very same as one of the last ten minutes is counted instead of written;
// the next one that is written tells how many were left out. Errors are always written: scripts
// count them.
#pragma once

#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <fmt/core.h>

namespace sheetkeeper {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// "DEBUG", "INFO", "WARNING", "ERROR".
std::string_view Name(LogLevel level);
// Case does not matter; "warn" is "warning". Nothing for another word.
std::optional<LogLevel> ParseLogLevel(std::string_view name);

// A fact of an event that programs search for: in JSON lines a member, in the journal a field.
struct LogField {
  std::string_view name;  // "duration_ms"
  std::string value;
};

struct LogEvent {
  LogLevel level;
  std::string_view logger;  // the part of the program that speaks, such as "sync_worker"
  std::string_view message;
  std::span<const LogField> fields = {};
};

using LogSink = std::function<void(const LogEvent&)>;

// Replaces the sink; an empty one restores the default (standard output). Forgets which warnings
// were written lately.
void SetLogSink(LogSink sink);
void SetLogLevel(LogLevel minimum);

void LogLine(const LogEvent& event);
bool LogEnabled(LogLevel level);

template <typename... Args>
void Log(LogLevel level, std::string_view logger, fmt::format_string<Args...> format,
         Args&&... args) {
  if (!LogEnabled(level)) return;
  LogLine({level, logger, fmt::format(format, std::forward<Args>(args)...)});
}

// The same, with fields.
template <typename... Args>
void LogWith(std::initializer_list<LogField> fields, LogLevel level, std::string_view logger,
             fmt::format_string<Args...> format, Args&&... args) {
  if (!LogEnabled(level)) return;
  LogLine({level, logger, fmt::format(format, std::forward<Args>(args)...),
           std::span(fields.begin(), fields.size())});
}

}  // namespace sheetkeeper
