// The digests of a table's base: what both sides held when they last agreed, as 20 bytes a row.
//
// A read of the sheet asks for each row whether it is still the agreed one; only rows that are not
// touch the database. Most sheets stand in the order of their base, so the next row of a read is
// looked for where the last one was found, and a little further on. Only where it is not there, a
// table of places is made (4 bytes a row and a sixth), which finds any.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "model/digest_table.h"
#include "model/value.h"

namespace sheetkeeper {

// The base of a row has another digest now.
struct MovedRow {
  uint64_t key = 0;  // Digest(RowKey)
  uint64_t row_digest = 0;
};

class BaseIndex {
 public:
  struct Entry {
    HalfDigest key;          // Digest(RowKey)
    HalfDigest row_digest;   // Digest(Row)
    int32_t sheet_row = -1;  // where this read met the key (Meet()); -1 before it did

    uint64_t row() const { return row_digest.bits(); }
  };

  // Makes room for `rows` entries at once.
  void Reserve(size_t rows) { entries_.reserve(rows); }
  // Adds a row of the base. REQUIRES: no row of that key was added before.
  void Add(const RowKey& key, uint64_t row_digest);

  // Of two that are of one row, the later one counts. It is as before any read then. False where
  // the base has not all of them; then some may have been moved.
  bool Move(std::span<const MovedRow> rows);

  // The entry of a key, or nullptr where the base has no such row. Valid until the next Add.
  Entry* Find(const RowKey& key) {
    const size_t place = PlaceOf(Digest(key));
    return place == kNowhere ? nullptr : &entries_[place];
  }
  const Entry* Find(const RowKey& key) const {
    const size_t place = PlaceOf(Digest(key));
    return place == kNowhere ? nullptr : &entries_[place];
  }

  // The read meets an entry that Find gave, and that no read has met.
  void Meet(Entry& entry, int sheet_row) {
    entry.sheet_row = sheet_row;
    ++seen_;
  }

  // Where an entry that Find gave stands among them all.
  size_t IndexOf(const Entry& entry) const { return static_cast<size_t>(&entry - entries_.data()); }
  // The digest of a run of entries, taken one after another from 0 on.
  static uint64_t DigestOfRun(uint64_t before, const Entry& next);
  // Meets `count` entries at once, in rows that stand one below the other from `sheet_row` on:
  // those from `first` (the digest of its key) on, if their run has that digest and none was met
  // before. Else nothing happens, and it gives false.
  bool MeetRun(uint64_t first, size_t count, uint64_t run, int sheet_row);

  size_t size() const { return entries_.size(); }
  // As before any read.
  void ForgetSeen();
  // How many entries no read has met.
  size_t CountUnseen() const { return entries_.size() - seen_; }

 private:
  static constexpr size_t kNowhere = SIZE_MAX;

  size_t PlaceOf(uint64_t key) const;
  size_t LookUp(uint64_t key) const;
  void MakePlaces() const;

  std::vector<Entry> entries_;  // in the order in which they were added
  size_t seen_ = 0;
  // What follows only makes finding fast.
  mutable size_t next_ = 0;               // after the one that was found last
  mutable std::vector<uint32_t> places_;  // open-addressed: indexes in entries_, plus 1; 0 is free
};

// Keys that a read has met although the base has them not, and where.
class NewKeys {
 public:
  // Where the key was met before, or -1; then it is noted.
  int MeetAt(const RowKey& key, int sheet_row);
  // Where the key was met first, or -1.
  int PlaceOf(const RowKey& key) const;
  void Reserve(size_t keys) { keys_.Reserve(keys); }
  // That MeetAt(key) comes soon: what it looks at lies anywhere, and takes long to come.
  void Expect(const RowKey& key) const { keys_.Prefetch(Digest(key)); }

 private:
  struct Met {
    HalfDigest key;
    int32_t sheet_row = -1;
  };
  DigestTable<Met> keys_;
};

}  // namespace sheetkeeper
