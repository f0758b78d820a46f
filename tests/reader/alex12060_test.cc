#include "alex12060.h"

#include <gtest/gtest.h>

#include "reader/reader_fixture.h"

namespace alex12060 {
namespace {

class Alex12060Test : public sheetkeeper::reader::ReaderTest {
 protected:
  Alex12060Test() {
    Write(
        "CREATE TABLE employee_settings (employee_id INTEGER PRIMARY KEY, hourly_wage REAL,"
        " sales_commission REAL);"
        "INSERT INTO employee_settings VALUES (5938472011, 15, 8.5);"
        "CREATE TABLE dynamic_rates (min_amount REAL PRIMARY KEY, max_amount REAL,"
        " percentage REAL);"
        "INSERT INTO dynamic_rates VALUES (1000, 999999, 3), (0, 399.99, 0), (400, 699.99, 1);"
        "CREATE TABLE ranks (rank_name TEXT PRIMARY KEY, min_amount REAL, max_amount REAL,"
        " bonus_1 TEXT, bonus_2 TEXT, bonus_3 TEXT, text TEXT);"
        "INSERT INTO ranks VALUES ('Rookie', 0, 5000, 'none', NULL, NULL, 'hello'),"
        " ('Hustler', 5001, 8000, 'flat_10', 'day_off', NULL, NULL)");
  }

  Service service_{Usual()};
};

TEST_F(Alex12060Test, AnEmployeeHasSettings) {
  const auto settings = service_.get_employee_settings(5938472011);
  ASSERT_TRUE(settings && *settings);
  EXPECT_EQ((*settings)->hourly_wage, 15);
  EXPECT_EQ((*settings)->sales_commission, 8.5);
  EXPECT_FALSE(*service_.get_employee_settings(1));
}

TEST_F(Alex12060Test, RatesComeFromTheLowestAmountUp) {
  const auto rates = service_.get_dynamic_rates();
  ASSERT_TRUE(rates);
  ASSERT_EQ(rates->size(), 3U);
  EXPECT_EQ((*rates)[1].min_amount, 400);
}

TEST_F(Alex12060Test, TheRateOfAnAmountIsThatOfItsRange) {
  EXPECT_EQ(*service_.calculate_dynamic_rate(0), 0);
  EXPECT_EQ(*service_.calculate_dynamic_rate(399.99), 0);
  EXPECT_EQ(*service_.calculate_dynamic_rate(400), 1);
  EXPECT_EQ(*service_.calculate_dynamic_rate(699.99), 1);
  EXPECT_EQ(*service_.calculate_dynamic_rate(1000), 3);
}

TEST_F(Alex12060Test, BetweenTwoRangesTheLowerOneCountsAndOutsideNone) {
  EXPECT_EQ(*service_.calculate_dynamic_rate(699.995), 1);
  EXPECT_EQ(*service_.calculate_dynamic_rate(-1), 0);
  EXPECT_EQ(*service_.calculate_dynamic_rate(1'000'000), 0);
  EXPECT_EQ((*service_.determine_rank(5000.5))->rank_name, "Rookie");
  EXPECT_EQ((*service_.determine_rank(5001))->bonus_1, "flat_10");
  EXPECT_FALSE(*service_.determine_rank(8000.01));
  EXPECT_FALSE(*service_.determine_rank(-0.01));
}

TEST_F(Alex12060Test, EmptyCellsAreEmptyTexts) {
  EXPECT_EQ((*service_.determine_rank(1))->bonus_2, "");
}

}  // namespace
}  // namespace alex12060
