// RowSpool: rows that a read met for the first time, kept until the cycle commits, in the order in
// which they were added.
//
// A first sync may bring millions. The first few thousand stay in memory; from then on all of them
// go through a file without a name (in $TMPDIR, or /var/tmp, which is no memory), one after
// another:
//
//     row     sheet_row u32, then each value
//     value   kind u8, then nothing (NULL), 8 bytes (integer, real), or length u32 and bytes (text)
//
// in this machine's byte order.
#pragma once

#include <cstdint>
#include <cstdio>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "model/value.h"

namespace sheetkeeper {

class RowSpool {
 public:
  // What stays in memory.
  static constexpr size_t kMemoryBytes = size_t{1} << 20U;

  explicit RowSpool(size_t memory_bytes = kMemoryBytes) : memory_bytes_(memory_bytes) {}

  // Where the file cannot be written, ForEach says so.
  void Add(const Row& row, int sheet_row);
  int64_t size() const { return size_; }

  // Calls take(row, sheet_row) for each row, until it fails; as often as wanted. Errors: what
  // `take` gives; kStorage, there was no room for the rows.
  using Take = std::function<Result<>(const Row& row, int sheet_row)>;
  Result<> ForEach(const Take& take);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  void Spill();
  Result<> ReadBack(const Take& take);
  // The whole rows at the front of `bytes`; says how long they are.
  Result<> Replay(std::string_view bytes, size_t& used, const Take& take) const;

  size_t memory_bytes_;
  int64_t size_ = 0;
  size_t columns_ = 0;
  std::string buffer_;  // rows that are not in the file
  std::unique_ptr<std::FILE, Close> file_;
  Result<> written_;
};

}  // namespace sheetkeeper
