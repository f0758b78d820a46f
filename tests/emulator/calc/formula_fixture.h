// Formulas against a small sheet, and their results as text.
#pragma once

#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "emulator/calc/fake_sheets.h"
#include "emulator/calc/formula.h"
#include "emulator/calc/number_text.h"

namespace sheetkeeper::emulator::calc {

// A value as one word: 1.5, "text", TRUE, #N/A (why), or nothing.
inline std::string Written(const Value& value) {
  if (const double* number = std::get_if<double>(&value)) return ShortestText(*number);
  if (const bool* truth = std::get_if<bool>(&value)) return *truth ? "TRUE" : "FALSE";
  if (const std::string* text = std::get_if<std::string>(&value)) return "\"" + *text + "\"";
  if (const ErrorValue* error = std::get_if<ErrorValue>(&value)) return ErrorText(*error);
  return "";
}

class FormulaTest : public testing::Test {
 protected:
  //      A    B       C        D
  //  1   1    apple   TRUE     2020-01-01
  //  2   2    Banana           $5
  //  3   3    cherry  12%      x
  //  4                         (an error)
  FormulaTest() {
    sheets_.Type("A1", "1");
    sheets_.Type("A2", "2");
    sheets_.Type("A3", "3");
    sheets_.Type("B1", "apple");
    sheets_.Type("B2", "Banana");
    sheets_.Type("B3", "cherry");
    sheets_.Type("C1", "TRUE");
    sheets_.Type("C3", "12%");
    sheets_.Type("D1", "2020-01-01");
    sheets_.Type("D2", "$5");
    sheets_.Type("D3", "x");
    sheets_.SetValue("D4", ErrorValue{ErrorType::kNotAvailable, "old"});
    sheets_.Type("Other one!A1", "10");
    sheets_.Type("Other one!B2", "20");
  }

  std::string Result(std::string_view formula) {
    return Written(Formula::Parse(formula, sheets_.locale()).Evaluate(sheets_));
  }

  // Rows parted by ";", cells by ",".
  std::string Rows(std::string_view formula) {
    std::string text;
    for (const auto& row : Formula::Parse(formula, sheets_.locale()).EvaluateArray(sheets_)) {
      if (!text.empty()) text += ";";
      for (size_t i = 0; i < row.size(); ++i) text += (i > 0 ? "," : "") + Written(row[i]);
    }
    return text;
  }

  struct Case {
    const char* formula;
    const char* result;
  };
  template <size_t N>
  void ExpectResults(const Case (&cases)[N]) {
    for (const Case& c : cases) EXPECT_EQ(Result(c.formula), c.result) << c.formula;
  }
  template <size_t N>
  void ExpectRows(const Case (&cases)[N]) {
    for (const Case& c : cases) EXPECT_EQ(Rows(c.formula), c.result) << c.formula;
  }

  FakeSheets sheets_;
};

}  // namespace sheetkeeper::emulator::calc
