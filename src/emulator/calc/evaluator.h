// Evaluates the tree of a formula.
//
// Every node gives an operand. A function says for each of its parameters whether it takes one
// value or all values of a range. Where it takes one and gets a range, the cell in the row or the
// column of the formula's own cell is meant; inside ARRAYFORMULA (array mode) the function is
// applied to each value instead, and the result is an array as large as the largest argument.
#pragma once

#include <optional>
#include <vector>

#include "emulator/calc/eval_context.h"
#include "emulator/calc/operand.h"
#include "emulator/calc/program.h"

namespace sheetkeeper::emulator::calc {

class Call;

class Evaluator {
 public:
  // All must outlive it.
  Evaluator(const Program& program, const std::vector<Reference>& references,
            const EvalContext& context)
      : program_(program), references_(references), context_(context) {}

  Operand Evaluate(const Node& node, bool is_array_mode);

  // One value: see above for ranges; of an array the first.
  Value SingleValue(const Operand& operand) const;
  ArrayPtr ToArray(const Operand& operand) const;

  // The part of the area that lies within the grid, or #REF!.
  Operand RangeWithinGrid(const std::string& sheet, const Area& area) const;

  const EvalContext& Context() const { return context_; }
  const Locale& GetLocale() const { return *program_.locale; }
  int CurrentYear();

 private:
  Operand EvaluateReference(const Reference& reference) const;
  Operand EvaluateRangeName(const Node& node) const;
  Operand EvaluateCall(const Node& node, bool is_array_mode);
  bool PresetSingles(const Node& node, Call& call) const;
  Operand Broadcast(const Node& node, Call& call) const;
  Operand EvaluateArray(const Node& node, bool is_array_mode);

  const Program& program_;
  const std::vector<Reference>& references_;
  const EvalContext& context_;
  std::optional<int> current_year_;
};

}  // namespace sheetkeeper::emulator::calc
