// The digests of a table's base: what both sides held when they last agreed, as 8 bytes a row.
//
// A read of the sheet asks for each row whether it is still the agreed one; only rows that are not
// touch the database.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/digest_table.h"
#include "model/value.h"

namespace sheetkeeper {

class BaseIndex {
 public:
  struct Entry {
    HalfDigest key;          // Digest(RowKey)
    HalfDigest row_digest;   // Digest(Row)
    int32_t sheet_row = -1;  // where this read met the key first; -1 before it did

    uint64_t row() const { return row_digest.bits(); }
  };

  // Makes room for `rows` entries at once.
  void Reserve(size_t rows) { entries_.Reserve(rows); }
  // Adds a row of the base; a key that is there already is replaced.
  void Add(const RowKey& key, uint64_t row_digest);

  // The entry of a key, or nullptr where the base has no such row. Valid until the next Add.
  Entry* Find(const RowKey& key) { return entries_.Find(Digest(key)); }
  const Entry* Find(const RowKey& key) const { return entries_.Find(Digest(key)); }

  size_t size() const { return entries_.size(); }
  // As before any read.
  void ForgetSeen();
  // How many entries no read has met (sheet_row is -1).
  size_t CountUnseen() const;

 private:
  DigestTable<Entry> entries_;
};

// Keys that a read has met although the base has them not, and where.
class NewKeys {
 public:
  // Where the key was met before, or -1; then it is noted.
  int MeetAt(const RowKey& key, int sheet_row);
  void Reserve(size_t keys) { keys_.Reserve(keys); }

 private:
  struct Met {
    HalfDigest key;
    int32_t sheet_row = -1;
  };
  DigestTable<Met> keys_;
};

}  // namespace sheetkeeper
