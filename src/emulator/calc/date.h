// Serial numbers: days since 1899-12-30, the time of day as the fraction. No time zones.
#pragma once

#include <cstdint>
#include <optional>

namespace sheetkeeper::emulator::calc {

struct Date {
  int year = 1899;
  int month = 12;  // 1..12
  int day = 30;    // 1..31

  bool operator==(const Date&) const = default;
};

// The day number; nothing where the calendar has no such day.
std::optional<double> SerialOf(const Date& date);

// As DATE does: months and days out of range carry over (month 13 is January of the next year).
double SerialWithCarry(int64_t year, int64_t month, int64_t day);

// The day that holds `serial`. REQUIRES: |serial| < kSerialLimit.
Date DateOf(double serial);

// 0 is Sunday. REQUIRES: |serial| < kSerialLimit.
int WeekdayOf(double serial);

// Serials beyond this (about the year 27,000) are no dates.
constexpr double kSerialLimit = 1e7;

constexpr double kSecondsPerDay = 86400;

}  // namespace sheetkeeper::emulator::calc
