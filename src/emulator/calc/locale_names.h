// Which names of locales there are.
#pragma once

#include <string_view>

namespace sheetkeeper::emulator::calc {

// "en_US", "de-DE", or a language alone, as in "de". Only some of them have rules of their own
// (locale.h).
bool IsLocaleName(std::string_view name);

}  // namespace sheetkeeper::emulator::calc
