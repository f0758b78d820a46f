#include "sync/header.h"

#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

TableBinding Binding() {
  TableBinding binding;
  binding.schema.name = "pay";
  binding.schema.columns = {{.name = "id", .header = "EmployeeId", .type = ColumnType::kInteger},
                            {.name = "wage", .header = "Hourly wage", .type = ColumnType::kReal}};
  binding.sheet_title = "Pay";
  return binding;
}

std::vector<Cell> Headers(std::initializer_list<const char*> texts) {
  std::vector<Cell> cells;
  for (const char* text : texts) cells.emplace_back(std::string(text));
  return cells;
}

std::string Find(std::initializer_list<const char*> texts) {
  const auto found = FindColumns(Headers(texts), Binding(), "Pay");
  if (const auto* trouble = std::get_if<HeaderTrouble>(&found)) return trouble->reason;
  std::string places;
  for (const int place : std::get<ColumnPlaces>(found)) places += std::to_string(place) + " ";
  return places;
}

TEST(HeaderTest, ColumnsAreFoundByHeaderWhateverTheirOrder) {
  EXPECT_EQ(Find({"EmployeeId", "Hourly wage"}), "0 1 ");
  EXPECT_EQ(Find({"", "Hourly wage", "Note", "EmployeeId", ""}), "3 1 ");
}

TEST(HeaderTest, CaseAndBlanksDoNotMatter) {
  EXPECT_EQ(Find({" employeeid ", "HOURLY  WAGE"}), "0 1 ");
}

TEST(HeaderTest, AnExactMatchComesBeforeASimilarOne) {
  EXPECT_EQ(Find({"EmployeeId", "hourly wage", "Hourly wage"}), "0 2 ");
}

TEST(HeaderTest, DoubledOtherHeadersAreNobodysBusiness) {
  EXPECT_EQ(Find({"Note", "EmployeeId", "Note", "Hourly wage"}), "1 3 ");
}

TEST(HeaderTest, AMissingHeaderSaysWhatIsThereAndWhatToDo) {
  const std::string reason = Find({"EmployeeId", "Wage"});
  EXPECT_NE(reason.find("'Hourly wage' is missing in row 1 of the sheet 'Pay'"), std::string::npos);
  EXPECT_NE(reason.find("EmployeeId, Wage"), std::string::npos);
  EXPECT_NE(reason.find("column wage of table pay"), std::string::npos);
}

TEST(HeaderTest, DataInThePlaceOfTheHeadersIsNotTold) {
  const std::string reason = Find({"5938472011", "very private"});
  EXPECT_NE(reason.find("which has: none of the table's headers;"), std::string::npos);
  EXPECT_EQ(reason.find("private"), std::string::npos);
}

TEST(HeaderTest, ADoubledHeaderNamesBothCells) {
  const std::string reason = Find({"EmployeeId", "Hourly wage", "Hourly wage"});
  EXPECT_NE(reason.find("Pay!B1 and Pay!C1"), std::string::npos);
}

}  // namespace
}  // namespace sheetkeeper
