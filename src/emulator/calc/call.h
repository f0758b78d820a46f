// One call of a function, as the function sees it: its arguments, evaluated on first use, in the
// type it asks for.
//
// The first failure sticks: an argument that is an error, or does not have the type, makes the call
// fail, later requests give 0, false or "", and whatever the function returns is replaced by the
// error. So a function asks for all it needs and looks at Failed() only before something costly.
#pragma once

#include <array>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "emulator/calc/eval_context.h"
#include "emulator/calc/function_table.h"
#include "emulator/calc/locale.h"
#include "emulator/calc/operand.h"
#include "emulator/calc/program.h"

namespace sheetkeeper::emulator::calc {

class Evaluator;

class Call {
 public:
  Call(Evaluator& evaluator, const Node& node, bool is_array_mode);

  int Count() const;
  // Whether there is an argument and it is not left out, as the middle one in IF(A1,,2).
  bool IsGiven(int index) const;

  const Operand& Argument(int index);
  // The argument as one value; of a range the cell in the own row or column. May be an error, which
  // is no failure of the call.
  Value Single(int index);

  // These fail on an error and on what does not have the type.
  Value NonError(int index);
  double Number(int index);
  double Number(int index, double if_not_given);
  bool Boolean(int index);
  bool Boolean(int index, bool if_not_given);
  std::string Text(int index);
  ArrayPtr ArrayOf(int index);  // Null on failure.
  // The argument as a range of cells; fails and gives null if it is not one.
  const Range* RangeOf(int index);
  // A whole number, cut towards zero; fails below `least`.
  int Integer(int index, int least);
  int Integer(int index, int least, int if_not_given);

  // All values of the argument but empty cells of ranges, row by row, until `visit` gives false.
  void VisitValues(int index, const std::function<bool(const Value&)>& visit);
  // The numbers of all arguments from `first` on, as SUM takes them: texts and booleans count only
  // where they stand in the formula itself. Fails on errors.
  void VisitNumbers(int first, const std::function<void(double)>& visit);

  // Makes the call fail, unless it already has.
  Operand Fail(ErrorType type, std::string message = "");
  Operand Fail(const ErrorValue& error);
  bool Failed() const { return error_.has_value(); }

  // Whether it stands inside ARRAYFORMULA.
  bool IsArrayMode() const { return is_array_mode_; }

  // A result that must be finite.
  Operand Result(double number);

  std::string_view Name() const { return function_.name; }
  const EvalContext& Context() const;
  const Locale& GetLocale() const;
  int CurrentYear() const;
  Value CellOf(const Range& range, int row, int column) const;  // Counted within the range.
  // As a reference to the area would give it: clipped to the grid, or #REF!.
  Operand RangeWithinGrid(const std::string& sheet, const Area& area) const;

  // For the evaluator.
  void Preset(int index, Operand operand);
  Operand Run();

 private:
  std::optional<Operand>& Slot(int index);
  std::string Expected(int index, std::string_view what, const Value& got) const;

  Evaluator& evaluator_;
  const Node& node_;
  const Function& function_;
  bool is_array_mode_;
  std::optional<ErrorValue> error_;
  std::array<std::optional<Operand>, 3> few_;
  std::vector<std::optional<Operand>> more_;
};

}  // namespace sheetkeeper::emulator::calc
