// Searching along one row or column, as VLOOKUP, HLOOKUP and MATCH do.
#pragma once

#include "emulator/calc/call.h"

namespace sheetkeeper::emulator::calc {

// A row or column of an argument.
class LookupLine {
 public:
  // The column `index` of the argument, or the row if `is_row`. `call` and the operand must outlive
  // it. REQUIRES: the operand has it.
  LookupLine(const Call& call, const Operand& operand, bool is_row, int index);

  int Size() const { return size_; }
  Value At(int place) const;

  // The first place that equals `key`; in texts * and ? are wildcards. -1 if there is none.
  int FindEqual(const Value& key) const;
  // In an ascending line the last place that is not above the key, in a descending one the last not
  // below it; -1 if there is none. Empty cells are skipped.
  int FindSorted(const Value& key, bool ascending) const;

 private:
  const Call& call_;
  const Operand& operand_;
  bool is_row_;
  int index_;
  int size_;
};

}  // namespace sheetkeeper::emulator::calc
