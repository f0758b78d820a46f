#include "model/base_index.h"

#include <algorithm>

namespace sheetkeeper {

void BaseIndex::Add(const RowKey& key, uint64_t row_digest) {
  Entry& entry = entries_.Add(Digest(key));
  entry.row_digest = HalfDigest(row_digest);
  entry.sheet_row = -1;
}

void BaseIndex::ForgetSeen() {
  for (Entry& entry : entries_.slots()) {
    if (entry.key.bits() != 0) entry.sheet_row = -1;
  }
}

size_t BaseIndex::CountUnseen() const {
  const auto slots = entries_.slots();
  return static_cast<size_t>(std::count_if(slots.begin(), slots.end(), [](const Entry& entry) {
    return entry.key.bits() != 0 && entry.sheet_row < 0;
  }));
}

int NewKeys::MeetAt(const RowKey& key, int sheet_row) {
  const size_t before = keys_.size();
  Met& met = keys_.Add(Digest(key));
  if (keys_.size() == before) return met.sheet_row;
  met.sheet_row = sheet_row;
  return -1;
}

}  // namespace sheetkeeper
