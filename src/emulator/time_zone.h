#ifndef SHEETKEEPER_EMULATOR_TIME_ZONE_H_
#define SHEETKEEPER_EMULATOR_TIME_ZONE_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace sheetkeeper::emulator {

// How many seconds a zone ("Europe/Paris", "GMT-07:00") is ahead of UTC at a moment, in
// milliseconds since 1970. Nothing for what is no zone.
std::optional<int> OffsetOfZone(std::string_view zone, int64_t ms);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_TIME_ZONE_H_
