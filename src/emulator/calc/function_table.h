// The functions a formula can call.
#pragma once

#include <span>
#include <string_view>

#include "emulator/calc/operand.h"

namespace sheetkeeper::emulator::calc {

class Call;

constexpr int kAnyCount = 1 << 20;

enum FunctionTrait : unsigned {
  kPlain = 0,
  kVolatile = 1,        // Changes without its arguments changing.
  kArrayArguments = 2,  // Its arguments are evaluated as inside ARRAYFORMULA.
  kGivesArray = 4,
};

// One function. `parameters` has a letter for each; those in parentheses repeat without end:
//   v   one value: inside ARRAYFORMULA the function is applied to each value of an array
//   r   all values of a range or an array
//   l   evaluated only when the function asks for it; inside ARRAYFORMULA like v if the first
//       argument is an array
struct Function {
  std::string_view name;
  int min_arguments;
  int max_arguments;
  std::string_view parameters;
  Operand (*evaluate)(Call&);
  unsigned traits = kPlain;

  bool IsVolatile() const { return (traits & kVolatile) != 0; }
  bool MayBeArray() const { return (traits & (kArrayArguments | kGivesArray)) != 0; }
  char ParameterKind(int index) const;
};

// `name` in capitals; null if there is no such function. The result is static.
const Function* FindFunction(std::string_view name);

// The families, each in a file of its own.
std::span<const Function> OperatorFunctions();
std::span<const Function> MathFunctions();
std::span<const Function> StatisticsFunctions();
std::span<const Function> LogicFunctions();
std::span<const Function> TextFunctions();
std::span<const Function> LookupFunctions();
std::span<const Function> DateFunctions();
std::span<const Function> InformationFunctions();
std::span<const Function> ArrayFunctions();

}  // namespace sheetkeeper::emulator::calc
