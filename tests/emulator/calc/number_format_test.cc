#include "emulator/calc/number_format.h"

#include <gtest/gtest.h>

#include "emulator/calc/number_text.h"

namespace sheetkeeper::emulator::calc {
namespace {

struct PatternCase {
  double value;
  const char* pattern;
  const char* text;
};

std::string Shown(double value, const char* pattern, const char* locale = "en_US") {
  const NumberFormat format{"NUMBER", pattern};
  return FormatValue(value, &format, FindLocale(locale));
}

std::string Default(double value, const char* type, const char* locale = "en_US") {
  const NumberFormat format{type, ""};
  return FormatValue(value, &format, FindLocale(locale));
}

TEST(GeneralTextTest, ShowsTenDigitsAndTurnsScientificAtTheEnds) {
  EXPECT_EQ(GeneralText(0), "0");
  EXPECT_EQ(GeneralText(-0.0), "0");
  EXPECT_EQ(GeneralText(3), "3");
  EXPECT_EQ(GeneralText(-12.5), "-12.5");
  EXPECT_EQ(GeneralText(1.0 / 1024), "0.0009765625");
  EXPECT_EQ(GeneralText(1.0 / 3), "0.3333333333");
  EXPECT_EQ(GeneralText(200.0 / 3), "66.66666667");
  EXPECT_EQ(GeneralText(0.1 + 0.2), "0.3");
  EXPECT_EQ(GeneralText(123456789012345), "123456789012345");
  EXPECT_EQ(GeneralText(1705971932369780), "1.70597E+15");
  EXPECT_EQ(GeneralText(1e15), "1E+15");
  EXPECT_EQ(GeneralText(-1e21), "-1E+21");
  EXPECT_EQ(GeneralText(5.551115123125783e-17), "5.55112E-17");
  EXPECT_EQ(GeneralText(1e100), "1E+100");
  EXPECT_EQ(GeneralText(1.5, ','), "1,5");
}

TEST(ShortestTextTest, ReadsBackAsTheSameNumber) {
  for (double value : {0.0, 1.0, 0.1, 43831.0, 0.12, 1e15, 9007199254740993.0, 1e21, 1e-7, 5e-324,
                       1.7976931348623157e308, -2.5}) {
    EXPECT_EQ(ParseDecimal(ShortestText(value)), value);
  }
  EXPECT_EQ(ShortestText(2), "2");
  EXPECT_EQ(ShortestText(1e15), "1000000000000000");
  EXPECT_EQ(ShortestText(1e20), "100000000000000000000");
  EXPECT_EQ(ShortestText(1e21), "1e+21");
  EXPECT_EQ(ShortestText(1.5e-7), "1.5e-7");
}

TEST(NumberFormatTest, NumberPatterns) {
  const PatternCase cases[] = {
      {1234.5, "#,##0.00", "1,234.50"},
      {-1234.5, "#,##0.00", "-1,234.50"},
      {0.5, "#,##0.00", "0.50"},
      {1234567, "#,##0", "1,234,567"},
      {1.005, "0.00", "1.01"},
      {2.5, "0", "3"},
      {0.129, "0%", "13%"},
      {0.501, "0.00%", "50.10%"},
      {12345, "0.00E+00", "1.23E+04"},
      {0.00012, "0.00E+00", "1.20E-04"},
      {0, "0.00E+00", "0.00E+00"},
      {9.999, "0.00E+00", "1.00E+01"},
      {12345, "##0.0E+0", "12.3E+3"},
      {7, "000", "007"},
      {1234.5, "0.##", "1234.5"},
      {1234, "0.##", "1234."},
      {0, "#", ""},
      {0.5, "#.#", ".5"},
      {1.5, "0.???", "1.5  "},
      {1234567, "0,", "1235"},
      {1234567, "0.0,,\"M\"", "1.2M"},
      {5551234, "000-0000", "555-1234"},
      {5, "\"$\"#,##0.00", "$5.00"},
      {-5, "\"$\"#,##0.00", "-$5.00"},
      {83, "#,##0.00[$ kr.]", "83.00 kr."},
      {85, "[$¥]#,##0", "¥85"},
      {3, "[$€-407]0.0", "€3.0"},
      {27, "_(\"$\"* #,##0.00_);_(\"$\"* \\(#,##0.00\\);_(\"$\"* \"-\"??_);_(@_)", " $ 27.00 "},
      {-27, "_(\"$\"* #,##0.00_);_(\"$\"* \\(#,##0.00\\);_(\"$\"* \"-\"??_);_(@_)", " $ (27.00)"},
      {0, "_(\"$\"* #,##0.00_);_(\"$\"* \\(#,##0.00\\);_(\"$\"* \"-\"??_);_(@_)", " $ -   "},
      {-3, "0;(0)", "(3)"},
      {0, "0;(0);\"none\"", "none"},
      {7, "[Red]0", "7"},
      {7, "[<10]\"few\";[<100]\"some\";\"many\"", "few"},
      {70, "[<10]\"few\";[<100]\"some\";\"many\"", "some"},
      {700, "[<10]\"few\";[<100]\"some\";\"many\"", "many"},
      {1.25, "General", "1.25"},
      {1.25, "@", "1.25"},
      {3, "0 \"items\"", "3 items"},
  };
  for (const PatternCase& c : cases) {
    EXPECT_EQ(Shown(c.value, c.pattern), c.text) << c.value << " as " << c.pattern;
  }
}

TEST(NumberFormatTest, DatePatterns) {
  const double moment = 43929.7078062963;  // Wednesday 2020-04-08 16:59:14.464
  const PatternCase cases[] = {
      {moment, "yyyy-mm-dd", "2020-04-08"},
      {moment, "m-d", "4-8"},
      {moment, "M/d/yyyy H:mm:ss", "4/8/2020 16:59:14"},
      {moment, "dd.mm.yy", "08.04.20"},
      {moment, "dddd, mmmm d", "Wednesday, April 8"},
      {moment, "ddd mmm mmmmm", "Wed Apr A"},
      {moment, "h:mm:ss am/pm", "4:59:14 PM"},
      {moment, "hh:mm a/p", "04:59 p"},
      {moment, "mm:ss.000", "59:14.464"},
      {moment, "yyyy\"年\"m\"月\"", "2020年4月"},
      {moment, "yyyy-mm-ddThh:mm", "2020-04-08T16:59"},
      {0.5, "h am/pm", "12 PM"},
      {0, "h am/pm", "12 AM"},
      {23.125, "[h]:mm:ss", "555:00:00"},
      {0.0625, "[mm]:ss", "90:00"},
      {-0.25, "[h]:mm", "-6:00"},
      {1, "yyyy-mm-dd", "1899-12-31"},
      {-1, "yyyy-mm-dd", "1899-12-29"},
      {36162, "M/d/yyyy", "1/2/1999"},
      {60, "yyyy-mm-dd", "1900-02-28"},
  };
  for (const PatternCase& c : cases) {
    EXPECT_EQ(Shown(c.value, c.pattern), c.text) << c.value << " as " << c.pattern;
  }
}

TEST(NumberFormatTest, TypesHaveDefaultPatternsByLocale) {
  EXPECT_EQ(Default(43929.7078062963, "DATE_TIME"), "4/8/2020 16:59:14");
  EXPECT_EQ(Default(43929, "DATE"), "4/8/2020");
  EXPECT_EQ(Default(0.4479166666666667, "TIME"), "10:45:00 AM");
  EXPECT_EQ(Default(1000.12, "NUMBER"), "1,000.12");
  EXPECT_EQ(Default(1000.12, "CURRENCY"), "$1,000.12");
  EXPECT_EQ(Default(0.1012, "PERCENT"), "10.12%");
  EXPECT_EQ(Default(1010, "SCIENTIFIC"), "1.01E+03");
  EXPECT_EQ(Default(1000.5, "TEXT"), "1000.5");
  EXPECT_EQ(Default(43929, "DATE", "de_DE"), "08.04.2020");
  EXPECT_EQ(Default(43929, "DATE", "en_GB"), "08/04/2020");
  EXPECT_EQ(Default(43929, "DATE", "ja_JP"), "2020/04/08");
  EXPECT_EQ(Default(1000.12, "CURRENCY", "de_DE"), "1.000,12\xC2\xA0€");
  EXPECT_EQ(Default(1000.12, "NUMBER", "ru_RU"),
            "1\xC2\xA0"
            "000,12");
}

TEST(NumberFormatTest, OtherValues) {
  const Locale& english = FindLocale("en_US");
  const NumberFormat text_pattern{"TEXT", "0;-0;0;\"<\"@\">\""};
  EXPECT_EQ(FormatValue(std::monostate(), nullptr, english), "");
  EXPECT_EQ(FormatValue(true, nullptr, english), "TRUE");
  EXPECT_EQ(FormatValue(false, nullptr, FindLocale("de_DE")), "FALSCH");
  EXPECT_EQ(FormatValue(std::string("x"), nullptr, english), "x");
  EXPECT_EQ(FormatValue(std::string("x"), &text_pattern, english), "<x>");
  EXPECT_EQ(FormatValue(ErrorValue{ErrorType::kNotAvailable, "why"}, nullptr, english), "#N/A");
  EXPECT_EQ(ErrorText({ErrorType::kRef, "Reference does not exist."}),
            "#REF! (Reference does not exist.)");
}

TEST(NumberFormatTest, ABrokenPatternShowsSomething) {
  for (const char* pattern : {";", ";;;", "[", "\"", "\\", "_", "*", "E+", "0.0.0", "[$", "[]", ",",
                              "0E+0E+0", "yyyy0.0s.0", "%%%%", "\xff"}) {
    Shown(1234.5, pattern);
    Shown(-0.001, pattern);
  }
}

}  // namespace
}  // namespace sheetkeeper::emulator::calc
