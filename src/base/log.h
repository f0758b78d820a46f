// The log: one event is one line,
//     2025-11-11 08:00:00,123 - sync_worker - INFO - message
// in local time, on standard output and, where one was opened, in a log file. Lines carry no cell
// contents, tokens or keys.
//
// One process-wide sink, set up by main before threads start; Log() may be called from any thread.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include <fmt/core.h>

#include "base/result.h"

namespace sheetkeeper {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

// "DEBUG", "INFO", "WARNING", "ERROR".
std::string_view Name(LogLevel level);
// Case does not matter; "warn" is "warning". Nothing for another word.
std::optional<LogLevel> ParseLogLevel(std::string_view name);

struct LogEvent {
  LogLevel level;
  std::string_view logger;  // the part of the program that speaks, such as "sync_worker"
  std::string_view message;
};

using LogSink = std::function<void(const LogEvent&)>;

// Replaces the sink; an empty one restores the default (standard output, INFO and above).
void SetLogSink(LogSink sink);
void SetLogLevel(LogLevel minimum);

// A sink that writes to standard output and, unless `file` is empty, appends to that file. Where
// both are one file (a unit with StandardOutput=append:) each line is written once. Lines are
// written whole, so several processes may append. Fails where the file cannot be opened.
Result<LogSink> MakeLogSink(const std::string& file);

void LogLine(LogLevel level, std::string_view logger, std::string_view message);
bool LogEnabled(LogLevel level);

template <typename... Args>
void Log(LogLevel level, std::string_view logger, fmt::format_string<Args...> format,
         Args&&... args) {
  if (LogEnabled(level)) LogLine(level, logger, fmt::format(format, std::forward<Args>(args)...));
}

}  // namespace sheetkeeper
