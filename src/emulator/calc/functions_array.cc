// Functions whose result is an array.

#include <algorithm>
#include <numeric>
#include <utility>

#include "emulator/calc/call.h"
#include "emulator/calc/coerce.h"
#include "emulator/calc/function_table.h"

namespace sheetkeeper::emulator::calc {
namespace {

// Some rows of an array, in an order of their own.
Operand Rows(Call& call, const Array& source, const std::vector<int>& rows) {
  if (rows.empty())
    return call.Fail(ErrorType::kNotAvailable,
                     "No matches are found in " + std::string(call.Name()) + " evaluation.");
  auto result = std::make_shared<Array>(static_cast<int>(rows.size()), source.columns);
  for (int r = 0; r < result->rows; ++r) {
    for (int c = 0; c < source.columns; ++c) {
      result->At(r, c) = source.At(rows[static_cast<size_t>(r)], c);
    }
  }
  return ArrayPtr(std::move(result));
}

Operand ArrayFormula(Call& call) {
  const Operand& operand = call.Argument(0);
  if (std::holds_alternative<Value>(operand)) return operand;
  return call.ArrayOf(0);
}

Operand Transpose(Call& call) {
  const ArrayPtr source = call.ArrayOf(0);
  if (source == nullptr) return Value();
  auto result = std::make_shared<Array>(source->columns, source->rows);
  for (int r = 0; r < source->rows; ++r) {
    for (int c = 0; c < source->columns; ++c) result->At(c, r) = source->At(r, c);
  }
  return ArrayPtr(std::move(result));
}

// An order of any two values, errors and empty cells last. Texts that differ in case differ.
int Order(const Value& a, const Value& b) {
  const auto is_last = [](const Value& value) { return IsBlank(value) || IsError(value); };
  if (is_last(a) || is_last(b)) return int{is_last(a)} - int{is_last(b)};
  return Compare(a, b);
}

int OrderOfRows(const Array& array, int a, int b) {
  for (int c = 0; c < array.columns; ++c) {
    const int order = Order(array.At(a, c), array.At(b, c));
    if (order != 0) return order;
  }
  return 0;
}

std::vector<int> AllRows(const Array& array) {
  std::vector<int> rows(static_cast<size_t>(array.rows));
  std::iota(rows.begin(), rows.end(), 0);
  return rows;
}

// The first of each, in the order of the source.
Operand Unique(Call& call) {
  const ArrayPtr source = call.ArrayOf(0);
  if (source == nullptr) return Value();
  std::vector<int> rows = AllRows(*source);
  std::stable_sort(rows.begin(), rows.end(),
                   [&](int a, int b) { return OrderOfRows(*source, a, b) < 0; });
  rows.erase(std::unique(rows.begin(), rows.end(),
                         [&](int a, int b) { return OrderOfRows(*source, a, b) == 0; }),
             rows.end());
  std::sort(rows.begin(), rows.end());
  return Rows(call, *source, rows);
}

Operand Sort(Call& call) {
  const ArrayPtr source = call.ArrayOf(0);
  if (source == nullptr) return Value();
  std::vector<std::pair<int, bool>> keys;  // Column and whether ascending.
  for (int i = 1; i < std::max(call.Count(), 2); i += 2) {
    const int column = call.Integer(i, 1, 1);
    keys.emplace_back(column - 1, call.Boolean(i + 1, true));
    if (!call.Failed() && column > source->columns) {
      return call.Fail(ErrorType::kValue, "SORT has no such column.");
    }
  }
  if (call.Failed()) return Value();
  std::vector<int> rows = AllRows(*source);
  std::stable_sort(rows.begin(), rows.end(), [&](int a, int b) {
    for (const auto& [column, ascending] : keys) {
      const Value& x = source->At(a, column);
      const Value& y = source->At(b, column);
      const int order = Order(x, y);
      const bool has_last = IsBlank(x) || IsBlank(y);
      if (order != 0) return (order < 0) == (ascending || has_last);
    }
    return false;
  });
  return Rows(call, *source, rows);
}

Operand Filter(Call& call) {
  const ArrayPtr source = call.ArrayOf(0);
  if (source == nullptr) return Value();
  std::vector<bool> kept(static_cast<size_t>(source->rows), true);
  for (int i = 1; i < call.Count(); ++i) {
    const ArrayPtr condition = call.ArrayOf(i);
    if (condition == nullptr) return Value();
    if (condition->rows != source->rows || condition->columns != 1) {
      return call.Fail(
          ErrorType::kNotAvailable,
          "FILTER has mismatched range sizes. Expected row count: " + std::to_string(source->rows) +
              ". column count: 1. Actual row count: " + std::to_string(condition->rows) +
              ", column count: " + std::to_string(condition->columns) + ".");
    }
    for (size_t r = 0; r < kept.size(); ++r) {
      kept[r] = kept[r] && ToBoolean(condition->cells[r], call.GetLocale()).value_or(false);
    }
  }
  std::vector<int> rows;
  for (int r = 0; r < source->rows; ++r) {
    if (kept[static_cast<size_t>(r)]) rows.push_back(r);
  }
  return Rows(call, *source, rows);
}

Operand Sequence(Call& call) {
  const int rows = call.Integer(0, 1);
  const int columns = call.Integer(1, 1, 1);
  const double start = call.Number(2, 1);
  const double step = call.Number(3, 1);
  if (call.Failed()) return Value();
  if (int64_t{rows} * columns > kMostArrayCells) {
    return call.Fail(ErrorType::kRef, "Result too large.");
  }
  auto result = std::make_shared<Array>(rows, columns);
  for (size_t i = 0; i < result->cells.size(); ++i) {
    result->cells[i] = start + step * static_cast<double>(i);
  }
  return ArrayPtr(std::move(result));
}

// At every character of the delimiter; empty pieces are left out.
Operand Split(Call& call) {
  const std::string text = call.Text(0);
  const std::string delimiter = call.Text(1);
  const bool by_each = call.Boolean(2, true);
  const bool skips_empty = call.Boolean(3, true);
  if (call.Failed()) return Value();
  if (delimiter.empty()) {
    return call.Fail(ErrorType::kValue, "Function SPLIT parameter 2 value should be non-empty.");
  }
  std::vector<std::string> pieces;
  size_t position = 0;
  while (position <= text.size()) {
    const size_t hit =
        by_each ? text.find_first_of(delimiter, position) : text.find(delimiter, position);
    const size_t end = std::min(hit, text.size());
    if (end > position || !skips_empty) pieces.push_back(text.substr(position, end - position));
    if (hit == std::string::npos) break;
    position = hit + (by_each ? 1 : delimiter.size());
  }
  if (pieces.empty()) pieces.emplace_back();
  auto result = std::make_shared<Array>(1, static_cast<int>(pieces.size()));
  for (size_t i = 0; i < pieces.size(); ++i) {
    const auto number = ToNumber(Value(pieces[i]), call.GetLocale(), call.CurrentYear());
    result->cells[i] = number ? Value(*number) : Value(pieces[i]);
  }
  return ArrayPtr(std::move(result));
}

constexpr Function kFunctions[] = {
    {"ARRAYFORMULA", 1, 1, "r", ArrayFormula, kArrayArguments | kGivesArray},
    {"FILTER", 2, kAnyCount, "r(r)", Filter, kArrayArguments | kGivesArray},
    {"SEQUENCE", 1, 4, "vvvv", Sequence, kGivesArray},
    {"SORT", 1, kAnyCount, "r(vv)", Sort, kArrayArguments | kGivesArray},
    {"SPLIT", 2, 4, "vvvv", Split, kGivesArray},
    {"TRANSPOSE", 1, 1, "r", Transpose, kArrayArguments | kGivesArray},
    {"UNIQUE", 1, 1, "r", Unique, kArrayArguments | kGivesArray},
};

}  // namespace

std::span<const Function> ArrayFunctions() {
  return kFunctions;
}

}  // namespace sheetkeeper::emulator::calc
