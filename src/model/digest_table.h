// A flat open-addressed table of slots, each found by the 64-bit digest of its key. It is what
// keeps a million rows within a Pi's means: no slot costs more than its own size and a sixth.
//
// Slot is a trivial type with `HalfDigest key`; a key of zero is a free slot. The memory comes
// zeroed from the system and untouched, so that room that was reserved in vain costs nothing.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>

#include "base/check.h"

namespace sheetkeeper {

// 64 bits that need the alignment of 32 only.
class HalfDigest {
 public:
  HalfDigest() = default;
  explicit HalfDigest(uint64_t bits)
      : halves_{static_cast<uint32_t>(bits), static_cast<uint32_t>(bits >> 32U)} {}
  uint64_t bits() const { return halves_[0] | (uint64_t{halves_[1]} << 32U); }

 private:
  std::array<uint32_t, 2> halves_{};
};

template <typename Slot>
class DigestTable {
 public:
  // Makes room for so many keys at once.
  void Reserve(size_t keys) {
    if (SlotsFor(keys) > slot_count_) Resize(SlotsFor(keys));
  }

  // The slot of the key, or nullptr. Valid until the next Add.
  Slot* Find(uint64_t digest) const {
    if (slot_count_ == 0) return nullptr;
    Slot& slot = Place(Key(digest));
    return slot.key.bits() != 0 ? &slot : nullptr;
  }

  // The slot of the key, which is new where there was none.
  Slot& Add(uint64_t digest) {
    if (SlotsFor(size_ + 1) > slot_count_) Resize(SlotsFor(size_ * 2 + 16));
    Slot& slot = Place(Key(digest));
    if (slot.key.bits() == 0) {
      slot.key = HalfDigest(Key(digest));
      ++size_;
    }
    return slot;
  }

  // Makes a Find or Add of the key quicker a little later.
  void Prefetch(uint64_t digest) const {
    if (slot_count_ != 0) __builtin_prefetch(&slots_[HomeOf(Key(digest))]);
  }

  size_t size() const { return size_; }

 private:
  struct Free {
    void operator()(Slot* slots) const { std::free(slots); }
  };

  static uint64_t Key(uint64_t digest) { return digest == 0 ? 1 : digest; }
  // At most six of seven slots are used.
  static size_t SlotsFor(size_t keys) { return keys == 0 ? 0 : keys + keys / 6 + 1; }

  // Spreads digests evenly over any number of slots, which are fewer than 2^32.
  size_t HomeOf(uint64_t key) const { return ((key >> 32U) * slot_count_) >> 32U; }

  // The slot of the key, or the free one where it would go.
  Slot& Place(uint64_t key) const {
    size_t slot = HomeOf(key);
    while (slots_[slot].key.bits() != 0 && slots_[slot].key.bits() != key) {
      if (++slot == slot_count_) slot = 0;
    }
    return slots_[slot];
  }

  void Resize(size_t slot_count) {
    const std::unique_ptr<Slot[], Free> old = std::move(slots_);
    const size_t old_count = slot_count_;
    slots_.reset(static_cast<Slot*>(std::calloc(slot_count, sizeof(Slot))));
    CHECK(slots_ != nullptr);
    slot_count_ = slot_count;
    for (size_t i = 0; i < old_count; ++i) {
      if (old[i].key.bits() != 0) Place(old[i].key.bits()) = old[i];
    }
  }

  std::unique_ptr<Slot[], Free> slots_;
  size_t slot_count_ = 0;
  size_t size_ = 0;
};

// A set of keys, known by their digests: 8 bytes a key and a sixth.
class DigestSet {
 public:
  void Add(uint64_t digest) { keys_.Add(digest); }
  bool Contains(uint64_t digest) const { return keys_.Find(digest) != nullptr; }
  size_t size() const { return keys_.size(); }

 private:
  struct Slot {
    HalfDigest key;
  };
  DigestTable<Slot> keys_;
};

}  // namespace sheetkeeper
