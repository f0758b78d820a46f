#ifndef SHEETKEEPER_EMULATOR_MODEL_GEOMETRY_H_
#define SHEETKEEPER_EMULATOR_MODEL_GEOMETRY_H_

#include <algorithm>

namespace sheetkeeper::emulator {

enum class Dimension { kRows, kColumns };

// A half-open run of rows or columns.
struct Span {
  int begin = 0;
  int end = 0;

  int size() const { return end - begin; }
  bool empty() const { return end <= begin; }
  bool Contains(int index) const { return index >= begin && index < end; }
  bool operator==(const Span&) const = default;
};

inline Span Intersect(Span a, Span b) {
  return {std::max(a.begin, b.begin), std::min(a.end, b.end)};
}

// A rectangle of cells.
struct Rect {
  Span rows;
  Span columns;

  bool empty() const { return rows.empty() || columns.empty(); }
  bool Contains(int row, int column) const {
    return rows.Contains(row) && columns.Contains(column);
  }
  bool Contains(const Rect& other) const {
    return other.rows.begin >= rows.begin && other.rows.end <= rows.end &&
           other.columns.begin >= columns.begin && other.columns.end <= columns.end;
  }
  Span Along(Dimension dimension) const { return dimension == Dimension::kRows ? rows : columns; }
  bool operator==(const Rect&) const = default;
};

inline Rect Intersect(const Rect& a, const Rect& b) {
  return {Intersect(a.rows, b.rows), Intersect(a.columns, b.columns)};
}

inline bool Overlap(const Rect& a, const Rect& b) {
  return !Intersect(a, b).empty();
}

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_MODEL_GEOMETRY_H_
