#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <optional>

#include "emulator/calc/call.h"
#include "emulator/calc/coerce.h"
#include "emulator/calc/criterion.h"
#include "emulator/calc/function_table.h"

namespace sheetkeeper::emulator::calc {
namespace {

Operand NoNumbers(Call& call) {
  return call.Fail(ErrorType::kDivideByZero, "Evaluation of function " + std::string(call.Name()) +
                                                 " caused a divide by zero error.");
}

Operand Average(Call& call) {
  double sum = 0;
  double count = 0;
  call.VisitNumbers(0, [&](double number) {
    sum += number;
    ++count;
  });
  return count == 0 ? NoNumbers(call) : call.Result(sum / count);
}

Operand Extreme(Call& call, bool largest) {
  std::optional<double> best;
  call.VisitNumbers(0, [&](double number) {
    if (!best || (largest ? number > *best : number < *best)) best = number;
  });
  return call.Result(best.value_or(0));
}

Operand Minimum(Call& call) {
  return Extreme(call, false);
}
Operand Maximum(Call& call) {
  return Extreme(call, true);
}

std::vector<double> SortedNumbers(Call& call, int first) {
  std::vector<double> numbers;
  call.VisitNumbers(first, [&](double number) { numbers.push_back(number); });
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

Operand Median(Call& call) {
  const std::vector<double> numbers = SortedNumbers(call, 0);
  if (numbers.empty()) {
    return call.Fail(ErrorType::kNum, "MEDIAN has no valid input data.");
  }
  const size_t middle = numbers.size() / 2;
  const double upper = numbers[middle];
  return call.Result(numbers.size() % 2 == 1 ? upper : (numbers[middle - 1] + upper) / 2);
}

// The n-th from one end of the first argument.
Operand Ranked(Call& call, bool largest) {
  std::vector<double> numbers;
  call.VisitValues(0, [&](const Value& value) {
    if (const double* number = std::get_if<double>(&value)) numbers.push_back(*number);
    if (const ErrorValue* error = std::get_if<ErrorValue>(&value)) call.Fail(*error);
    return !call.Failed();
  });
  const int rank = call.Integer(1, 1);
  if (call.Failed()) return Value();
  if (rank > static_cast<int>(numbers.size())) {
    return call.Fail(ErrorType::kNum, "Function " + std::string(call.Name()) +
                                          " parameter 2 value " + std::to_string(rank) +
                                          " is out of range.");
  }
  std::sort(numbers.begin(), numbers.end());
  if (largest) std::reverse(numbers.begin(), numbers.end());
  return call.Result(numbers[static_cast<size_t>(rank) - 1]);
}

Operand Large(Call& call) {
  return Ranked(call, true);
}
Operand Small(Call& call) {
  return Ranked(call, false);
}

Operand StandardDeviation(Call& call) {
  const std::vector<double> numbers = SortedNumbers(call, 0);
  if (numbers.size() < 2) return NoNumbers(call);
  double sum = 0;
  for (double number : numbers) sum += number;
  const double mean = sum / static_cast<double>(numbers.size());
  double squares = 0;
  for (double number : numbers) squares += (number - mean) * (number - mean);
  return call.Result(std::sqrt(squares / static_cast<double>(numbers.size() - 1)));
}

// Numbers in cells, and in the formula whatever can be read as one. Errors do not count.
Operand Count(Call& call) {
  double count = 0;
  for (int i = 0; i < call.Count(); ++i) {
    const bool is_written = std::holds_alternative<Value>(call.Argument(i));
    call.VisitValues(i, [&](const Value& value) {
      const bool is_number =
          std::holds_alternative<double>(value) ||
          (is_written && !IsBlank(value) && ToNumber(value, call.GetLocale(), call.CurrentYear()));
      count += is_number ? 1 : 0;
      return true;
    });
  }
  return call.Result(count);
}

Operand CountAll(Call& call) {
  double count = 0;
  for (int i = 0; i < call.Count(); ++i) {
    call.VisitValues(i, [&](const Value& value) {
      count += IsBlank(value) ? 0 : 1;
      return true;
    });
  }
  return call.Result(count);
}

bool IsEmptyText(const Value& value) {
  const std::string* text = std::get_if<std::string>(&value);
  return IsBlank(value) || (text != nullptr && text->empty());
}

double CellsOf(const Operand& operand) {
  return static_cast<double>(RowsOf(operand)) * ColumnsOf(operand);
}

Operand CountBlank(Call& call) {
  double filled = 0;
  call.VisitValues(0, [&](const Value& value) {
    filled += IsEmptyText(value) ? 0 : 1;
    return true;
  });
  return call.Result(CellsOf(call.Argument(0)) - filled);
}

// The places, counted row by row, of the values of argument `index` that meet the condition of the
// next argument.
std::vector<int> Matching(Call& call, int index) {
  const Criterion criterion(call.Single(index + 1), call.GetLocale(), call.CurrentYear());
  const Operand& operand = call.Argument(index);
  std::vector<int> places;
  const Range* range = std::get_if<Range>(&operand);
  if (range != nullptr && !criterion.Matches(Value())) {
    const int columns = range->Columns();
    call.Context().VisitCells(
        range->sheet, range->area, [&](int row, int column, const Value& value) {
          const int place =
              (row - range->area.first_row) * columns + column - range->area.first_column;
          if (criterion.Matches(value)) places.push_back(place);
          return true;
        });
    return places;
  }
  const ArrayPtr array = call.ArrayOf(index);
  if (array == nullptr) return places;
  for (size_t i = 0; i < array->cells.size(); ++i) {
    if (criterion.Matches(array->cells[i])) places.push_back(static_cast<int>(i));
  }
  return places;
}

// The places that meet all conditions; they begin with argument `first`.
std::vector<int> MatchingAll(Call& call, int first) {
  std::vector<int> places = Matching(call, first);
  const int rows = RowsOf(call.Argument(first));
  const int columns = ColumnsOf(call.Argument(first));
  for (int i = first + 2; i + 1 < call.Count() && !call.Failed(); i += 2) {
    if (RowsOf(call.Argument(i)) != rows || ColumnsOf(call.Argument(i)) != columns) {
      call.Fail(ErrorType::kValue,
                "Array arguments to " + std::string(call.Name()) + " are of different size.");
      return {};
    }
    const std::vector<int> others = Matching(call, i);
    std::vector<int> both;
    std::set_intersection(places.begin(), places.end(), others.begin(), others.end(),
                          std::back_inserter(both));
    places = std::move(both);
  }
  return places;
}

// The numbers of argument `index` at the places, which are counted in argument `shape`.
std::vector<double> NumbersAt(Call& call, int index, int shape, const std::vector<int>& places) {
  std::vector<double> numbers;
  const int columns = ColumnsOf(call.Argument(shape));
  const Operand& operand = call.Argument(index);
  const Range* range = std::get_if<Range>(&operand);
  const ArrayPtr array = range == nullptr ? call.ArrayOf(index) : nullptr;
  for (int place : places) {
    const int row = place / columns;
    const int column = place % columns;
    Value value;
    if (range != nullptr) {
      value = call.CellOf(*range, row, column);
    } else if (array != nullptr && row < array->rows && column < array->columns) {
      value = array->At(row, column);
    }
    if (const double* number = std::get_if<double>(&value)) numbers.push_back(*number);
    if (const ErrorValue* error = std::get_if<ErrorValue>(&value)) call.Fail(*error);
  }
  return numbers;
}

Operand Total(Call& call, const std::vector<double>& numbers) {
  double sum = 0;
  for (double number : numbers) sum += number;
  return call.Result(sum);
}

Operand Mean(Call& call, const std::vector<double>& numbers) {
  if (numbers.empty()) return NoNumbers(call);
  double sum = 0;
  for (double number : numbers) sum += number;
  return call.Result(sum / static_cast<double>(numbers.size()));
}

Operand CountIf(Call& call) {
  return call.Result(static_cast<double>(Matching(call, 0).size()));
}
Operand CountIfs(Call& call) {
  return call.Result(static_cast<double>(MatchingAll(call, 0).size()));
}
Operand SumIf(Call& call) {
  return Total(call, NumbersAt(call, call.IsGiven(2) ? 2 : 0, 0, Matching(call, 0)));
}
Operand SumIfs(Call& call) {
  return Total(call, NumbersAt(call, 0, 1, MatchingAll(call, 1)));
}
Operand AverageIf(Call& call) {
  return Mean(call, NumbersAt(call, call.IsGiven(2) ? 2 : 0, 0, Matching(call, 0)));
}
Operand AverageIfs(Call& call) {
  return Mean(call, NumbersAt(call, 0, 1, MatchingAll(call, 1)));
}

constexpr Function kFunctions[] = {
    {"AVERAGE", 1, kAnyCount, "(r)", Average},
    {"AVERAGEIF", 2, 3, "rvr", AverageIf},
    {"AVERAGEIFS", 3, kAnyCount, "r(rv)", AverageIfs},
    {"COUNT", 1, kAnyCount, "(r)", Count},
    {"COUNTA", 1, kAnyCount, "(r)", CountAll},
    {"COUNTBLANK", 1, 1, "r", CountBlank},
    {"COUNTIF", 2, 2, "rv", CountIf},
    {"COUNTIFS", 2, kAnyCount, "(rv)", CountIfs},
    {"LARGE", 2, 2, "rv", Large},
    {"MAX", 1, kAnyCount, "(r)", Maximum},
    {"MEDIAN", 1, kAnyCount, "(r)", Median},
    {"MIN", 1, kAnyCount, "(r)", Minimum},
    {"SMALL", 2, 2, "rv", Small},
    {"STDEV", 1, kAnyCount, "(r)", StandardDeviation},
    {"SUMIF", 2, 3, "rvr", SumIf},
    {"SUMIFS", 3, kAnyCount, "r(rv)", SumIfs},
};

}  // namespace

std::span<const Function> StatisticsFunctions() {
  return kFunctions;
}

}  // namespace sheetkeeper::emulator::calc
