#include "emulator/calc/entered.h"
#include "emulator/calc/locale.h"
#include "emulator/calc/number_format.h"
#include "fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace sheetkeeper::emulator;
  const std::string_view text = TextOf(data, size);
  for (const char* name : {"en_US", "de_DE", "ru_RU", "ja_JP"}) {
    const calc::Locale& locale = calc::FindLocale(name);
    const calc::Entered entered = calc::ParseEntered(text, locale, 2024);
    calc::FormatValue(entered.value, entered.format ? &*entered.format : nullptr, locale);
  }
  return 0;
}
