#include "emulator/calc/lookup.h"

#include "emulator/calc/coerce.h"
#include "emulator/calc/criterion.h"

namespace sheetkeeper::emulator::calc {
namespace {

bool EqualsKey(const Value& value, const Value& key) {
  if (IsError(value) || IsBlank(value)) return false;
  const std::string* pattern = std::get_if<std::string>(&key);
  const std::string* text = std::get_if<std::string>(&value);
  if (pattern != nullptr && text != nullptr && HasWildcards(*pattern)) {
    return MatchesWildcards(*text, *pattern);
  }
  return value.index() == key.index() && Compare(value, key) == 0;
}

}  // namespace

LookupLine::LookupLine(const Call& call, const Operand& operand, bool is_row, int index)
    : call_(call),
      operand_(operand),
      is_row_(is_row),
      index_(index),
      size_(is_row ? ColumnsOf(operand) : RowsOf(operand)) {}

Value LookupLine::At(int place) const {
  const int row = is_row_ ? index_ : place;
  const int column = is_row_ ? place : index_;
  if (const Range* range = std::get_if<Range>(&operand_)) return call_.CellOf(*range, row, column);
  if (const ArrayPtr* array = std::get_if<ArrayPtr>(&operand_)) return (*array)->At(row, column);
  return std::get<Value>(operand_);
}

int LookupLine::FindEqual(const Value& key) const {
  if (const Range* range = std::get_if<Range>(&operand_)) {
    Area line = range->area;
    (is_row_ ? line.first_row : line.first_column) += index_;
    (is_row_ ? line.last_row : line.last_column) = is_row_ ? line.first_row : line.first_column;
    int found = -1;
    call_.Context().VisitCells(range->sheet, line, [&](int row, int column, const Value& value) {
      if (!EqualsKey(value, key)) return true;
      found = is_row_ ? column - line.first_column : row - line.first_row;
      return false;
    });
    return found;
  }
  for (int i = 0; i < size_; ++i) {
    if (EqualsKey(At(i), key)) return i;
  }
  return -1;
}

int LookupLine::FindSorted(const Value& key, bool ascending) const {
  int low = 0;
  int high = size_;
  int found = -1;
  while (low < high) {
    const int middle = low + (high - low) / 2;
    // Step over cells that have no place in the order.
    int probe = middle;
    Value value = At(probe);
    while (probe + 1 < high && (IsBlank(value) || IsError(value))) value = At(++probe);
    const bool usable = !IsBlank(value) && !IsError(value);
    const int order = usable ? Compare(value, key) : 0;
    if (usable && (ascending ? order <= 0 : order >= 0)) {
      found = probe;
      low = probe + 1;
    } else {
      high = middle;
    }
  }
  // What is found may be of another type: 5 comes before "a" but is no match for it.
  return found >= 0 && At(found).index() == key.index() ? found : -1;
}

}  // namespace sheetkeeper::emulator::calc
