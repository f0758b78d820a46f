#include "model/base_index.h"

#include <algorithm>
#include <bit>

namespace sheetkeeper {
namespace {

// At most two thirds of the slots are used.
size_t SlotsFor(size_t rows) {
  return std::bit_ceil(std::max<size_t>(16, rows + rows / 2 + 1));
}

}  // namespace

void BaseIndex::Reserve(size_t rows) {
  if (SlotsFor(rows) > slots_.size()) Grow(SlotsFor(rows));
}

void BaseIndex::AddDigest(uint64_t key_digest, uint64_t row_digest) {
  if (SlotsFor(size_ + 1) > slots_.size()) Grow(SlotsFor(size_ * 2 + 1));
  Entry& entry = slots_[Slot(key_digest)];
  if (!entry.used) ++size_;
  entry = {key_digest, row_digest, -1, true};
}

BaseIndex::Entry* BaseIndex::Find(const RowKey& key) {
  if (slots_.empty()) return nullptr;
  Entry& entry = slots_[Slot(Digest(key))];
  return entry.used ? &entry : nullptr;
}

const BaseIndex::Entry* BaseIndex::Find(const RowKey& key) const {
  return const_cast<BaseIndex*>(this)->Find(key);
}

size_t BaseIndex::CountUnseen() const {
  return static_cast<size_t>(std::count_if(slots_.begin(), slots_.end(), [](const Entry& entry) {
    return entry.used && entry.sheet_row < 0;
  }));
}

// The slot of the key, or the free one where it would go.
size_t BaseIndex::Slot(uint64_t key_digest) const {
  const size_t mask = slots_.size() - 1;
  size_t slot = key_digest & mask;
  while (slots_[slot].used && slots_[slot].key != key_digest) slot = (slot + 1) & mask;
  return slot;
}

void BaseIndex::Grow(size_t slots) {
  std::vector<Entry> old(slots);
  old.swap(slots_);
  for (const Entry& entry : old) {
    if (entry.used) slots_[Slot(entry.key)] = entry;
  }
}

}  // namespace sheetkeeper
