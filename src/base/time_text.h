// Dates and times as text. UTC for records; calendar dates without any zone for cells.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace sheetkeeper {

// "2025-11-11T08:00:00.123Z".
std::string FormatRfc3339(WallTime time);
// Accepts "Z" and up to three fraction digits; nothing else.
std::optional<WallTime> ParseRfc3339(std::string_view text);

// A spreadsheet serial counts days since 1899-12-30; the fraction is the time of day. It has no
// zone: what people see is what is meant.
// "2025-11-11" <-> whole days. Years 0001 to 9999.
std::string FormatDate(int64_t serial_days);
std::optional<int64_t> ParseDate(std::string_view text);
// "2025-11-11T08:00:00", with ".mmm" where the milliseconds are not zero. `serial_ms` counts
// milliseconds since 1899-12-30T00:00:00.
std::string FormatDateTime(int64_t serial_ms);
// Accepts 'T' or a blank between date and time, seconds optional.
std::optional<int64_t> ParseDateTime(std::string_view text);

}  // namespace sheetkeeper
