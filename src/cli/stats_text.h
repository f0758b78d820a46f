// Statistics for people and for programs (one object; docs/FORMATS.md lists its members).
#pragma once

#include <string>

#include "base/clock.h"
#include "store/status_reader.h"

namespace sheetkeeper {

std::string StatsText(const Activity& activity, WallTime since);
std::string StatsJson(const Activity& activity, WallTime since);

}  // namespace sheetkeeper
