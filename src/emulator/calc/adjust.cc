#include "emulator/calc/adjust.h"

#include <utility>

#include "emulator/calc/text.h"

namespace sheetkeeper::emulator::calc {
namespace {

constexpr int kMaxColumns = 18278;

bool IsOn(const Reference& reference, std::string_view sheet, std::string_view own_sheet) {
  return EqualsIgnoringCase(reference.sheet.empty() ? own_sheet : reference.sheet, sheet);
}

// The two edges of a reference in one dimension, as indexes; an open edge counts as kOpenEnd.
struct Span {
  int first = 0;
  int last = 0;
  bool is_gone = false;
};

Span AfterInsert(Span span, int start, int count) {
  if (span.first >= start) span.first += count;
  if (span.last >= start && span.last != kOpenEnd) span.last += count;
  return span;
}

Span AfterDelete(Span span, int start, int count) {
  const int end = start + count;
  const auto inside = [&](int index) { return index >= start && index < end; };
  if (inside(span.first) && inside(span.last)) {
    span.is_gone = true;
    return span;
  }
  if (inside(span.first)) {
    span.first = start;
  } else if (span.first >= end) {
    span.first -= count;
  }
  if (inside(span.last)) {
    span.last = start - 1;
  } else if (span.last >= end && span.last != kOpenEnd) {
    span.last -= count;
  }
  return span;
}

// A span wholly moved goes along and one that only changes its order stays; else the move counts
// as a deletion here and an insertion there.
Span AfterMove(Span span, const DimensionChange& change) {
  const int end = change.start + change.count;
  if (change.destination >= change.start && change.destination <= end) return span;
  const bool forward = change.destination > end;
  const int landing = forward ? change.destination - change.count : change.destination;
  if (span.first >= change.start && span.last < end) {
    const int shift = landing - change.start;
    return {span.first + shift, span.last + shift, false};
  }
  const bool stays_inside = change.start >= span.first && end - 1 <= span.last &&
                            change.destination >= span.first && change.destination <= span.last + 1;
  if (stays_inside) return span;
  return AfterInsert(AfterDelete(span, change.start, change.count), landing, change.count);
}

Span After(const Span& span, const DimensionChange& change) {
  switch (change.kind) {
    case DimensionChange::Kind::kInsert:
      return AfterInsert(span, change.start, change.count);
    case DimensionChange::Kind::kDelete:
      return AfterDelete(span, change.start, change.count);
    case DimensionChange::Kind::kMove:
      return AfterMove(span, change);
  }
  return span;
}

bool ShiftCopied(ReferenceEdge& edge, int by, int limit) {
  if (edge.is_open || edge.is_absolute) return true;
  edge.index += by;
  return edge.index >= 0 && edge.index < limit;
}

}  // namespace

bool AdjustForDimension(Reference& reference, const DimensionChange& change,
                        std::string_view own_sheet) {
  if (reference.IsBroken() || !IsOn(reference, change.sheet, own_sheet)) return false;
  const bool rows = change.dimension == Dimension::kRows;
  ReferenceEdge& first = rows ? reference.first_row : reference.first_column;
  ReferenceEdge& last = rows ? reference.last_row : reference.last_column;
  if (first.is_open) return false;
  const Area area = reference.ToArea();
  const int across_first = rows ? area.first_column : area.first_row;
  const int across_last = rows ? area.last_column : area.last_row;
  if (across_first < change.band_first || across_last > change.band_last) return false;
  const Span before{first.index, last.is_open ? kOpenEnd : last.index};
  const Span after = After(before, change);
  if (after.is_gone) {
    reference.cells_are_gone = true;
    return true;
  }
  first.index = after.first;
  if (!last.is_open) last.index = after.last;
  return after.first != before.first || after.last != before.last;
}

bool AdjustForMove(Reference& reference, const CellsMove& move, std::string_view own_sheet) {
  if (reference.IsBroken() || !IsOn(reference, move.from_sheet, own_sheet)) return false;
  const Area area = reference.ToArea();
  const bool inside = move.from.Contains(area.first_row, area.first_column) &&
                      move.from.Contains(area.last_row, area.last_column);
  if (!inside) return false;
  const int rows = move.to_row - move.from.first_row;
  const int columns = move.to_column - move.from.first_column;
  for (ReferenceEdge* edge : {&reference.first_row, &reference.last_row}) {
    if (!edge->is_open) edge->index += rows;
  }
  for (ReferenceEdge* edge : {&reference.first_column, &reference.last_column}) {
    if (!edge->is_open) edge->index += columns;
  }
  const bool other_sheet = !EqualsIgnoringCase(move.from_sheet, move.to_sheet);
  if (other_sheet) reference.sheet = move.to_sheet;
  return other_sheet || rows != 0 || columns != 0;
}

bool AdjustForRename(Reference& reference, std::string_view from, std::string_view to) {
  if (reference.sheet.empty() || !EqualsIgnoringCase(reference.sheet, from)) return false;
  reference.sheet = to;
  return true;
}

bool AdjustForDeletedSheet(Reference& reference, std::string_view sheet) {
  if (reference.sheet.empty() || !EqualsIgnoringCase(reference.sheet, sheet)) return false;
  reference.sheet.clear();
  reference.sheet_is_gone = true;
  return true;
}

bool AdjustForCopy(Reference& reference, int rows, int columns) {
  if (reference.cells_are_gone) return false;
  const Reference before = reference;
  bool fits = ShiftCopied(reference.first_row, rows, kOpenEnd);
  fits &= ShiftCopied(reference.last_row, rows, kOpenEnd);
  fits &= ShiftCopied(reference.first_column, columns, kMaxColumns);
  fits &= ShiftCopied(reference.last_column, columns, kMaxColumns);
  reference.cells_are_gone = !fits;
  // $A$1:A5 copied upwards turns over.
  if (reference.first_row.index > reference.last_row.index && !reference.last_row.is_open) {
    std::swap(reference.first_row, reference.last_row);
  }
  if (reference.first_column.index > reference.last_column.index &&
      !reference.last_column.is_open) {
    std::swap(reference.first_column, reference.last_column);
  }
  return !(reference == before);
}

}  // namespace sheetkeeper::emulator::calc
