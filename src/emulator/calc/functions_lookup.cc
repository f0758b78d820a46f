#include <algorithm>

#include "emulator/calc/call.h"
#include "emulator/calc/coerce.h"
#include "emulator/calc/function_table.h"
#include "emulator/calc/lookup.h"
#include "emulator/calc/text.h"

namespace sheetkeeper::emulator::calc {
namespace {

Operand NotFound(Call& call, const Value& key) {
  return call.Fail(ErrorType::kNotAvailable, "Did not find value '" +
                                                 ToText(key, call.GetLocale()) + "' in " +
                                                 std::string(call.Name()) + " evaluation.");
}

// An error in an operand that should have been a table is the call's error.
bool FailOnError(Call& call, const Operand& operand) {
  const Value* value = std::get_if<Value>(&operand);
  const ErrorValue* error = value == nullptr ? nullptr : std::get_if<ErrorValue>(value);
  if (error != nullptr) call.Fail(*error);
  return error != nullptr;
}

// The empty key looks for 0.
Value Key(Call& call, int index) {
  Value key = call.NonError(index);
  return IsBlank(key) ? Value(0.0) : key;
}

// VLOOKUP searches the first column and answers from another, HLOOKUP does so with rows.
Operand TableLookup(Call& call, bool by_rows) {
  const Value key = Key(call, 0);
  const Operand& table = call.Argument(1);
  const int wanted = call.Integer(2, 1);
  const bool is_sorted = call.Boolean(3, true);
  if (call.Failed() || FailOnError(call, table)) return Value();
  if (wanted > (by_rows ? RowsOf(table) : ColumnsOf(table))) {
    return call.Fail(ErrorType::kRef,
                     std::string(call.Name()) + " evaluates to an out of bounds range.");
  }
  const LookupLine keys(call, table, by_rows, 0);
  const int place = is_sorted ? keys.FindSorted(key, true) : keys.FindEqual(key);
  if (place < 0) return NotFound(call, key);
  return LookupLine(call, table, by_rows, wanted - 1).At(place);
}

Operand VLookup(Call& call) {
  return TableLookup(call, false);
}
Operand HLookup(Call& call) {
  return TableLookup(call, true);
}

bool IsLine(const Operand& operand) {
  return RowsOf(operand) == 1 || ColumnsOf(operand) == 1;
}

LookupLine WholeLine(const Call& call, const Operand& operand) {
  return {call, operand, RowsOf(operand) == 1 && ColumnsOf(operand) > 1, 0};
}

Operand Match(Call& call) {
  const Value key = Key(call, 0);
  const Operand& operand = call.Argument(1);
  const double type = call.Number(2, 1);
  if (call.Failed() || FailOnError(call, operand)) return Value();
  if (!IsLine(operand)) {
    return call.Fail(ErrorType::kNotAvailable,
                     "MATCH range must be a single row or a single column.");
  }
  const LookupLine line = WholeLine(call, operand);
  const int place = type == 0 ? line.FindEqual(key) : line.FindSorted(key, type > 0);
  return place < 0 ? NotFound(call, key) : call.Result(place + 1);
}

Operand XLookup(Call& call) {
  const Value key = Key(call, 0);
  const Operand& keys = call.Argument(1);
  const Operand& results = call.Argument(2);
  if (call.Failed() || FailOnError(call, keys) || FailOnError(call, results)) return Value();
  if (!IsLine(keys) || !IsLine(results)) {
    return call.Fail(ErrorType::kNotAvailable,
                     "XLOOKUP range must be a single row or a single column.");
  }
  const int place = WholeLine(call, keys).FindEqual(key);
  const LookupLine line = WholeLine(call, results);
  if (place >= 0 && place < line.Size()) return line.At(place);
  return call.IsGiven(3) ? call.Argument(3) : NotFound(call, key);
}

bool FitsIndex(Call& call, int parameter, int index, int limit) {
  if (index >= 0 && index <= limit) return true;
  call.Fail(ErrorType::kNum, "Function INDEX parameter " + std::to_string(parameter) +
                                 " value is " + std::to_string(index) +
                                 ". Valid values are between 0 and " + std::to_string(limit) +
                                 " inclusive.");
  return false;
}

// Row and column count from 1; 0 means all of them.
Operand Part(Call& call, const Operand& whole, int row, int column) {
  const int rows = row == 0 ? RowsOf(whole) : 1;
  const int columns = column == 0 ? ColumnsOf(whole) : 1;
  const int first_row = std::max(row - 1, 0);
  const int first_column = std::max(column - 1, 0);
  if (const Range* range = std::get_if<Range>(&whole)) {
    const int top = range->area.first_row + first_row;
    const int left = range->area.first_column + first_column;
    return call.RangeWithinGrid(range->sheet, {top, left, top + rows - 1, left + columns - 1});
  }
  if (std::holds_alternative<Value>(whole)) return whole;
  const Array& source = *std::get<ArrayPtr>(whole);
  auto part = std::make_shared<Array>(rows, columns);
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < columns; ++c) part->At(r, c) = source.At(first_row + r, first_column + c);
  }
  return ArrayPtr(std::move(part));
}

