#include "model/base_index.h"

#include <algorithm>
#include <bit>
#include <bitset>

namespace sheetkeeper {

namespace {

// A row that is not the next one is looked for so far ahead: rows between them may be gone.
constexpr size_t kAhead = 8;

// Spreads digests evenly over any number of slots, which are fewer than 2^32.
size_t SlotOf(uint64_t key, size_t slots) {
  return ((key >> 32U) * slots) >> 32U;
}

}  // namespace

void BaseIndex::Add(const RowKey& key, uint64_t row_digest) {
  places_.clear();
  entries_.push_back({HalfDigest(Digest(key)), HalfDigest(row_digest)});
}

// One pass over all of them: the places may not have been made, and are not needed otherwise. Most
// entries are not among the rows, as the lowest bits of their keys tell.
bool BaseIndex::Move(std::span<const MovedRow> rows) {
  if (rows.empty()) return true;
  struct Moved {
    HalfDigest key;
    HalfDigest row_digest;
  };
  DigestTable<Moved> moved;
  std::bitset<65'536> lowest;
  for (const MovedRow& row : rows) {
    moved.Add(row.key).row_digest = HalfDigest(row.row_digest);
    lowest.set(row.key % lowest.size());
  }
  size_t found = 0;
  for (Entry& entry : entries_) {
    entry.sheet_row = -1;
    if (!lowest.test(entry.key.bits() % lowest.size())) continue;
    const Moved* now = moved.Find(entry.key.bits());
    if (now == nullptr) continue;
    entry.row_digest = now->row_digest;
    ++found;
  }
  seen_ = next_ = 0;
  return found == moved.size();
}

size_t BaseIndex::PlaceOf(uint64_t key) const {
  const size_t end = std::min(entries_.size(), next_ + kAhead);
  size_t place = next_;
  while (place < end && entries_[place].key.bits() != key) ++place;
  if (place >= end) place = LookUp(key);
  if (place != kNowhere) next_ = place + 1;
  return place;
}

size_t BaseIndex::LookUp(uint64_t key) const {
  if (entries_.empty()) return kNowhere;
  if (places_.empty()) MakePlaces();
  for (size_t slot = SlotOf(key, places_.size()); places_[slot] != 0;) {
    const size_t place = places_[slot] - 1;
    if (entries_[place].key.bits() == key) return place;
    if (++slot == places_.size()) slot = 0;
  }
  return kNowhere;
}

// At most six of seven slots are used.
void BaseIndex::MakePlaces() const {
  places_.assign(entries_.size() + entries_.size() / 6 + 1, 0);
  for (size_t i = 0; i < entries_.size(); ++i) {
    size_t slot = SlotOf(entries_[i].key.bits(), places_.size());
    while (places_[slot] != 0) {
      if (++slot == places_.size()) slot = 0;
    }
    places_[slot] = static_cast<uint32_t>(i + 1);
  }
}

uint64_t BaseIndex::DigestOfRun(uint64_t before, const Entry& next) {
  // Odd numbers without a pattern. Each step can be undone, so that nothing is lost on the way, and
  // waits for the one before in its last line only.
  constexpr uint64_t kKeys = 0x9e3779b97f4a7c15;
  constexpr uint64_t kRows = 0xc2b2ae3d27d4eb4f;
  constexpr uint64_t kStep = 0x165667b19e3779f9;
  const uint64_t entry = next.key.bits() * kKeys + std::rotl(next.row() * kRows, 29);
  return (std::rotl(before, 23) ^ entry) * kStep;
}

bool BaseIndex::MeetRun(uint64_t first, size_t count, uint64_t run, int sheet_row) {
  const size_t before = next_;
  const size_t begin = PlaceOf(first);
  if (begin == kNowhere) return false;
  next_ = before;
  if (count > entries_.size() - begin) return false;
  const std::span<Entry> entries = std::span(entries_).subspan(begin, count);
  uint64_t digest = 0;
  for (const Entry& entry : entries) {
    if (entry.sheet_row >= 0) return false;
    digest = DigestOfRun(digest, entry);
  }
  if (digest != run) return false;
  for (Entry& entry : entries) Meet(entry, sheet_row++);
  next_ = begin + count;
  return true;
}

void BaseIndex::ForgetSeen() {
  next_ = 0;
  if (seen_ == 0) return;
  for (Entry& entry : entries_) entry.sheet_row = -1;
  seen_ = 0;
}

int NewKeys::MeetAt(const RowKey& key, int sheet_row) {
  const size_t before = keys_.size();
  Met& met = keys_.Add(Digest(key));
  if (keys_.size() == before) return met.sheet_row;
  met.sheet_row = sheet_row;
  return -1;
}

int NewKeys::PlaceOf(const RowKey& key) const {
  const Met* met = keys_.Find(Digest(key));
  return met == nullptr ? -1 : met->sheet_row;
}

}  // namespace sheetkeeper
