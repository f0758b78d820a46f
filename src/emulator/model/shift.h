#ifndef SHEETKEEPER_EMULATOR_MODEL_SHIFT_H_
#define SHEETKEEPER_EMULATOR_MODEL_SHIFT_H_

#include <optional>
#include <vector>

#include "emulator/calc/adjust.h"
#include "emulator/model/geometry.h"

namespace sheetkeeper::emulator {

// How the rows or columns of a sheet are renumbered by one structural change, and what becomes of
// things that are bound to rows, columns or ranges.
class Shift {
 public:
  static Shift Insert(Dimension dimension, int at, int count);
  static Shift Delete(Dimension dimension, Span span);
  static Shift Move(Dimension dimension, Span span, int target);  // counted before the move
  // Row begin + i goes to begin + order[i].
  static Shift Permute(Dimension dimension, int begin, std::vector<int> order);

  // The same for the cells of a band across the dimension only: only ranges that lie within the
  // band are moved, and rows and columns as such are not.
  Shift InBand(Span across) const;

  Dimension dimension() const { return dimension_; }
  bool has_band() const { return band_.has_value(); }

  // The same for references in formulas; the sheet is the caller's to name. Not of a permutation.
  calc::DimensionChange ForFormulas() const;

  // The new number of a row or column; nothing when it is deleted.
  std::optional<int> Map(int index) const;

  // A range keeps its cells: it grows when something is inserted inside it, shrinks when some of
  // it is deleted, and goes when all of it is. A permutation leaves ranges in place.
  std::optional<Span> Map(Span span) const;
  std::optional<Rect> Map(Rect rect) const;

  // Whether what spans so much across the dimension is moved.
  bool Concerns(Span across) const;

 private:
  enum class Kind { kInsert, kDelete, kMove, kPermute };

  Shift(Kind kind, Dimension dimension, Span span, int target)
      : kind_(kind), dimension_(dimension), span_(span), target_(target) {}

  Kind kind_;
  Dimension dimension_;
  Span span_;   // inserted, deleted, moved, permuted
  int target_;  // of a move
  std::vector<int> order_;
  std::optional<Span> band_;
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_MODEL_SHIFT_H_