Operand Index(Call& call) {
  const Operand& whole = call.Argument(0);
  int row = call.Integer(1, -1, 0);
  int column = call.Integer(2, -1, 0);
  if (call.Failed() || FailOnError(call, whole)) return Value();
  // In a single row the only index counts columns.
  if (RowsOf(whole) == 1 && ColumnsOf(whole) > 1 && !call.IsGiven(2)) {
    column = row;
    row = call.IsGiven(1) ? 1 : 0;
    if (!FitsIndex(call, 2, column, ColumnsOf(whole))) return Value();
  }
  if (!FitsIndex(call, 2, row, RowsOf(whole)) || !FitsIndex(call, 3, column, ColumnsOf(whole))) {
    return Value();
  }
  return Part(call, whole, row, column);
}

// ROW and COLUMN: of the own cell, or of a range (all of them inside ARRAYFORMULA).
Operand Position(Call& call, bool of_rows) {
  if (!call.IsGiven(0)) {
    const CellPosition own = call.Context().OwnCell();
    return call.Result((of_rows ? own.row : own.column) + 1);
  }
  const Range* range = call.RangeOf(0);
  if (range == nullptr) return Value();
  const int first = of_rows ? range->area.first_row : range->area.first_column;
  const int count = of_rows ? range->Rows() : range->Columns();
  if (!call.IsArrayMode() || count == 1) return call.Result(first + 1);
  auto all = std::make_shared<Array>(of_rows ? count : 1, of_rows ? 1 : count);
  for (int i = 0; i < count; ++i) all->cells[static_cast<size_t>(i)] = double{1.0 + first + i};
  return ArrayPtr(std::move(all));
}

Operand Row(Call& call) {
  return Position(call, true);
}
Operand Column(Call& call) {
  return Position(call, false);
}

Operand Size(Call& call, bool of_rows) {
  const Operand& operand = call.Argument(0);
  if (FailOnError(call, operand)) return Value();
  return call.Result(of_rows ? RowsOf(operand) : ColumnsOf(operand));
}

Operand Rows(Call& call) {
  return Size(call, true);
}
Operand Columns(Call& call) {
  return Size(call, false);
}

Operand Indirect(Call& call) {
  const std::string text = call.Text(0);
  if (call.Failed()) return Value();
  size_t length = 0;
  const std::string_view trimmed = Trimmed(text);
  const std::optional<Reference> reference = ParseReference(trimmed, &length);
  if (reference && length == trimmed.size() && !reference->IsBroken()) {
    return call.RangeWithinGrid(reference->sheet, reference->ToArea());
  }
  if (const auto named = call.Context().FindNamedRange(trimmed)) {
    return call.RangeWithinGrid(named->sheet, named->area);
  }
  return call.Fail(ErrorType::kRef, "Function INDIRECT parameter 1 value is '" + text +
                                        "'. It is not a valid cell/range reference.");
}

Operand Offset(Call& call) {
  const Range* range = call.RangeOf(0);
  const int rows = call.Integer(1, -kOpenEnd);
  const int columns = call.Integer(2, -kOpenEnd);
  if (call.Failed()) return Value();
  const int height = call.Integer(3, 1, range->Rows());
  const int width = call.Integer(4, 1, range->Columns());
  const int64_t top = int64_t{range->area.first_row} + rows;
  const int64_t left = int64_t{range->area.first_column} + columns;
  const int64_t bottom = top + height - 1;
  const int64_t right = left + width - 1;
  if (call.Failed() || top < 0 || left < 0 || bottom >= kOpenEnd || right >= kOpenEnd) {
    return call.Fail(ErrorType::kRef, "Function OFFSET evaluates to an out of bounds range.");
  }
  return call.RangeWithinGrid(range->sheet, {static_cast<int>(top), static_cast<int>(left),
                                             static_cast<int>(bottom), static_cast<int>(right)});
}

// The link itself is no part of the value.
Operand Hyperlink(Call& call) {
  return call.IsGiven(1) ? call.NonError(1) : call.NonError(0);
}

constexpr Function kFunctions[] = {
    {"COLUMN", 0, 1, "r", Column},
    {"COLUMNS", 1, 1, "r", Columns},
    {"HLOOKUP", 3, 4, "vrvv", HLookup},
    {"HYPERLINK", 1, 2, "vv", Hyperlink},
    {"INDEX", 1, 3, "rvv", Index, kArrayArguments},
    {"INDIRECT", 1, 1, "v", Indirect, kVolatile | kGivesArray},
    {"MATCH", 2, 3, "vrv", Match},
    {"OFFSET", 3, 5, "rvvvv", Offset, kVolatile | kGivesArray},
    {"ROW", 0, 1, "r", Row},
    {"ROWS", 1, 1, "r", Rows},
    {"VLOOKUP", 3, 4, "vrvv", VLookup},
    {"XLOOKUP", 3, 4, "vrrr", XLookup},
};

}  // namespace

std::span<const Function> LookupFunctions() {
  return kFunctions;
}

}  // namespace sheetkeeper::emulator::calc
