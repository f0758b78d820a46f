#include "emulator/calc/function_table.h"

#include <unordered_map>

namespace sheetkeeper::emulator::calc {
namespace {

using Table = std::unordered_map<std::string_view, const Function*>;

Table MakeTable() {
  Table table;
  for (std::span<const Function> family :
       {OperatorFunctions(), MathFunctions(), StatisticsFunctions(), LogicFunctions(),
        TextFunctions(), LookupFunctions(), DateFunctions(), InformationFunctions(),
        ArrayFunctions()}) {
    for (const Function& function : family) table.emplace(function.name, &function);
  }
  return table;
}

}  // namespace

char Function::ParameterKind(int index) const {
  const size_t open = parameters.find('(');
  const auto i = static_cast<size_t>(index);
  if (open == std::string_view::npos) return i < parameters.size() ? parameters[i] : 'v';
  if (i < open) return parameters[i];
  const size_t repeated = parameters.size() - open - 2;
  return parameters[open + 1 + (i - open) % repeated];
}

const Function* FindFunction(std::string_view name) {
  static const Table table = MakeTable();
  const auto found = table.find(name);
  return found == table.end() ? nullptr : found->second;
}

}  // namespace sheetkeeper::emulator::calc
