#include "emulator/model/shift.h"

#include <utility>

namespace sheetkeeper::emulator {
namespace {

Span AfterInsert(Span span, Span inserted) {
  if (inserted.begin <= span.begin) span.begin += inserted.size();
  if (inserted.begin < span.end) span.end += inserted.size();
  return span;
}

Span AfterDelete(Span span, Span deleted) {
  const auto map = [&](int edge) {
    if (edge <= deleted.begin) return edge;
    return edge >= deleted.end ? edge - deleted.size() : deleted.begin;
  };
  return {map(span.begin), map(span.end)};
}

}  // namespace

Shift Shift::Insert(Dimension dimension, int at, int count) {
  return {Kind::kInsert, dimension, {at, at + count}, 0};
}

Shift Shift::Delete(Dimension dimension, Span span) {
  return {Kind::kDelete, dimension, span, 0};
}

Shift Shift::Move(Dimension dimension, Span span, int target) {
  return {Kind::kMove, dimension, span, target};
}

Shift Shift::Permute(Dimension dimension, int begin, std::vector<int> order) {
  Shift shift(Kind::kPermute, dimension, {begin, begin + static_cast<int>(order.size())}, 0);
  shift.order_ = std::move(order);
  return shift;
}

Shift Shift::InBand(Span across) const {
  Shift banded = *this;
  banded.band_ = across;
  return banded;
}

bool Shift::Concerns(Span across) const {
  return !band_ || (across.begin >= band_->begin && across.end <= band_->end);
}

calc::DimensionChange Shift::ForFormulas() const {
  using ChangeKind = calc::DimensionChange::Kind;
  calc::DimensionChange change;
  change.kind = kind_ == Kind::kInsert   ? ChangeKind::kInsert
                : kind_ == Kind::kDelete ? ChangeKind::kDelete
                                         : ChangeKind::kMove;
  change.dimension =
      dimension_ == Dimension::kRows ? calc::Dimension::kRows : calc::Dimension::kColumns;
  change.start = span_.begin;
  change.count = span_.size();
  change.destination = target_;
  if (band_) {
    change.band_first = band_->begin;
    change.band_last = band_->end - 1;
  }
  return change;
}

std::optional<int> Shift::Map(int index) const {
  switch (kind_) {
    case Kind::kInsert:
      return index >= span_.begin ? index + span_.size() : index;
    case Kind::kDelete:
      if (span_.Contains(index)) return std::nullopt;
      return index >= span_.end ? index - span_.size() : index;
    case Kind::kPermute:
      if (!span_.Contains(index)) return index;
      return span_.begin + order_[static_cast<size_t>(index - span_.begin)];
    case Kind::kMove:
      break;
  }
  const int landing = target_ > span_.begin ? target_ - span_.size() : target_;
  if (span_.Contains(index)) return landing + index - span_.begin;
  if (index >= span_.end) index -= span_.size();
  return index >= landing ? index + span_.size() : index;
}

std::optional<Span> Shift::Map(Span span) const {
  switch (kind_) {
    case Kind::kInsert:
      return AfterInsert(span, span_);
    case Kind::kDelete: {
      const Span left = AfterDelete(span, span_);
      return left.empty() ? std::nullopt : std::optional(left);
    }
    case Kind::kPermute:
      return span;
    case Kind::kMove:
      break;
  }
  const int landing = target_ > span_.begin ? target_ - span_.size() : target_;
  if (span.begin >= span_.begin && span.end <= span_.end) {
    return Span{landing + span.begin - span_.begin, landing + span.end - span_.begin};
  }
  return AfterInsert(AfterDelete(span, span_), {landing, landing + span_.size()});
}

std::optional<Rect> Shift::Map(Rect rect) const {
  const bool rows = dimension_ == Dimension::kRows;
  if (!Concerns(rows ? rect.columns : rect.rows)) return rect;
  Span& side = rows ? rect.rows : rect.columns;
  const auto mapped = Map(side);
  if (!mapped) return std::nullopt;
  side = *mapped;
  return rect;
}

}  // namespace sheetkeeper::emulator
