// The operators under their function names, which Sheets shows in error messages.

#include <cmath>

#include "emulator/calc/call.h"
#include "emulator/calc/coerce.h"
#include "emulator/calc/function_table.h"

namespace sheetkeeper::emulator::calc {
namespace {

Operand Add(Call& call) {
  return call.Result(call.Number(0) + call.Number(1));
}
Operand Minus(Call& call) {
  return call.Result(call.Number(0) - call.Number(1));
}
Operand Multiply(Call& call) {
  return call.Result(call.Number(0) * call.Number(1));
}

Operand Divide(Call& call) {
  const double dividend = call.Number(0);
  const double divisor = call.Number(1);
  if (divisor == 0) {
    return call.Fail(ErrorType::kDivideByZero, "Function DIVIDE parameter 2 cannot be zero.");
  }
  return call.Result(dividend / divisor);
}

Operand Power(Call& call) {
  return call.Result(std::pow(call.Number(0), call.Number(1)));
}
Operand UnaryPlus(Call& call) {
  return call.Single(0);
}
Operand UnaryMinus(Call& call) {
  return call.Result(-call.Number(0));
}
Operand Percent(Call& call) {
  return call.Result(call.Number(0) / 100);
}

Operand Concat(Call& call) {
  std::string text = call.Text(0);
  text += call.Text(1);
  return Value(std::move(text));
}

template <typename Test>
Operand Compared(Call& call, Test test) {
  const Value a = call.NonError(0);
  const Value b = call.NonError(1);
  return Value(!call.Failed() && test(Compare(a, b)));
}

Operand Equal(Call& call) {
  return Compared(call, [](int order) { return order == 0; });
}
Operand NotEqual(Call& call) {
  return Compared(call, [](int order) { return order != 0; });
}
Operand Less(Call& call) {
  return Compared(call, [](int order) { return order < 0; });
}
Operand LessOrEqual(Call& call) {
  return Compared(call, [](int order) { return order <= 0; });
}
Operand Greater(Call& call) {
  return Compared(call, [](int order) { return order > 0; });
}
Operand GreaterOrEqual(Call& call) {
  return Compared(call, [](int order) { return order >= 0; });
}

constexpr Function kFunctions[] = {
    {"ADD", 2, 2, "vv", Add},
    {"CONCAT", 2, 2, "vv", Concat},
    {"DIVIDE", 2, 2, "vv", Divide},
    {"EQ", 2, 2, "vv", Equal},
    {"GT", 2, 2, "vv", Greater},
    {"GTE", 2, 2, "vv", GreaterOrEqual},
    {"LT", 2, 2, "vv", Less},
    {"LTE", 2, 2, "vv", LessOrEqual},
    {"MINUS", 2, 2, "vv", Minus},
    {"MULTIPLY", 2, 2, "vv", Multiply},
    {"NE", 2, 2, "vv", NotEqual},
    {"POW", 2, 2, "vv", Power},
    {"POWER", 2, 2, "vv", Power},
    {"UMINUS", 1, 1, "v", UnaryMinus},
    {"UNARY_PERCENT", 1, 1, "v", Percent},
    {"UPLUS", 1, 1, "v", UnaryPlus},
};

}  // namespace

std::span<const Function> OperatorFunctions() {
  return kFunctions;
}

}  // namespace sheetkeeper::emulator::calc
