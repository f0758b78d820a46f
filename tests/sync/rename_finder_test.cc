#include "sync/rename_finder.h"

#include <gtest/gtest.h>

namespace sheetkeeper {
namespace {

Cell T(const char* text) {
  return std::string(text);
}

// A table id | wage | city; ten rows were agreed on.
class RenameFinderTest : public testing::Test {
 protected:
  RenameFinderTest() {
    schema_.name = "pay";
    schema_.columns = {{.name = "id", .header = "Id", .type = ColumnType::kInteger},
                       {.name = "wage", .header = "Wage", .type = ColumnType::kReal},
                       {.name = "city", .header = "City"}};
    for (int64_t id = 1; id <= 10; ++id) {
      base_.Add(RowKey(id), Digest(Row{id, static_cast<double>(id) * 10, Value(Null{})}));
    }
  }

  // Rows 1 to `rows`, whose cells after the key are wage, blank, wage.
  std::optional<RenamedHeader> Find(std::vector<Cell> header, int rows = 10) {
    RenameFinder finder(schema_, base_, known_);
    finder.OnHeader(header);
    for (int id = 1; id <= rows; ++id) {
      finder.OnRow(std::vector<Cell>{id * 1.0, id * 10.0, Empty{}, id * 10.0});
    }
    return finder.Found();
  }

  TableSchema schema_;
  BaseIndex base_;
  std::set<std::string> known_{"id", "wage", "city"};
};

TEST_F(RenameFinderTest, TheColumnWithItsValuesIsFound) {
  const auto found = Find({T("Id"), T("Pay an hour"), T("City")});
  ASSERT_TRUE(found.has_value());
  EXPECT_EQ(found->column, 1U);
  EXPECT_EQ(found->header, "Pay an hour");
}

TEST_F(RenameFinderTest, ARowInTenMayHaveChanged) {
  EXPECT_TRUE(Find({T("Id"), T("Pay"), T("City")}, 9));
  EXPECT_FALSE(Find({T("Id"), T("Pay"), T("City")}, 8));
}

TEST_F(RenameFinderTest, TwoThatFitAreNone) {
  EXPECT_FALSE(Find({T("Id"), T("Pay"), T("City"), T("Copy of pay")}));
}

TEST_F(RenameFinderTest, AColumnThatStoodThereBeforeIsAnotherOne) {
  known_.insert("pay");
  EXPECT_FALSE(Find({T("Id"), T("Pay"), T("City")}));
}

TEST_F(RenameFinderTest, BlankCellsProveNothing) {
  EXPECT_FALSE(Find({T("Id"), T("Wage"), T("Town")}));
}

TEST_F(RenameFinderTest, TwoMissingHeadersAreTooMany) {
  EXPECT_FALSE(Find({T("Id"), T("Pay"), T("Town")}));
}

TEST_F(RenameFinderTest, NothingIsFoundBeforeTheTabWasEverRead) {
  known_.clear();
  EXPECT_FALSE(Find({T("Id"), T("Pay"), T("City")}));
}

}  // namespace
}  // namespace sheetkeeper
