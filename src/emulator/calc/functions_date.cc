#include <algorithm>
#include <cmath>

#include "emulator/calc/call.h"
#include "emulator/calc/coerce.h"
#include "emulator/calc/date.h"
#include "emulator/calc/entered.h"
#include "emulator/calc/function_table.h"
#include "emulator/calc/number_text.h"

namespace sheetkeeper::emulator::calc {
namespace {

// A serial number that the calendar reaches.
double Serial(Call& call, int index) {
  const double serial = call.Number(index);
  if (call.Failed()) return 0;
  if (std::abs(serial) < kSerialLimit) return serial;
  call.Fail(ErrorType::kNum, "Function " + std::string(call.Name()) + " parameter " +
                                 std::to_string(index + 1) + " value is " + GeneralText(serial) +
                                 ". It is not a valid date.");
  return 0;
}

Operand Today(Call& call) {
  return call.Result(std::floor(call.Context().Now()));
}
Operand Now(Call& call) {
  return call.Result(call.Context().Now());
}

int64_t Whole(Call& call, int index) {
  return static_cast<int64_t>(std::clamp(std::floor(call.Number(index)), -1e6, 1e6));
}

// Years before 1900 count from 1900.
Operand MakeDate(Call& call) {
  int64_t year = Whole(call, 0);
  const int64_t month = Whole(call, 1);
  const int64_t day = Whole(call, 2);
  if (call.Failed()) return Value();
  if (year >= 0 && year < 1900) year += 1900;
  if (year < 0 || year > 9999) {
    return call.Fail(ErrorType::kNum, "Function DATE parameter 1 value is " + std::to_string(year) +
                                          ". Valid values are between 0 " + "and 9999 inclusive.");
  }
  const double serial = SerialWithCarry(year, std::clamp<int64_t>(month, -60000, 60000), day);
  return call.Result(serial);
}

Operand MakeTime(Call& call) {
  const double seconds = std::trunc(call.Number(0)) * 3600 + std::trunc(call.Number(1)) * 60 +
                         std::trunc(call.Number(2));
  if (seconds < 0) {
    return call.Fail(ErrorType::kNum, "Function TIME evaluates to a negative time.");
  }
  const double days = seconds / kSecondsPerDay;
  return call.Result(days - std::floor(days));
}

Operand Year(Call& call) {
  return call.Result(DateOf(Serial(call, 0)).year);
}
Operand Month(Call& call) {
  return call.Result(DateOf(Serial(call, 0)).month);
}
Operand Day(Call& call) {
  return call.Result(DateOf(Serial(call, 0)).day);
}

int64_t SecondOfDay(Call& call) {
  const double serial = Serial(call, 0);
  const auto seconds =
      static_cast<int64_t>((serial - std::floor(serial)) * kSecondsPerDay + 0.0005);
  return seconds % 86400;
}

Operand Hour(Call& call) {
  return call.Result(static_cast<double>(SecondOfDay(call) / 3600));
}
Operand Minute(Call& call) {
  return call.Result(static_cast<double>(SecondOfDay(call) / 60 % 60));
}
Operand Second(Call& call) {
  return call.Result(static_cast<double>(SecondOfDay(call) % 60));
}

// 1: from Sunday 1, 2: from Monday 1, 3: from Monday 0.
Operand Weekday(Call& call) {
  const int from_sunday = WeekdayOf(Serial(call, 0));
  const int type = call.Integer(1, 1, 1);
  if (type == 1) return call.Result(from_sunday + 1);
  return call.Result((from_sunday + 6) % 7 + (type == 2 ? 1 : 0));
}

// The day so many months on; cut to the end of a shorter month.
double MonthsOn(Call& call, bool to_end) {
  const Date start = DateOf(Serial(call, 0));
  const int64_t month = start.month + std::clamp<int64_t>(Whole(call, 1), -60000, 60000);
  const double last = SerialWithCarry(start.year, month + 1, 0);
  if (to_end) return last;
  return std::min(last, SerialWithCarry(start.year, month, start.day));
}

Operand EDate(Call& call) {
  return call.Result(MonthsOn(call, false));
}
Operand EndOfMonth(Call& call) {
  return call.Result(MonthsOn(call, true));
}

Operand Days(Call& call) {
  return call.Result(std::floor(Serial(call, 0)) - std::floor(Serial(call, 1)));
}

// The part of a typed date or time that the function is after.
Operand FromText(Call& call, double (*part)(double)) {
  const Value value = call.NonError(0);
  const std::string text = ToText(value, call.GetLocale());
  const Entered entered = ParseEntered(text, call.GetLocale(), call.CurrentYear());
  const bool is_date = entered.format &&
                       (entered.format->type.starts_with("DATE") || entered.format->type == "TIME");
  if (const double* number = std::get_if<double>(&value)) return call.Result(part(*number));
  if (!is_date) {
    return call.Fail(ErrorType::kValue, std::string(call.Name()) + " parameter '" + text +
                                            "' cannot be parsed to date/time.");
  }
  return call.Result(part(std::get<double>(entered.value)));
}

double DayOf(double serial) {
  return std::floor(serial);
}
double FractionOf(double serial) {
  return serial - std::floor(serial);
}

Operand DateValue(Call& call) {
  return FromText(call, DayOf);
}
Operand TimeValue(Call& call) {
  return FromText(call, FractionOf);
}

constexpr Function kFunctions[] = {
    {"DATE", 3, 3, "vvv", MakeDate},
    {"DATEVALUE", 1, 1, "v", DateValue},
    {"DAY", 1, 1, "v", Day},
    {"DAYS", 2, 2, "vv", Days},
    {"EDATE", 2, 2, "vv", EDate},
    {"EOMONTH", 2, 2, "vv", EndOfMonth},
    {"HOUR", 1, 1, "v", Hour},
    {"MINUTE", 1, 1, "v", Minute},
    {"MONTH", 1, 1, "v", Month},
    {"NOW", 0, 0, "", Now, kVolatile},
    {"SECOND", 1, 1, "v", Second},
    {"TIME", 3, 3, "vvv", MakeTime},
    {"TIMEVALUE", 1, 1, "v", TimeValue},
    {"TODAY", 0, 0, "", Today, kVolatile},
    {"WEEKDAY", 1, 2, "vv", Weekday},
    {"YEAR", 1, 1, "v", Year},
};

}  // namespace

std::span<const Function> DateFunctions() {
  return kFunctions;
}

}  // namespace sheetkeeper::emulator::calc
