#include <string>

#include "emulator/calc/formula.h"
#include "emulator/emulator.h"
#include "fuzz/fuzz.h"

namespace sheetkeeper::emulator {

void Try(std::string_view text) {
  const calc::Locale& locale = calc::FindLocale("en_US");
  const std::string formula = '=' + std::string(text);
  const std::string usual = calc::Formula::Parse(formula, locale).Text();
  Require(calc::Formula::Parse(usual, locale).Text() == usual, "a formula's text reads as itself");

  Emulator emulator({.now_ms = [] { return int64_t{1'700'000'000'000}; }});
  emulator.Load(R"({"spreadsheets": [{"id": "b", "sheets": [{"title": "S", "rows": 20,
    "columns": 8, "cells": [["x", 1, 2.5], [true, null, "2024-01-01"], [-1, "b", 0]]}]}]})");
  auto person = emulator.At("b");
  person.Type("S", 4, 4, formula);
  person.InsertRows("S", 1, 2);
  person.DeleteColumns("S", 0, 1);
  person.Cells("S");
}

}  // namespace sheetkeeper::emulator

int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2000) sheetkeeper::emulator::Try(sheetkeeper::emulator::TextOf(data, size));
  return 0;
}
