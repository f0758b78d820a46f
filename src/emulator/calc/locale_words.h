// The languages of the locales; see locale.h.
#pragma once

#include "emulator/calc/locale.h"

namespace sheetkeeper::emulator::calc {

extern const LocaleWords kEnglish;
extern const LocaleWords kGerman;
extern const LocaleWords kFrench;
extern const LocaleWords kRussian;
extern const LocaleWords kUkrainian;
extern const LocaleWords kItalian;
extern const LocaleWords kSpanish;
extern const LocaleWords kPortuguese;
extern const LocaleWords kTurkish;
extern const LocaleWords kPolish;
extern const LocaleWords kDutch;
extern const LocaleWords kSwedish;
extern const LocaleWords kJapanese;

}  // namespace sheetkeeper::emulator::calc
