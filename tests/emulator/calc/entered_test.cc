#include "emulator/calc/entered.h"

#include <gtest/gtest.h>

#include "emulator/calc/number_text.h"

namespace sheetkeeper::emulator::calc {
namespace {

// What a text becomes, as one line: "number 46024 DATE m-d", "text abc", "formula =1".
std::string Became(std::string_view text, const char* locale = "en_US") {
  const Entered entered = ParseEntered(text, FindLocale(locale), 2026);
  std::string line;
  if (entered.formula) return "formula " + *entered.formula;
  if (const double* number = std::get_if<double>(&entered.value)) {
    line = "number " + ShortestText(*number);
  } else if (const bool* truth = std::get_if<bool>(&entered.value)) {
    line = *truth ? "true" : "false";
  } else if (const std::string* string = std::get_if<std::string>(&entered.value)) {
    line = "text " + *string;
  } else {
    line = "empty";
  }
  if (entered.format) line += " " + entered.format->type + " " + entered.format->pattern;
  return line;
}

struct EnteredCase {
  const char* text;
  const char* became;
};

TEST(EnteredTest, AmericanTexts) {
  const EnteredCase cases[] = {
      {"", "empty"},
      {"abc", "text abc"},
      {" abc ", "text  abc "},
      {"'0123", "text 0123"},
      {"'=1+1", "text =1+1"},
      {"''x", "text 'x"},
      {"=1+2", "formula =1+2"},
      {"= 1 / 1024", "formula = 1 / 1024"},
      {"=", "text ="},
      {"+1 (555) 1234567", "formula =+1 (555) 1234567"},
      {"TRUE", "true"},
      {"false", "false"},
      {" True ", "true"},
      {"yes", "text yes"},
      {"007", "number 7"},
      {"0042", "number 42"},
      {"+79001234567", "number 79001234567"},
      {"-5", "number -5"},
      {"-0", "number 0"},
      {".5", "number 0.5"},
      {"5.", "number 5"},
      {" 5 ", "number 5"},
      {"15,5", "text 15,5"},
      {"1,234", "number 1234 NUMBER #,##0"},
      {"2,000,000.01", "number 2000000.01 NUMBER #,##0.00"},
      {"1,23,456", "text 1,23,456"},
      {"1e5", "number 100000 SCIENTIFIC 0.00E+00"},
      {"1e999", "text 1e999"},
      {"12%", "number 0.12 PERCENT 0%"},
      {"12.5%", "number 0.125 PERCENT 0.00%"},
      {"0.07%", "number 0.0007 PERCENT 0.00%"},
      {"$100.15", "number 100.15 CURRENCY \"$\"#,##0.00"},
      {"-$5", "number -5 CURRENCY \"$\"#,##0"},
      {"$1,000", "number 1000 CURRENCY \"$\"#,##0"},
      {"€5.50", "number 5.5 CURRENCY [$€]#,##0.00"},
      {"(5)", "number -5"},
      {"1 2", "text 1 2"},
      {"--5", "text --5"},
      {"123-456-7890", "text 123-456-7890"},
      {"inf", "text inf"},
      {"0x10", "text 0x10"},
      {"john@example.com", "text john@example.com"},
  };
  for (const EnteredCase& c : cases) EXPECT_EQ(Became(c.text), c.became) << c.text;
}

TEST(EnteredTest, AmericanDatesAndTimes) {
  const EnteredCase cases[] = {
      {"2020-01-01", "number 43831 DATE yyyy-mm-dd"},
      {"1999-01-02", "number 36162 DATE yyyy-mm-dd"},
      {"2026-09-05", "number 46270 DATE yyyy-mm-dd"},
      {"1-2", "number 46024 DATE m-d"},
      {"1/2/2020", "number 43832 DATE m/d/yyyy"},
      {"01/02/20", "number 43832 DATE mm/dd/yy"},
      {"1/2/85", "number 31049 DATE m/d/yy"},
      {"12/31", "number 46387 DATE mm/dd"},
      {"13/1/2020", "text 13/1/2020"},
      {"2/30/2020", "text 2/30/2020"},
      {"2020/1/2", "number 43832 DATE yyyy/m/d"},
      {"1/2-2020", "text 1/2-2020"},
      {"1.2.2020", "text 1.2.2020"},
      {"2020-01", "number 43831 DATE yyyy-mm"},
      {"Jan 5, 2020", "number 43835 DATE mmm d, yyyy"},
      {"5 January 2020", "number 43835 DATE d mmmm yyyy"},
      {"5-Jan-20", "number 43835 DATE d-mmm-yy"},
      {"Jan 5", "number 46027 DATE mmm d"},
      {"March 2020", "number 43891 DATE mmmm yyyy"},
      {"Monday, January 6, 2020", "number 43836 DATE dddd, mmmm d, yyyy"},
      {"May", "text May"},
      {"2020", "number 2020"},
      {"10:45", "number 0.4479166666666667 TIME h:mm"},
      {"10:45:00 AM", "number 0.4479166666666667 TIME h:mm:ss am/pm"},
      {"12:00 am", "number 0 TIME h:mm am/pm"},
      {"5 pm", "number 0.7083333333333334 TIME h am/pm"},
      {"13:00 pm", "text 13:00 pm"},
      {"10:60", "text 10:60"},
      {"552:00:00", "number 23 TIME [h]:mm:ss"},
      {"0:00:01.5", "number 0.00001736111111111111 TIME h:mm:ss.0"},
      {"2020-01-01 12:00", "number 43831.5 DATE_TIME yyyy-mm-dd h:mm"},
      {"2020-01-01 06:00:00", "number 43831.25 DATE_TIME yyyy-mm-dd h:mm:ss"},
      {"1/2/2020 6:00 PM", "number 43832.75 DATE_TIME m/d/yyyy h:mm am/pm"},
      {"2020-01-01T12:00:00Z", "text 2020-01-01T12:00:00Z"},
      {"2020-01-01 25:00", "text 2020-01-01 25:00"},
      {"1/2/3/4", "text 1/2/3/4"},
      {"/1/2", "text /1/2"},
      {"1/2/", "text 1/2/"},
  };
  for (const EnteredCase& c : cases) EXPECT_EQ(Became(c.text), c.became) << c.text;
}

struct LocaleCase {
  const char* locale;
  const char* text;
  const char* became;
};

TEST(EnteredTest, OtherLocales) {
  const LocaleCase cases[] = {
      {"de_DE", "15,5", "number 15.5"},
      {"de_DE", "1.234,5", "number 1234.5 NUMBER #,##0.00"},
      {"de_DE", "1.5", "number 46143 DATE d.m"},
      {"de_DE", "31.12.2020", "number 44196 DATE dd.mm.yyyy"},
      {"de_DE", "5. Januar 2020", "number 43835 DATE d. mmmm yyyy"},
      {"de_DE", "WAHR", "true"},
      {"de_DE", "true", "true"},
      {"de_DE", "5,50 €", "number 5.5 CURRENCY #,##0.00\xC2\xA0[$€]"},
      {"de_DE", "08:30", "number 0.3541666666666667 TIME hh:mm"},
      {"de_DE", "2020-01-01", "number 43831 DATE yyyy-mm-dd"},
      {"en_GB", "31/12/2020", "number 44196 DATE dd/mm/yyyy"},
      {"en_GB", "12/31/2020", "text 12/31/2020"},
      {"en_GB", "£5", "number 5 CURRENCY [$£]#,##0"},
      {"fr_FR", "1 234,5", "number 1234.5 NUMBER #,##0.00"},
      {"fr_FR", "12,5 %", "number 0.125 PERCENT 0.00%"},
      {"fr_FR", "5 janvier 2020", "number 43835 DATE d mmmm yyyy"},
      {"ru_RU", "1 234,5", "number 1234.5 NUMBER #,##0.00"},
      {"ru_RU", "ИСТИНА", "true"},
      {"ru_RU", "истина", "true"},
      {"ru_RU", "15.5", "number 46157 DATE dd.m"},
      {"ru_RU", "5 января 2020", "number 43835 DATE d mmmm yyyy"},
      {"es_ES", "5 de enero de 2020", "number 43835 DATE d\" de \"mmmm\" de \"yyyy"},
      {"pt_BR", "R$ 5,00", "number 5 CURRENCY [$R$]\xC2\xA0#,##0.00"},
      {"ja_JP", "2020年1月5日", "number 43835 DATE yyyy年m月d日"},
      {"ja_JP", "20/1/2", "number 43832 DATE yy/m/d"},
      {"tr_TR", "1,5", "number 1.5"},
  };
  for (const LocaleCase& c : cases) EXPECT_EQ(Became(c.text, c.locale), c.became) << c.text;
}

}  // namespace
}  // namespace sheetkeeper::emulator::calc
