// Dates and times by a compiled pattern.
#pragma once

#include <string>

#include "emulator/calc/locale.h"
#include "emulator/calc/pattern.h"

namespace sheetkeeper::emulator::calc {

// The time of day is rounded to milliseconds, then cut to what the section shows.
// REQUIRES: section.is_date, |serial| < kSerialLimit.
std::string WriteDate(const PatternSection& section, double serial, const Locale& locale);

// The format of type DATE_TIME: the locale's date and a 24-hour time.
std::string DateTimePattern(const Locale& locale);

}  // namespace sheetkeeper::emulator::calc
