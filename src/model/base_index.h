// The digests of a table's base: what both sides held when they last agreed, as 8 bytes a row.
//
// A read of the sheet asks for each row whether it is still the agreed one; only rows that are not
// touch the database. Rows are found by the digest of their key, in one flat open-addressed table
// of 24 bytes an entry, so that a million rows stay within a Pi's means.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "model/value.h"

namespace sheetkeeper {

class BaseIndex {
 public:
  struct Entry {
    uint64_t key = 0;        // Digest(RowKey)
    uint64_t row = 0;        // Digest(Row)
    int32_t sheet_row = -1;  // where this read met the key first; -1 before it did
    bool used = false;
  };

  // Makes room for `rows` entries at once.
  void Reserve(size_t rows);
  // Adds a row of the base; a key that is there already is replaced.
  void Add(const RowKey& key, uint64_t row_digest) { AddDigest(Digest(key), row_digest); }
  void AddDigest(uint64_t key_digest, uint64_t row_digest);

  // The entry of a key, or nullptr where the base has no such row. Valid until the next Add.
  Entry* Find(const RowKey& key);
  const Entry* Find(const RowKey& key) const;

  size_t size() const { return size_; }
  // How many entries no read has met (sheet_row is -1).
  size_t CountUnseen() const;

 private:
  size_t Slot(uint64_t key_digest) const;
  void Grow(size_t slots);

  std::vector<Entry> slots_;  // a power of two, or empty
  size_t size_ = 0;
};

}  // namespace sheetkeeper
