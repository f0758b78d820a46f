#include "emulator/calc/date.h"

#include <chrono>
#include <cmath>

namespace sheetkeeper::emulator::calc {
namespace {

using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr sys_days kEpoch{std::chrono::year{1899} / 12 / 30};

double DaysSinceEpoch(sys_days day) {
  return static_cast<double>((day - kEpoch).count());
}

sys_days DayOf(double serial) {
  return kEpoch + std::chrono::days(static_cast<int>(std::floor(serial)));
}

year_month_day Calendar(int year, int month, int day) {
  return std::chrono::year{year} / month / day;
}

}  // namespace

std::optional<double> SerialOf(const Date& date) {
  const year_month_day calendar = Calendar(date.year, date.month, date.day);
  if (!calendar.ok()) return std::nullopt;
  return DaysSinceEpoch(calendar);
}

double SerialWithCarry(int64_t year, int64_t month, int64_t day) {
  const int64_t months = year * 12 + (month - 1);
  const int64_t carried_year = months >= 0 ? months / 12 : -((11 - months) / 12);
  const int carried_month = static_cast<int>(months - carried_year * 12) + 1;
  const year_month_day first = Calendar(static_cast<int>(carried_year), carried_month, 1);
  return DaysSinceEpoch(first) + static_cast<double>(day - 1);
}

Date DateOf(double serial) {
  const year_month_day calendar(DayOf(serial));
  return {static_cast<int>(calendar.year()),
          static_cast<int>(static_cast<unsigned>(calendar.month())),
          static_cast<int>(static_cast<unsigned>(calendar.day()))};
}

int WeekdayOf(double serial) {
  return static_cast<int>(std::chrono::weekday(DayOf(serial)).c_encoding());
}

}  // namespace sheetkeeper::emulator::calc
