#include "emulator/calc/call.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "emulator/calc/coerce.h"
#include "emulator/calc/evaluator.h"
#include "emulator/calc/number_text.h"

namespace sheetkeeper::emulator::calc {

Call::Call(Evaluator& evaluator, const Node& node, bool is_array_mode)
    : evaluator_(evaluator), node_(node), function_(*node.function), is_array_mode_(is_array_mode) {
  if (node.children.size() > few_.size()) more_.resize(node.children.size() - few_.size());
}

int Call::Count() const {
  return static_cast<int>(node_.children.size());
}

bool Call::IsGiven(int index) const {
  return index < Count() && node_.children[static_cast<size_t>(index)].kind != NodeKind::kMissing;
}

std::optional<Operand>& Call::Slot(int index) {
  const auto i = static_cast<size_t>(index);
  return i < few_.size() ? few_[i] : more_[i - few_.size()];
}

const Operand& Call::Argument(int index) {
  static const Operand kBlank = Value();
  if (index >= Count()) return kBlank;
  std::optional<Operand>& slot = Slot(index);
  if (!slot) {
    slot = evaluator_.Evaluate(node_.children[static_cast<size_t>(index)], is_array_mode_);
  }
  return *slot;
}

void Call::Preset(int index, Operand operand) {
  Slot(index) = std::move(operand);
}

Operand Call::Run() {
  error_.reset();
  Operand result = function_.evaluate(*this);
  if (error_) return Value(*error_);
  return result;
}

Value Call::Single(int index) {
  return evaluator_.SingleValue(Argument(index));
}

Value Call::NonError(int index) {
  Value value = Single(index);
  if (const ErrorValue* error = std::get_if<ErrorValue>(&value)) {
    Fail(*error);
    return {};
  }
  return value;
}

double Call::Number(int index) {
  const Value value = NonError(index);
  const std::optional<double> number = ToNumber(value, GetLocale(), CurrentYear());
  if (!number) Fail(ErrorType::kValue, Expected(index, "number", value));
  return number.value_or(0);
}

double Call::Number(int index, double if_not_given) {
  return IsGiven(index) ? Number(index) : if_not_given;
}

bool Call::Boolean(int index) {
  const Value value = NonError(index);
  const std::optional<bool> truth = ToBoolean(value, GetLocale());
  if (!truth) Fail(ErrorType::kValue, Expected(index, "boolean", value));
  return truth.value_or(false);
}

bool Call::Boolean(int index, bool if_not_given) {
  return IsGiven(index) ? Boolean(index) : if_not_given;
}

std::string Call::Text(int index) {
  return ToText(NonError(index), GetLocale());
}

std::string Call::Expected(int index, std::string_view what, const Value& got) const {
  std::string message =
      "Function " + std::string(Name()) + " parameter " + std::to_string(index + 1) + " expects ";
  message += std::string(what) + " values. But '" + ToText(got, GetLocale());
  return message + "' is a text and cannot be coerced to a " + std::string(what) + ".";
}

ArrayPtr Call::ArrayOf(int index) {
  const Operand& operand = Argument(index);
  if (const Value* value = std::get_if<Value>(&operand)) {
    if (const ErrorValue* error = std::get_if<ErrorValue>(value)) {
      Fail(*error);
      return nullptr;
    }
  }
  return evaluator_.ToArray(operand);
}

const Range* Call::RangeOf(int index) {
  const Operand& operand = Argument(index);
  const Range* range = std::get_if<Range>(&operand);
  if (range == nullptr) {
    NonError(index);
    Fail(ErrorType::kNotAvailable, "Argument must be a range.");
  }
  return range;
}

int Call::Integer(int index, int least) {
  const double number = std::trunc(Number(index));
  if (Failed()) return least;
  if (number < least) {
    Fail(ErrorType::kNum, "Function " + std::string(Name()) + " parameter " +
                              std::to_string(index + 1) + " value is " + GeneralText(number) +
                              ". It should be greater than or equal to " + std::to_string(least) +
                              ".");
    return least;
  }
  return static_cast<int>(std::min(number, 1e9));
}

int Call::Integer(int index, int least, int if_not_given) {
  return IsGiven(index) ? Integer(index, least) : if_not_given;
}

void Call::VisitValues(int index, const std::function<bool(const Value&)>& visit) {
  const Operand& operand = Argument(index);
  if (const Range* range = std::get_if<Range>(&operand)) {
    Context().VisitCells(range->sheet, range->area,
                         [&](int, int, const Value& value) { return visit(value); });
  } else if (const ArrayPtr* array = std::get_if<ArrayPtr>(&operand)) {
    for (const Value& value : (*array)->cells) {
      if (!visit(value)) return;
    }
  } else {
    visit(std::get<Value>(operand));
  }
}

void Call::VisitNumbers(int first, const std::function<void(double)>& visit) {
  for (int i = first; i < Count() && !Failed(); ++i) {
    if (std::holds_alternative<Value>(Argument(i))) {
      const double number = Number(i);
      if (!Failed()) visit(number);
      continue;
    }
    VisitValues(i, [&](const Value& value) {
      if (const double* number = std::get_if<double>(&value)) visit(*number);
      if (const ErrorValue* error = std::get_if<ErrorValue>(&value)) Fail(*error);
      return !Failed();
    });
  }
}

Operand Call::Fail(ErrorType type, std::string message) {
  return Fail(ErrorValue{type, std::move(message)});
}

Operand Call::Fail(const ErrorValue& error) {
  if (!error_) error_ = error;
  return Value(*error_);
}

Operand Call::Result(double number) {
  if (!std::isfinite(number)) {
    return Fail(ErrorType::kNum, "Result was not a number.");
  }
  return Value(number == 0 ? 0.0 : number);  // No -0.
}

const EvalContext& Call::Context() const {
  return evaluator_.Context();
}

const Locale& Call::GetLocale() const {
  return evaluator_.GetLocale();
}

int Call::CurrentYear() const {
  return evaluator_.CurrentYear();
}

Value Call::CellOf(const Range& range, int row, int column) const {
  return Context().CellValue(range.sheet, range.area.first_row + row,
                             range.area.first_column + column);
}

Operand Call::RangeWithinGrid(const std::string& sheet, const Area& area) const {
  return evaluator_.RangeWithinGrid(sheet, area);
}

}  // namespace sheetkeeper::emulator::calc
