// The times in HTTP headers.
#pragma once

#include <optional>
#include <string_view>

#include "base/clock.h"
#include "http/transport.h"

namespace sheetkeeper {

// "Tue, 11 Nov 2025 08:00:00 GMT", the one form that servers may send. Nothing for any other text.
std::optional<WallTime> ParseHttpDate(std::string_view text);

// How long the server asks to wait (Retry-After, in seconds or as a date), from 0 to a day.
// Nothing where it does not ask.
std::optional<Millis> RetryAfter(const HttpResponse& response, WallTime now);

}  // namespace sheetkeeper
