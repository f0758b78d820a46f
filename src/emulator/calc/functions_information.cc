#include "emulator/calc/call.h"
#include "emulator/calc/function_table.h"

namespace sheetkeeper::emulator::calc {
namespace {

template <typename Type>
bool Is(const Value& value) {
  return std::holds_alternative<Type>(value);
}

bool IsNotAvailable(const Value& value) {
  const ErrorValue* error = std::get_if<ErrorValue>(&value);
  return error != nullptr && error->type == ErrorType::kNotAvailable;
}

Operand IsBlankCell(Call& call) {
  return Value(IsBlank(call.Single(0)));
}
Operand IsNumber(Call& call) {
  return Value(Is<double>(call.Single(0)));
}
Operand IsText(Call& call) {
  return Value(Is<std::string>(call.Single(0)));
}
Operand IsNonText(Call& call) {
  return Value(!Is<std::string>(call.Single(0)));
}
Operand IsLogical(Call& call) {
  return Value(Is<bool>(call.Single(0)));
}
Operand IsAnyError(Call& call) {
  return Value(IsError(call.Single(0)));
}
Operand IsNa(Call& call) {
  return Value(IsNotAvailable(call.Single(0)));
}

Operand IsOtherError(Call& call) {
  const Value value = call.Single(0);
  return Value(IsError(value) && !IsNotAvailable(value));
}

Operand NotAvailable(Call& call) {
  return call.Fail(ErrorType::kNotAvailable);
}

// Numbers, booleans as numbers, 0 for the rest.
Operand NumberOf(Call& call) {
  const Value value = call.NonError(0);
  if (const bool* truth = std::get_if<bool>(&value)) return call.Result(*truth ? 1 : 0);
  const double* number = std::get_if<double>(&value);
  return call.Result(number == nullptr ? 0 : *number);
}

Operand TypeOf(Call& call) {
  const Value value = call.Single(0);
  if (Is<std::string>(value)) return call.Result(2);
  if (Is<bool>(value)) return call.Result(4);
  return call.Result(IsError(value) ? 16 : 1);
}

constexpr Function kFunctions[] = {
    {"ISBLANK", 1, 1, "v", IsBlankCell}, {"ISERR", 1, 1, "v", IsOtherError},
    {"ISERROR", 1, 1, "v", IsAnyError},  {"ISLOGICAL", 1, 1, "v", IsLogical},
    {"ISNA", 1, 1, "v", IsNa},           {"ISNONTEXT", 1, 1, "v", IsNonText},
    {"ISNUMBER", 1, 1, "v", IsNumber},   {"ISTEXT", 1, 1, "v", IsText},
    {"N", 1, 1, "v", NumberOf},          {"NA", 0, 0, "", NotAvailable},
    {"TYPE", 1, 1, "v", TypeOf},
};

}  // namespace

std::span<const Function> InformationFunctions() {
  return kFunctions;
}

}  // namespace sheetkeeper::emulator::calc
