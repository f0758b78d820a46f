#include "emulator/calc/evaluator.h"

#include <algorithm>
#include <string>
#include <utility>

#include "emulator/calc/call.h"
#include "emulator/calc/date.h"
#include "emulator/calc/function_table.h"

namespace sheetkeeper::emulator::calc {
namespace {

Value Error(ErrorType type, std::string message) {
  return ErrorValue{type, std::move(message)};
}

std::optional<ErrorValue> WrongArgumentCount(const Node& node) {
  const Function& function = *node.function;
  const int count = static_cast<int>(node.children.size());
  if (count >= function.min_arguments && count <= function.max_arguments) return std::nullopt;
  std::string expected;
  if (function.min_arguments == function.max_arguments) {
    expected = "Expected " + std::to_string(function.min_arguments);
  } else if (function.max_arguments == kAnyCount) {
    expected = "Expected at least " + std::to_string(function.min_arguments);
  } else {
    expected = "Expected between " + std::to_string(function.min_arguments) + " and " +
               std::to_string(function.max_arguments);
  }
  return ErrorValue{ErrorType::kNotAvailable,
                    "Wrong number of arguments to " + std::string(function.name) + ". " + expected +
                        " arguments, but got " + std::to_string(count) + " arguments."};
}

const char kRaggedArray[] =
    "In ARRAY_LITERAL, an Array Literal was missing values for one or more rows.";
const char kNoIntersection[] =
    "The default output of this reference is a single cell in the same row but a matching value "
    "could not be found. To get the values for the entire range use the ARRAYFORMULA function.";

Value TooLarge() {
  return Error(ErrorType::kRef, "Result too large.");
}

// Puts arrays beside or below each other.
Operand Join(const std::vector<ArrayPtr>& parts, bool beside) {
  int rows = 0;
  int columns = 0;
  for (const ArrayPtr& part : parts) {
    const int along = beside ? part->columns : part->rows;
    const int across = beside ? part->rows : part->columns;
    int& total = beside ? columns : rows;
    int& other = beside ? rows : columns;
    if (&part != &parts.front() && across != other) {
      return Error(ErrorType::kValue, kRaggedArray);
    }
    total += along;
    other = across;
    if (int64_t{rows} * columns > kMostArrayCells) return TooLarge();
  }
  auto joined = std::make_shared<Array>(rows, columns);
  int offset = 0;
  for (const ArrayPtr& part : parts) {
    for (int r = 0; r < part->rows; ++r) {
      for (int c = 0; c < part->columns; ++c) {
        joined->At(r + (beside ? 0 : offset), c + (beside ? offset : 0)) = part->At(r, c);
      }
    }
    offset += beside ? part->columns : part->rows;
  }
  return ArrayPtr(std::move(joined));
}

// The element for one place of a broadcast: single rows and columns repeat.
Value Element(const Array& array, int row, int column) {
  const int r = array.rows == 1 ? 0 : row;
  const int c = array.columns == 1 ? 0 : column;
  if (r >= array.rows || c >= array.columns) return Error(ErrorType::kNotAvailable, "");
  return array.At(r, c);
}

}  // namespace

int RowsOf(const Operand& operand) {
  if (const ArrayPtr* array = std::get_if<ArrayPtr>(&operand)) return (*array)->rows;
  if (const Range* range = std::get_if<Range>(&operand)) return range->Rows();
  return 1;
}

int ColumnsOf(const Operand& operand) {
  if (const ArrayPtr* array = std::get_if<ArrayPtr>(&operand)) return (*array)->columns;
  if (const Range* range = std::get_if<Range>(&operand)) return range->Columns();
  return 1;
}

Operand Evaluator::Evaluate(const Node& node, bool is_array_mode) {
  switch (node.kind) {
    case NodeKind::kConstant:
      return node.constant;
    case NodeKind::kReference:
      return EvaluateReference(references_[node.reference]);
    case NodeKind::kRangeName:
      return EvaluateRangeName(node);
    case NodeKind::kCall:
      return EvaluateCall(node, is_array_mode);
    case NodeKind::kArray:
    case NodeKind::kArrayRow:
      return EvaluateArray(node, is_array_mode);
    case NodeKind::kMissing:
      break;
  }
  return Value();
}

Operand Evaluator::EvaluateReference(const Reference& reference) const {
  if (reference.IsBroken()) return Error(ErrorType::kRef, "Reference does not exist.");
  return RangeWithinGrid(reference.sheet, reference.ToArea());
}

Operand Evaluator::RangeWithinGrid(const std::string& sheet, const Area& area) const {
  const std::optional<GridSize> grid = context_.SheetSize(sheet);
  if (!grid) return Error(ErrorType::kRef, "Unresolved sheet name '" + sheet + "'.");
  if (area.first_row < 0 || area.first_column < 0 || area.first_row >= grid->rows ||
      area.first_column >= grid->columns) {
    return Error(ErrorType::kRef, "Reference does not exist.");
  }
  Area clipped = area;
  clipped.last_row = std::min(area.last_row, grid->rows - 1);
  clipped.last_column = std::min(area.last_column, grid->columns - 1);
  return Range{sheet, clipped};
}

Operand Evaluator::EvaluateRangeName(const Node& node) const {
  const std::optional<NamedRange> named = context_.FindNamedRange(node.name);
  if (!named) return Error(ErrorType::kName, "Unknown range name: '" + node.name + "'.");
  return RangeWithinGrid(named->sheet, named->area);
}

Operand Evaluator::EvaluateCall(const Node& node, bool is_array_mode) {
  if (node.function == nullptr) {
    return Error(ErrorType::kName, "Unknown function: '" + node.name + "'.");
  }
  if (const auto error = WrongArgumentCount(node)) return Value(*error);
  const bool mode = is_array_mode || (node.function->traits & kArrayArguments) != 0;
  Call call(*this, node, mode);
  if (mode && PresetSingles(node, call)) return Broadcast(node, call);
  return call.Run();
}

// Evaluates the arguments of which one value is taken; whether any of them has more than one.
bool Evaluator::PresetSingles(const Node& node, Call& call) const {
  bool is_lazy_array = false;
  bool has_array = false;
  for (int i = 0; i < call.Count(); ++i) {
    const char kind = node.function->ParameterKind(i);
    if (kind == 'r' || (kind == 'l' && i > 0 && !is_lazy_array)) continue;
    const bool is_array = !IsOneValue(call.Argument(i));
    has_array |= is_array;
    is_lazy_array |= kind == 'l' && i == 0 && is_array;
  }
  return has_array;
}

Operand Evaluator::Broadcast(const Node& node, Call& call) const {
  std::vector<std::pair<int, ArrayPtr>> arrays;
  int rows = 1;
  int columns = 1;
  for (int i = 0; i < call.Count(); ++i) {
    if (node.function->ParameterKind(i) == 'r' || IsOneValue(call.Argument(i))) continue;
    arrays.emplace_back(i, ToArray(call.Argument(i)));
    rows = std::max(rows, arrays.back().second->rows);
    columns = std::max(columns, arrays.back().second->columns);
  }
  if (int64_t{rows} * columns > kMostArrayCells) return TooLarge();
  auto result = std::make_shared<Array>(rows, columns);
  for (int r = 0; r < rows; ++r) {
    for (int c = 0; c < columns; ++c) {
      for (const auto& [index, array] : arrays) call.Preset(index, Element(*array, r, c));
      result->At(r, c) = SingleValue(call.Run());
    }
  }
  return ArrayPtr(std::move(result));
}

Operand Evaluator::EvaluateArray(const Node& node, bool is_array_mode) {
  std::vector<ArrayPtr> parts;
  for (const Node& child : node.children) {
    const Operand part = Evaluate(child, is_array_mode);
    const bool is_error = std::holds_alternative<Value>(part) && IsError(std::get<Value>(part));
    if (is_error && node.kind == NodeKind::kArray) return part;
    parts.push_back(ToArray(part));
  }
  return Join(parts, node.kind == NodeKind::kArrayRow);
}

Value Evaluator::SingleValue(const Operand& operand) const {
  if (const Value* value = std::get_if<Value>(&operand)) return *value;
  if (const ArrayPtr* array = std::get_if<ArrayPtr>(&operand)) return (*array)->At(0, 0);
  const Range& range = std::get<Range>(operand);
  const Area& area = range.area;
  const CellPosition own = context_.OwnCell();
  int row = area.first_row;
  int column = area.first_column;
  if (!range.IsOneCell()) {
    if (range.Columns() == 1) {
      row = own.row;
    } else if (range.Rows() == 1) {
      column = own.column;
    } else {
      return Error(ErrorType::kValue, kNoIntersection);
    }
    if (!area.Contains(row, column)) return Error(ErrorType::kValue, kNoIntersection);
  }
  return context_.CellValue(range.sheet, row, column);
}

ArrayPtr Evaluator::ToArray(const Operand& operand) const {
  if (const ArrayPtr* array = std::get_if<ArrayPtr>(&operand)) return *array;
  if (const Value* value = std::get_if<Value>(&operand)) {
    auto single = std::make_shared<Array>(1, 1);
    single->At(0, 0) = *value;
    return single;
  }
  const Range& range = std::get<Range>(operand);
  auto array = std::make_shared<Array>(range.Rows(), range.Columns());
  context_.VisitCells(range.sheet, range.area, [&](int row, int column, const Value& value) {
    array->At(row - range.area.first_row, column - range.area.first_column) = value;
    return true;
  });
  return array;
}

int Evaluator::CurrentYear() {
  if (!current_year_) {
    const double now = context_.Now();
    current_year_ = DateOf(now).year;
  }
  return *current_year_;
}

}  // namespace sheetkeeper::emulator::calc
