// How one type of value stands for another in a formula.
#pragma once

#include <optional>
#include <string>

#include "emulator/calc/locale.h"
#include "emulator/calc/value.h"

namespace sheetkeeper::emulator::calc {

// The empty cell is 0, TRUE is 1, texts are read as if typed. Nothing for other texts and errors.
std::optional<double> ToNumber(const Value& value, const Locale& locale, int current_year);
// Numbers other than 0 are true; the words TRUE and FALSE, the empty cell is false.
std::optional<bool> ToBoolean(const Value& value, const Locale& locale);
// Errors give their code.
std::string ToText(const Value& value, const Locale& locale);

// Numbers come before texts, texts before booleans; texts are compared without regard to case. The
// empty cell is 0, "" or FALSE as the other side has it. Negative, zero or positive.
// REQUIRES: neither is an error.
int Compare(const Value& a, const Value& b);

// Case by case comparison of texts: negative, zero or positive.
int CompareTexts(std::string_view a, std::string_view b);

}  // namespace sheetkeeper::emulator::calc
