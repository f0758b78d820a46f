// A formula of a cell: parsed once, evaluated against a spreadsheet as often as needed, written
// back with its references where they belong.
//
// A Formula is a small value; copies share the parsed program, which is immutable. It may be used
// from several threads as long as none changes it.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/calc/adjust.h"
#include "emulator/calc/eval_context.h"
#include "emulator/calc/locale.h"
#include "emulator/calc/number_format.h"
#include "emulator/calc/reference.h"
#include "emulator/calc/value.h"

namespace sheetkeeper::emulator::calc {

struct Program;

class Formula {
 public:
  // `text` begins with "=". Numbers and separators are read as the locale writes them. A text that
  // is no formula gives one whose value is #ERROR! "Formula parse error."
  static Formula Parse(std::string_view text, const Locale& locale);

  bool IsValid() const;
  // As it was entered, except that references are written in their usual form and where they
  // belong after adjustments.
  std::string Text() const;
  // The same formula with the numbers and separators of another locale.
  std::string TextIn(const Locale& locale) const;

  // The value of the cell itself; of an array its first element.
  Value Evaluate(const EvalContext& context) const;
  // All rows of the result, at least one by one, all of the same length. The caller lays those
  // beyond the first element over the neighbours.
  std::vector<std::vector<Value>> EvaluateArray(const EvalContext& context) const;
  // The format that a cell without one shows the result in: a date for TODAY(), that of B1 for
  // =B1+1. Nothing: the automatic one.
  std::optional<NumberFormat> ResultFormat(const EvalContext& context) const;

  // May give more than one cell; if not, Evaluate tells it all.
  bool MayBeArray() const;
  // Changes without any cell changing (NOW); to be evaluated at every change of the spreadsheet.
  bool IsVolatile() const;

  const std::vector<Reference>& References() const { return references_; }
  // Names of ranges it uses, in capitals.
  const std::vector<std::string>& RangeNames() const;

  // See adjust.h. Each returns whether the text changed.
  bool Adjust(const DimensionChange& change, std::string_view own_sheet);
  bool Adjust(const CellsMove& move, std::string_view own_sheet);
  bool AdjustRename(std::string_view from, std::string_view to);
  bool AdjustDeletedSheet(std::string_view sheet);
  // The formula for a cell so many rows further down and columns to the right.
  Formula CopiedBy(int rows, int columns) const;

 private:
  Formula() = default;

  std::shared_ptr<const Program> program_;
  std::vector<Reference> references_;  // In the order of the text.
};

}  // namespace sheetkeeper::emulator::calc
