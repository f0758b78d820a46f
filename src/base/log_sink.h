// Where log lines go, and how they look.
//
//     2025-11-11 08:00:00,123 - sync_worker - INFO - message
//
// in local time; or, with LogFormat::kJson, one object:
//
//     {"time":"2025-11-11T08:00:00.123Z","level":"INFO","logger":"sync_worker","message":"..."}
//
// with the event's fields as further members. Line breaks and other control characters in a message
// are written as \n, \r, \t and \x1b, so that an event is always one line.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/log.h"
#include "base/result.h"

namespace sheetkeeper {

enum class LogFormat { kText, kJson };
std::optional<LogFormat> ParseLogFormat(std::string_view name);

struct LogOutput {
  std::string file;  // also append to this file; "": do not
  LogFormat format = LogFormat::kText;
};

// A sink that writes to standard output and, unless `file` is empty, appends to that file. Where
// both are one file (a unit with StandardOutput=append:) each line is written once; where standard
// output is the journal of systemd, events go there with their level and fields instead of as text.
// Lines are written whole, so several processes may append. A file that was moved away or deleted
// (logrotate) is made anew before the next line. Fails where the file cannot be opened.
Result<LogSink> MakeLogSink(const LogOutput& output);
LogSink StandardOutputSink();

// The line of an event, with its end.
std::string FormatLine(const LogEvent& event, LogFormat format, WallTime now);

}  // namespace sheetkeeper
