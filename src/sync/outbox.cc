#include "sync/outbox.h"

#include <algorithm>
#include <utility>

#include "sync/table_state.h"

namespace sheetkeeper {
namespace {

// A plan holds each cell of its row several times.
constexpr size_t kCellsOfAPass = 100'000;

}  // namespace

bool OutboxPart::Take(int64_t seq) {
  if (seq == 0) return true;
  if (seq <= after_) return false;
  if (taken_ == places_) {
    rest_ = true;
    return false;
  }
  if (++taken_ == places_) end_ = seq;
  return true;
}

bool OutboxPart::whole() const {
  return after_ == 0 && !rest_;
}

// Tables with few changes take what they need, and leave the rest to those with many.
void Outbox::Divide(std::vector<TableState>& tables) const {
  std::vector<TableState*> by_size;
  for (TableState& table : tables) by_size.push_back(&table);
  std::stable_sort(by_size.begin(), by_size.end(), [](const TableState* a, const TableState* b) {
    return a->pending.size() < b->pending.size();
  });
  size_t left = rows_;
  for (size_t i = 0; i < by_size.size(); ++i) {
    TableState& table = *by_size[i];
    const size_t columns = table.schema().columns.size();
    const size_t share = std::min(left / (by_size.size() - i), kCellsOfAPass / columns);
    const auto after = after_.find(table.schema().name);
    table.part = OutboxPart(after == after_.end() ? 0 : after->second, std::max<size_t>(share, 1));
    left -= std::min({left, share, table.pending.size()});
  }
}

bool Outbox::Advance(const std::vector<TableState>& tables, bool unfinished) {
  const bool rest = AnyRest(tables);
  for (const TableState& table : tables) {
    // One that is held begins anew when it is held no more.
    const bool anew = table.hold || !rest;
    after_[table.schema().name] = anew ? 0 : table.part.next(table.last_change);
  }
  unfinished_ = unfinished_ || unfinished;
  return !rest && std::exchange(unfinished_, false);
}

bool AnyRest(const std::vector<TableState>& tables) {
  return std::any_of(tables.begin(), tables.end(),
                     [](const TableState& table) { return !table.hold && table.part.rest(); });
}

bool IsWhole(const std::vector<TableState>& tables) {
  return std::all_of(tables.begin(), tables.end(),
                     [](const TableState& table) { return table.hold || table.part.whole(); });
}

}  // namespace sheetkeeper
