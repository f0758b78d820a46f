// How our programs end; docs/OPERATIONS.md has what each command means by it.
#pragma once

namespace sheetkeeper {

inline constexpr int kExitGood = 0;
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUsage = 64;    // EX_USAGE
inline constexpr int kExitDamaged = 65;  // EX_DATAERR: the database; starting again may do harm
inline constexpr int kExitConfig = 78;   // EX_CONFIG: starting again does not help

}  // namespace sheetkeeper
