#include "emulator/calc/locale.h"

#include <algorithm>
#include <string>

#include "emulator/calc/locale_words.h"

namespace sheetkeeper::emulator::calc {
namespace {

constexpr DateOrder kMdy = DateOrder::kMonthDayYear;
constexpr DateOrder kDmy = DateOrder::kDayMonthYear;
constexpr DateOrder kYmd = DateOrder::kYearMonthDay;

// U+00A0 and U+202F.
constexpr std::string_view kNoBreakSpace = "\xC2\xA0";
constexpr std::string_view kNarrowSpace = "\xE2\x80\xAF";

constexpr std::string_view kEuroBehind = "#,##0.00\xC2\xA0[$€]";

// en_US stands first: it answers for unknown names. Further down, the first locale of a language
// answers for the language alone.
const Locale kLocales[] = {
    {"en_US", '.', ",", kMdy, "/-", "M/d/yyyy", "h:mm:ss am/pm", "\"$\"#,##0.00", "$", &kEnglish},
    {"en_GB", '.', ",", kDmy, "/-.", "dd/MM/yyyy", "HH:mm:ss", "[$£]#,##0.00", "£", &kEnglish},
    {"en_AU", '.', ",", kDmy, "/-.", "dd/MM/yyyy", "h:mm:ss am/pm", "\"$\"#,##0.00", "$",
     &kEnglish},
    {"en_CA", '.', ",", kYmd, "/-", "yyyy-MM-dd", "h:mm:ss am/pm", "\"$\"#,##0.00", "$", &kEnglish},
    {"en_IE", '.', ",", kDmy, "/-.", "dd/MM/yyyy", "HH:mm:ss", "[$€]#,##0.00", "€", &kEnglish},
    {"en_IN", '.', ",", kDmy, "/-.", "dd/MM/yyyy", "h:mm:ss am/pm", "[$₹]#,##0.00", "₹", &kEnglish},
    {"de_DE", ',', ".", kDmy, "./-", "dd.MM.yyyy", "HH:mm:ss", kEuroBehind, "€", &kGerman},
    {"de_AT", ',', ".", kDmy, "./-", "dd.MM.yyyy", "HH:mm:ss", "[$€]\xC2\xA0#,##0.00", "€",
     &kGerman},
    {"de_CH", '.', "’", kDmy, "./-", "dd.MM.yyyy", "HH:mm:ss", "[$CHF]\xC2\xA0#,##0.00", "CHF",
     &kGerman},
    {"fr_FR", ',', kNarrowSpace, kDmy, "/-.", "dd/MM/yyyy", "HH:mm:ss", kEuroBehind, "€", &kFrench},
    {"ru_RU", ',', kNoBreakSpace, kDmy, "./-", "dd.MM.yyyy", "H:mm:ss", "#,##0.00\xC2\xA0[$₽]",
     "₽", &kRussian},
    {"uk_UA", ',', kNoBreakSpace, kDmy, "./-", "dd.MM.yyyy", "H:mm:ss", "#,##0.00\xC2\xA0[$₴]", "₴",
     &kUkrainian},
    {"it_IT", ',', ".", kDmy, "/-.", "dd/MM/yyyy", "H.mm.ss", kEuroBehind, "€", &kItalian},
    {"es_ES", ',', ".", kDmy, "/-.", "d/M/yyyy", "H:mm:ss", kEuroBehind, "€", &kSpanish},
    {"es_MX", '.', ",", kDmy, "/-.", "d/M/yyyy", "H:mm:ss", "\"$\"#,##0.00", "$", &kSpanish},
    {"pt_BR", ',', ".", kDmy, "/-.", "dd/MM/yyyy", "HH:mm:ss", "[$R$]\xC2\xA0#,##0.00", "R$",
     &kPortuguese},
    {"pt_PT", ',', kNoBreakSpace, kDmy, "/-.", "dd/MM/yyyy", "HH:mm:ss", kEuroBehind, "€",
     &kPortuguese},
    {"tr_TR", ',', ".", kDmy, "./-", "dd.MM.yyyy", "HH:mm:ss", "[$₺]#,##0.00", "₺", &kTurkish},
    {"pl_PL", ',', kNoBreakSpace, kDmy, "./-", "dd.MM.yyyy", "HH:mm:ss", "#,##0.00\xC2\xA0[$zł]",
     "zł", &kPolish},
    {"nl_NL", ',', ".", kDmy, "-/.", "d-M-yyyy", "HH:mm:ss", "[$€]\xC2\xA0#,##0.00", "€", &kDutch},
    {"sv_SE", ',', kNoBreakSpace, kYmd, "-/", "yyyy-MM-dd", "HH:mm:ss", "#,##0.00\xC2\xA0[$kr]",
     "kr", &kSwedish},
    {"ja_JP", '.', ",", kYmd, "/-.", "yyyy/MM/dd", "H:mm:ss", "[$￥]#,##0.00", "￥", &kJapanese},
};

}  // namespace

const Locale& FindLocale(std::string_view name) {
  std::string wanted(name);
  std::replace(wanted.begin(), wanted.end(), '-', '_');
  for (const Locale& locale : kLocales) {
    if (locale.name == wanted) return locale;
  }
  const std::string_view language = std::string_view(wanted).substr(0, wanted.find('_'));
  for (const Locale& locale : kLocales) {
    if (!language.empty() && locale.name.substr(0, locale.name.find('_')) == language) {
      return locale;
    }
  }
  return kLocales[0];
}

}  // namespace sheetkeeper::emulator::calc
