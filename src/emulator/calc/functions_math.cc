#include <algorithm>
#include <cmath>
#include <numbers>

#include "emulator/calc/call.h"
#include "emulator/calc/decimal.h"
#include "emulator/calc/function_table.h"
#include "emulator/calc/number_text.h"

namespace sheetkeeper::emulator::calc {
namespace {

enum class Rounding { kNearest, kUp, kDown };

// Away from zero or towards it, by decimal digits.
double Rounded(double value, int places, Rounding how) {
  if (!std::isfinite(value)) return value;
  Decimal number = ShortestDecimal(value);
  if (how == Rounding::kNearest) {
    RoundToPlaces(number, places);
    return ToDouble(number);
  }
  const double nearest = std::pow(10.0, -places);
  Decimal cut = number;
  RoundToPlaces(cut, places);
  double result = ToDouble(cut);
  const bool was_raised = std::abs(result) > std::abs(value);
  const bool is_exact = result == value;
  if (is_exact || was_raised == (how == Rounding::kUp)) return result;
  // One step the other way, rounded again because the step is not exact.
  result += std::copysign(nearest, value) * (how == Rounding::kUp ? 1 : -1);
  Decimal stepped = ShortestDecimal(result);
  RoundToPlaces(stepped, places);
  return ToDouble(stepped);
}

Operand Round(Call& call, Rounding how) {
  const double value = call.Number(0);
  const double places = std::clamp(call.Number(1, 0), -400.0, 400.0);
  return call.Result(Rounded(value, static_cast<int>(places), how));
}

Operand RoundNearest(Call& call) {
  return Round(call, Rounding::kNearest);
}
Operand RoundUp(Call& call) {
  return Round(call, Rounding::kUp);
}
Operand RoundDown(Call& call) {
  return Round(call, Rounding::kDown);
}

Operand Integer(Call& call) {
  return call.Result(std::floor(call.Number(0)));
}
Operand Absolute(Call& call) {
  return call.Result(std::abs(call.Number(0)));
}

Operand Sign(Call& call) {
  const double value = call.Number(0);
  return call.Result(value > 0 ? 1 : value < 0 ? -1 : 0);
}

Operand Modulo(Call& call) {
  const double dividend = call.Number(0);
  const double divisor = call.Number(1);
  if (divisor == 0) {
    return call.Fail(ErrorType::kDivideByZero, "Function MOD parameter 2 cannot be zero.");
  }
  return call.Result(dividend - divisor * std::floor(dividend / divisor));
}

Operand Quotient(Call& call) {
  const double dividend = call.Number(0);
  const double divisor = call.Number(1);
  if (divisor == 0) {
    return call.Fail(ErrorType::kDivideByZero, "Function QUOTIENT parameter 2 cannot be zero.");
  }
  return call.Result(std::trunc(dividend / divisor));
}

Operand SquareRoot(Call& call) {
  const double value = call.Number(0);
  if (value < 0) {
    return call.Fail(ErrorType::kNum, "Function SQRT parameter 1 value is " + GeneralText(value) +
                                          ". It should be greater than or equal to 0.");
  }
  return call.Result(std::sqrt(value));
}

double PositiveNumber(Call& call, int index) {
  const double value = call.Number(index);
  if (value <= 0 && !call.Failed()) {
    call.Fail(ErrorType::kNum, "Function " + std::string(call.Name()) + " parameter " +
                                   std::to_string(index + 1) + " value is " + GeneralText(value) +
                                   ". It should be greater than 0.");
  }
  return value;
}

Operand NaturalLogarithm(Call& call) {
  return call.Result(std::log(PositiveNumber(call, 0)));
}
Operand DecimalLogarithm(Call& call) {
  return call.Result(std::log10(PositiveNumber(call, 0)));
}

Operand Logarithm(Call& call) {
  const double value = PositiveNumber(call, 0);
  const double base = call.IsGiven(1) ? PositiveNumber(call, 1) : 10;
  return call.Result(std::log(value) / std::log(base));
}

Operand Exponential(Call& call) {
  return call.Result(std::exp(call.Number(0)));
}
Operand Pi(Call& call) {
  return call.Result(std::numbers::pi);
}

// To a multiple of the second argument.
Operand ToMultiple(Call& call, double (*round)(double)) {
  const double value = call.Number(0);
  const double factor = call.Number(1, 1);
  return call.Result(factor == 0 ? 0 : round(value / factor) * factor);
}

Operand Ceiling(Call& call) {
  return ToMultiple(call, std::ceil);
}
Operand Floor(Call& call) {
  return ToMultiple(call, std::floor);
}

Operand Sum(Call& call) {
  double sum = 0;
  call.VisitNumbers(0, [&](double number) { sum += number; });
  return call.Result(sum);
}

Operand Product(Call& call) {
  double product = 1;
  bool any = false;
  call.VisitNumbers(0, [&](double number) {
    product *= number;
    any = true;
  });
  return call.Result(any ? product : 0);
}

// Texts and booleans count as 0.
Operand SumProduct(Call& call) {
  const ArrayPtr first = call.ArrayOf(0);
  if (first == nullptr) return Value();
  std::vector<double> products(first->cells.size(), 1.0);
  for (int i = 0; i < call.Count(); ++i) {
    const ArrayPtr array = call.ArrayOf(i);
    if (array == nullptr) return Value();
    if (array->rows != first->rows || array->columns != first->columns) {
      return call.Fail(ErrorType::kValue,
                       "Function SUMPRODUCT has mismatched range sizes. Expected row count: " +
                           std::to_string(first->rows) +
                           ", column count: " + std::to_string(first->columns) +
                           ". Actual row count: " + std::to_string(array->rows) +
                           ", column count: " + std::to_string(array->columns) + ".");
    }
    for (size_t k = 0; k < products.size(); ++k) {
      const Value& cell = array->cells[k];
      if (const ErrorValue* error = std::get_if<ErrorValue>(&cell)) return call.Fail(*error);
      const double* number = std::get_if<double>(&cell);
      const bool* truth = std::get_if<bool>(&cell);
      products[k] *= number != nullptr                       ? *number
                     : truth != nullptr && call.Count() == 1 ? *truth
                                                             : 0;
    }
  }
  double sum = 0;
  for (double product : products) sum += product;
  return call.Result(sum);
}

constexpr Function kFunctions[] = {
    {"ABS", 1, 1, "v", Absolute},
    {"CEILING", 1, 2, "vv", Ceiling},
    {"EXP", 1, 1, "v", Exponential},
    {"FLOOR", 1, 2, "vv", Floor},
    {"INT", 1, 1, "v", Integer},
    {"LN", 1, 1, "v", NaturalLogarithm},
    {"LOG", 1, 2, "vv", Logarithm},
    {"LOG10", 1, 1, "v", DecimalLogarithm},
    {"MOD", 2, 2, "vv", Modulo},
    {"PI", 0, 0, "", Pi},
    {"PRODUCT", 1, kAnyCount, "(r)", Product},
    {"QUOTIENT", 2, 2, "vv", Quotient},
    {"ROUND", 1, 2, "vv", RoundNearest},
    {"ROUNDDOWN", 1, 2, "vv", RoundDown},
    {"ROUNDUP", 1, 2, "vv", RoundUp},
    {"SIGN", 1, 1, "v", Sign},
    {"SQRT", 1, 1, "v", SquareRoot},
    {"SUM", 1, kAnyCount, "(r)", Sum},
    {"SUMPRODUCT", 1, kAnyCount, "(r)", SumProduct, kArrayArguments},
    {"TRUNC", 1, 2, "vv", RoundDown},
};

}  // namespace

std::span<const Function> MathFunctions() {
  return kFunctions;
}

}  // namespace sheetkeeper::emulator::calc
