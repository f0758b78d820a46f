// What each function gives, one line a case.

#include <gtest/gtest.h>

#include "emulator/calc/formula_fixture.h"

namespace sheetkeeper::emulator::calc {
namespace {

using FunctionTest = FormulaTest;

TEST_F(FunctionTest, ErrorsAsGoogleWordsThem) {
  ExpectResults({
      {"=1/0", "#DIV/0! (Function DIVIDE parameter 2 cannot be zero.)"},
      {"=MOD(1,0)", "#DIV/0! (Function MOD parameter 2 cannot be zero.)"},
      {"=AVERAGE(F1:F3)",
       "#DIV/0! (Evaluation of function AVERAGE caused a divide by zero error.)"},
      {"=FOO(1)", "#NAME? (Unknown function: 'FOO'.)"},
      {"=foo", "#NAME? (Unknown range name: 'foo'.)"},
      {"=1+\"x\"",
       "#VALUE! (Function ADD parameter 2 expects number values. But 'x' is a text and cannot be "
       "coerced to a number.)"},
      {"=IF(\"x\",1,2)",
       "#VALUE! (Function IF parameter 1 expects boolean values. But 'x' is a text and cannot be "
       "coerced to a boolean.)"},
      {"=A100", "#REF! (Reference does not exist.)"},
      {"=#REF!", "#REF! (Reference does not exist.)"},
      {"=Nope!A1", "#REF! (Unresolved sheet name 'Nope'.)"},
      {"=VLOOKUP(\"x\",A1:B3,2,FALSE)", "#N/A (Did not find value 'x' in VLOOKUP evaluation.)"},
      {"=VLOOKUP(1,A1:B3,3,FALSE)", "#REF! (VLOOKUP evaluates to an out of bounds range.)"},
      {"=MATCH(9,A1:A3,0)", "#N/A (Did not find value '9' in MATCH evaluation.)"},
      {"=SQRT(-1)",
       "#NUM! (Function SQRT parameter 1 value is -1. It should be greater than or equal to 0.)"},
      {"=SUMIF(A1)",
       "#N/A (Wrong number of arguments to SUMIF. Expected between 2 and 3 arguments, but got 1 "
       "arguments.)"},
      {"=ABS()",
       "#N/A (Wrong number of arguments to ABS. Expected 1 arguments, but got 0 arguments.)"},
      {"=FIND(\"x\",\"abc\")", "#VALUE! (In FIND evaluation, cannot find 'x' within 'abc'.)"},
      {"=VALUE(\"abc\")", "#VALUE! (VALUE parameter 'abc' cannot be parsed to number.)"},
      {"=INDEX(A1:A3,5)",
       "#NUM! (Function INDEX parameter 2 value is 5. Valid values are between 0 and 3 "
       "inclusive.)"},
      {"=NA()", "#N/A"},
      {"=IFS(FALSE,1)", "#N/A (No match.)"},
      {"=10^400", "#NUM! (Result was not a number.)"},
  });
}

TEST_F(FunctionTest, Mathematics) {
  ExpectResults({
      {"=SUM(1,2,\"3\",TRUE)", "7"},
      {"=SUM(B1:C3)", "0.12"},
      {"=SUM(D1:D4)", "#N/A (old)"},
      {"=AVERAGE(A1:A3)", "2"},
      {"=MIN(A1:A3)", "1"},
      {"=MAX(A1:A3,7)", "7"},
      {"=MAX(F1)", "0"},
      {"=COUNT(A1:D3)", "6"},
      {"=COUNT(1,\"2\",\"x\")", "2"},
      {"=COUNTA(A1:C3)", "8"},
      {"=COUNTBLANK(A1:C3)", "1"},
      {"=PRODUCT(A1:A3)", "6"},
      {"=MEDIAN(1,2,10)", "2"},
      {"=LARGE(A1:A3,1)", "3"},
      {"=ROUND(2.5)", "3"},
      {"=ROUND(-2.5)", "-3"},
      {"=ROUND(1.005,2)", "1.01"},
      {"=ROUND(1234,-2)", "1200"},
      {"=ROUNDUP(1.001,2)", "1.01"},
      {"=ROUNDUP(-1.1)", "-2"},
      {"=ROUNDUP(1.1,1)", "1.1"},
      {"=ROUNDDOWN(1.999,2)", "1.99"},
      {"=ROUNDDOWN(-1.9)", "-1"},
      {"=ROUNDUP(12,-1)", "20"},
      {"=TRUNC(1.99)", "1"},
      {"=INT(-1.5)", "-2"},
      {"=MOD(-3,2)", "1"},
      {"=MOD(5.5,2)", "1.5"},
      {"=ABS(-2)", "2"},
      {"=SQRT(16)", "4"},
      {"=POWER(2,10)", "1024"},
      {"=SIGN(-5)", "-1"},
      {"=LOG(8,2)", "3"},
      {"=CEILING(7,5)", "10"},
      {"=SUMPRODUCT(A1:A3,A1:A3)", "14"},
      {"=SUMPRODUCT(A1:A3*(B1:B3=\"apple\"))", "1"},
      {"=SUMPRODUCT(ROW(A1:A3))", "6"},
  });
}

TEST_F(FunctionTest, Conditions) {
  ExpectResults({
      {"=COUNTIF(A1:A3,2)", "1"},
      {"=COUNTIF(A1:A3,\">=2\")", "2"},
      {"=COUNTIF(A:A,\"<>2\")", "19"},
      {"=COUNTIF(B1:B3,\"banana\")", "1"},
      {"=COUNTIF(B1:B3,\"*an*\")", "1"},
      {"=COUNTIF(B1:B3,\"?pple\")", "1"},
      {"=COUNTIF(B1:B3,\"a~*\")", "0"},
      {"=COUNTIF(C1:C3,TRUE)", "1"},
      {"=COUNTIF(C1:C3,\"\")", "1"},
      {"=COUNTIF(D1:D1,\">2019-12-31\")", "1"},
      {"=SUMIF(A1:A3,\">1\")", "5"},
      {"=SUMIF(B1:B3,\"cherry\",A1:A3)", "3"},
      {"=SUMIF(B1:B3,\"*\",A1)", "6"},
      {"=SUMIFS(A1:A3,A1:A3,\">1\",B1:B3,\"c*\")", "3"},
      {"=COUNTIFS(A1:A3,\">1\",B1:B3,\"c*\")", "1"},
      {"=AVERAGEIF(A1:A3,\">1\")", "2.5"},
      {"=COUNTIFS(A1:A3,1,B1:B2,\"x\")",
       "#VALUE! (Array arguments to COUNTIFS are of different size.)"},
  });
}

TEST_F(FunctionTest, Logic) {
  ExpectResults({
      {"=IF(A1=1,\"yes\",\"no\")", "\"yes\""},
      {"=IF(A1=2,\"yes\")", "FALSE"},
      {"=IF(TRUE,1,1/0)", "1"},
      {"=IF(FALSE,1,)", ""},
      {"=IF(D4,1,2)", "#N/A (old)"},
      {"=IFS(A1=2,\"two\",A1=1,\"one\")", "\"one\""},
      {"=SWITCH(A2,1,\"one\",2,\"two\")", "\"two\""},
      {"=SWITCH(9,1,\"one\",\"other\")", "\"other\""},
      {"=IFERROR(1/0,\"bad\")", "\"bad\""},
      {"=IFERROR(1/0)", ""},
      {"=IFERROR(A1,\"bad\")", "1"},
      {"=IFNA(D4,0)", "0"},
      {"=IFNA(1/0,0)", "#DIV/0! (Function DIVIDE parameter 2 cannot be zero.)"},
      {"=AND(TRUE,A1=1)", "TRUE"},
      {"=AND(TRUE,FALSE)", "FALSE"},
      {"=OR(FALSE,0)", "FALSE"},
      {"=OR(C1:C2)", "TRUE"},
      {"=NOT(A1=1)", "FALSE"},
      {"=XOR(TRUE,TRUE)", "FALSE"},
      {"=TRUE()", "TRUE"},
      {"=ISBLANK(A9)", "TRUE"},
      {"=ISBLANK(A1)", "FALSE"},
      {"=ISNUMBER(D1)", "TRUE"},
      {"=ISTEXT(B1)", "TRUE"},
      {"=ISERROR(D4)", "TRUE"},
      {"=ISNA(D4)", "TRUE"},
      {"=ISERR(D4)", "FALSE"},
      {"=ISLOGICAL(C1)", "TRUE"},
  });
}

TEST_F(FunctionTest, Texts) {
  ExpectResults({
      {"=CONCATENATE(\"a\",1,B1:B2)", "\"a1appleBanana\""},
      {"=CONCAT(\"a\",\"b\")", "\"ab\""},
      {"=JOIN(\"-\",A1:A3)", "\"1-2-3\""},
      {"=TEXTJOIN(\",\",TRUE,C1:C3,\"x\")", "\"TRUE,0.12,x\""},
      {"=LEFT(\"hello\",2)", "\"he\""},
      {"=LEFT(\"hello\")", "\"h\""},
      {"=RIGHT(\"hello\",3)", "\"llo\""},
      {"=RIGHT(\"hello\",9)", "\"hello\""},
      {"=MID(\"hello\",2,3)", "\"ell\""},
      {"=MID(\"hello\",9,3)", "\"\""},
      {"=MID(\"Привет\",2,3)", "\"рив\""},
      {"=LEN(\"Привет\")", "6"},
      {"=LEN(\"😀\")", "2"},
      {"=LEN(123)", "3"},
      {"=UPPER(\"éа1x\")", "\"ÉА1X\""},
      {"=LOWER(\"ÀБC\")", "\"àбc\""},
      {"=PROPER(\"hello wORLD\")", "\"Hello World\""},
      {"=TRIM(\"  a   b \")", "\"a b\""},
      {"=SUBSTITUTE(\"aXbX\",\"X\",\"-\")", "\"a-b-\""},
      {"=SUBSTITUTE(\"aXbX\",\"X\",\"-\",2)", "\"aXb-\""},
      {"=REPLACE(\"abcdef\",2,3,\"Z\")", "\"aZef\""},
      {"=FIND(\"l\",\"hello\")", "3"},
      {"=FIND(\"l\",\"hello\",4)", "4"},
      {"=SEARCH(\"LL\",\"hello\")", "3"},
      {"=REPT(\"ab\",3)", "\"ababab\""},
      {"=EXACT(\"a\",\"A\")", "FALSE"},
      {"=TEXT(1234.5,\"#,##0.00\")", "\"1,234.50\""},
      {"=TEXT(D1,\"dd.mm.yyyy\")", "\"01.01.2020\""},
      {"=VALUE(\"$1,000\")", "1000"},
      {"=CHAR(65)", "\"A\""},
      {"=CODE(\"я\")", "1103"},
      {"=HYPERLINK(\"http://x\",\"label\")", "\"label\""},
      {"=HYPERLINK(\"http://x\")", "\"http://x\""},
  });
}

TEST_F(FunctionTest, Lookups) {
  sheets_.Type("F1", "1");
  sheets_.Type("F2", "3");
  sheets_.Type("F3", "5");
  ExpectResults({
      {"=VLOOKUP(2,A1:B3,2,FALSE)", "\"Banana\""},
      {"=VLOOKUP(\"APPLE\",B1:C3,2,0)", "TRUE"},
      {"=VLOOKUP(\"b*\",B1:B3,1,FALSE)", "\"Banana\""},
      {"=VLOOKUP(4,F1:F3,1)", "3"},
      {"=VLOOKUP(4,F:F,1,TRUE)", "3"},
      {"=VLOOKUP(0,F1:F3,1)", "#N/A (Did not find value '0' in VLOOKUP evaluation.)"},
      {"=HLOOKUP(\"apple\",A1:C3,3,FALSE)", "\"cherry\""},
      {"=MATCH(3,A1:A3,0)", "3"},
      {"=MATCH(4,F1:F3)", "2"},
      {"=MATCH(4,{5,4,3},-1)", "2"},
      {"=MATCH(\"cherry\",B:B,0)", "3"},
      {"=INDEX(A1:B3,2,2)", "\"Banana\""},
      {"=INDEX(B:B,3)", "\"cherry\""},
      {"=INDEX(A1:C1,2)", "\"apple\""},
      {"=SUM(INDEX(A1:B3,0,1))", "6"},
      {"=INDEX({1,2;3,4},2,1)", "3"},
      {"=INDEX(B1:B3,MATCH(2,A1:A3,0))", "\"Banana\""},
      {"=XLOOKUP(2,A1:A3,B1:B3)", "\"Banana\""},
      {"=XLOOKUP(9,A1:A3,B1:B3,\"none\")", "\"none\""},
      {"=ROW()", "5"},
      {"=COLUMN()", "5"},
      {"=ROW(B7)", "7"},
      {"=COLUMN(B7)", "2"},
      {"=COLUMNS(A1:C9)", "3"},
      {"=INDIRECT(\"A\"&2)", "2"},
      {"=INDIRECT(\"'Other one'!A1\")", "10"},
      {"=SUM(OFFSET(A1,1,0,2))", "5"},
  });
}

TEST_F(FunctionTest, Dates) {
  ExpectResults({
      {"=TODAY()", "46303"},
      {"=NOW()", "46303.75"},
      {"=DATE(2020,1,1)", "43831"},
      {"=DATE(2020,13,1)", "44197"},
      {"=DATE(2020,3,0)", "43890"},
      {"=DATE(119,1,1)", "43466"},
      {"=YEAR(D1)", "2020"},
      {"=MONTH(\"2020-05-17\")", "5"},
      {"=DAY(D1)", "1"},
      {"=HOUR(0.75)", "18"},
      {"=MINUTE(\"10:45\")", "45"},
      {"=WEEKDAY(D1)", "4"},
      {"=WEEKDAY(D1,2)", "3"},
      {"=EDATE(DATE(2020,1,31),1)", "43890"},
      {"=EOMONTH(D1,0)", "43861"},
      {"=DAYS(DATE(2020,1,31),D1)", "30"},
      {"=TIME(6,0,0)", "0.25"},
      {"=DATEVALUE(\"1/2/2020\")", "43832"},
      {"=TODAY()-D1", "2472"},
  });
}

TEST_F(FunctionTest, Arrays) {
  ExpectRows({
      {"=ARRAYFORMULA(A1:A3*2)", "2;4;6"},
      {"=ARRAYFORMULA(A1:A3&B1:B3)", "\"1apple\";\"2Banana\";\"3cherry\""},
      {"=ARRAYFORMULA(IF(A1:A4=\"\",\"\",A1:A4*10))", "10;20;30;\"\""},
      {"=ARRAYFORMULA(IFERROR(1/(A1:A3-2),0))", "-1;0;1"},
      {"=ARRAYFORMULA(A1:A3+{10,20})", "11,21;12,22;13,23"},
      {"=ARRAYFORMULA(LEN(B1:B3))", "5;6;6"},
      {"=ARRAYFORMULA(ROW(A1:A3))", "1;2;3"},
      {"=ARRAYFORMULA(VLOOKUP(A1:A2,A1:B3,2,0))", "\"apple\";\"Banana\""},
      {"=ARRAYFORMULA(COUNTIF(A1:A3,A1:A3))", "1;1;1"},
      {"=ARRAYFORMULA(SUM(A1:A3*A1:A3))", "14"},
      {"=ARRAYFORMULA(A1:A3+A1:A2)", "2;4;#N/A"},
      {"={1,2;3,4}", "1,2;3,4"},
      {"={A1:A3,B1:B3}", "1,\"apple\";2,\"Banana\";3,\"cherry\""},
      {"={A1:A2;9}", "1;2;9"},
      {"={1,2;3}",
       "#VALUE! (In ARRAY_LITERAL, an Array Literal was missing values for one or more rows.)"},
      {"=TRANSPOSE(A1:A3)", "1,2,3"},
      {"=UNIQUE({2;1;2})", "2;1"},
      {"=SORT({3;1;2})", "1;2;3"},
      {"=SORT(A1:B3,1,FALSE)", "3,\"cherry\";2,\"Banana\";1,\"apple\""},
      {"=FILTER(B1:B3,A1:A3>1)", "\"Banana\";\"cherry\""},
      {"=FILTER(A1:A3,A1:A3>5)", "#N/A (No matches are found in FILTER evaluation.)"},
      {"=SEQUENCE(2,2)", "1,2;3,4"},
      {"=SPLIT(\"a,b,3\",\",\")", "\"a\",\"b\",3"},
      {"=INDEX(A1:B3,2)", "2,\"Banana\""},
      {"=A1+1", "2"},
      {"=1/0", "#DIV/0! (Function DIVIDE parameter 2 cannot be zero.)"},
      {"=ARRAYFORMULA(SEQUENCE(99999)+SEQUENCE(1,99999))", "#REF! (Result too large.)"},
  });
}

TEST_F(FunctionTest, AnOpenRangeInArrayFormulaReachesToTheEndOfTheGrid) {
  const auto rows =
      Formula::Parse("=ARRAYFORMULA(A2:A*2)", sheets_.locale()).EvaluateArray(sheets_);
  ASSERT_EQ(rows.size(), 19u);
  EXPECT_EQ(Written(rows[1][0]), "6");
  EXPECT_EQ(Written(rows[18][0]), "0");
}

}  // namespace
}  // namespace sheetkeeper::emulator::calc
