#include "emulator/calc/call.h"
#include "emulator/calc/coerce.h"
#include "emulator/calc/function_table.h"

namespace sheetkeeper::emulator::calc {
namespace {

Operand If(Call& call) {
  const bool condition = call.Boolean(0);
  if (call.Failed()) return Value();
  if (condition) return call.Argument(1);
  return call.Count() > 2 ? call.Argument(2) : Operand(Value(false));
}

Operand Ifs(Call& call) {
  for (int i = 0; i + 1 < call.Count(); i += 2) {
    const bool condition = call.Boolean(i);
    if (call.Failed()) return Value();
    if (condition) return call.Argument(i + 1);
  }
  return call.Fail(ErrorType::kNotAvailable, "No match.");
}

Operand Switch(Call& call) {
  const Value subject = call.NonError(0);
  if (call.Failed()) return Value();
  int i = 1;
  for (; i + 1 < call.Count(); i += 2) {
    const Value candidate = call.NonError(i);
    if (call.Failed()) return Value();
    if (Compare(subject, candidate) == 0) return call.Argument(i + 1);
  }
  if (i < call.Count()) return call.Argument(i);
  return call.Fail(ErrorType::kNotAvailable, "No match.");
}

template <typename Test>
Operand Unless(Call& call, Test is_caught) {
  const Value value = call.Single(0);
  if (const ErrorValue* error = std::get_if<ErrorValue>(&value); error && is_caught(*error)) {
    return call.Argument(1);
  }
  return call.Argument(0);
}

Operand IfError(Call& call) {
  return Unless(call, [](const ErrorValue&) { return true; });
}

Operand IfNotAvailable(Call& call) {
  return Unless(call, [](const ErrorValue& e) { return e.type == ErrorType::kNotAvailable; });
}

// Texts and empty cells of ranges do not count; without any boolean there is no answer.
template <typename Fold>
Operand FoldBooleans(Call& call, bool start, Fold fold) {
  bool result = start;
  bool any = false;
  for (int i = 0; i < call.Count() && !call.Failed(); ++i) {
    if (std::holds_alternative<Value>(call.Argument(i))) {
      result = fold(result, call.Boolean(i));
      any = true;
      continue;
    }
    call.VisitValues(i, [&](const Value& value) {
      if (const ErrorValue* error = std::get_if<ErrorValue>(&value)) call.Fail(*error);
      if (std::holds_alternative<std::string>(value) || IsBlank(value)) return true;
      result = fold(result, ToBoolean(value, call.GetLocale()).value_or(false));
      any = true;
      return !call.Failed();
    });
  }
  if (!any) {
    return call.Fail(ErrorType::kValue, std::string(call.Name()) + " has no valid input data.");
  }
  return Value(result);
}

Operand And(Call& call) {
  return FoldBooleans(call, true, [](bool a, bool b) { return a && b; });
}
Operand Or(Call& call) {
  return FoldBooleans(call, false, [](bool a, bool b) { return a || b; });
}
Operand Xor(Call& call) {
  return FoldBooleans(call, false, [](bool a, bool b) { return a != b; });
}

Operand Not(Call& call) {
  return Value(!call.Boolean(0));
}
Operand True(Call&) {
  return Value(true);
}
Operand False(Call&) {
  return Value(false);
}

constexpr Function kFunctions[] = {
    {"AND", 1, kAnyCount, "(r)", And},
    {"FALSE", 0, 0, "", False},
    {"IF", 2, 3, "lll", If},
    {"IFERROR", 1, 2, "ll", IfError},
    {"IFNA", 2, 2, "ll", IfNotAvailable},
    {"IFS", 2, kAnyCount, "(l)", Ifs},
    {"NOT", 1, 1, "v", Not},
    {"OR", 1, kAnyCount, "(r)", Or},
    {"SWITCH", 3, kAnyCount, "(l)", Switch},
    {"TRUE", 0, 0, "", True},
    {"XOR", 1, kAnyCount, "(r)", Xor},
};

}  // namespace

std::span<const Function> LogicFunctions() {
  return kFunctions;
}

}  // namespace sheetkeeper::emulator::calc
