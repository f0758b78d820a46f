// KnownWindows: what a read has in common with the one before it.
//
// Two reads of a large sheet differ in few rows. So a read is remembered as windows of whole rows:
// the digest of each one's text, and what the receiver of its rows made of them. Where the next
// read has the same text, the window is passed on by that note; its rows are neither cut nor
// parsed. Where a window may begin is told by its first bytes, so that rows which came or went
// before it do not matter:
//
//     known     | w1            | w2            | w3            |
//     new read  | w1            | parsed  | w2            | parsed | w3 ...
//                                  inserted                 edited: w3's text would be another one
//
// Only windows of which the receiver wants a note are remembered, and only those of the last read
// that was complete.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "google/answer_digest.h"

namespace sheetkeeper {

// What the receiver of rows made of a window of them; of its meaning nobody else knows.
struct RowsNote {
  uint64_t first = 0;
  uint64_t all = 0;
};

class KnownWindows {
 public:
  struct Window {
    AnswerDigest text;
    uint64_t head = 0;  // of the first kHeadBytes
    uint32_t bytes = 0;
    int32_t rows = 0;
    RowsNote note;
  };
  static constexpr size_t kHeadBytes = 48;
  static constexpr size_t kWindowBytes = size_t{8} * 1024;

  // A window is closed by the first row that makes it that long.
  explicit KnownWindows(size_t window_bytes = kWindowBytes) : window_bytes_(window_bytes) {}

  size_t window_bytes() const { return window_bytes_; }

  // A read of these ranges begins.
  void BeginRead(std::span<const std::string> ranges);
  // It begins anew.
  void Restart();
  // What follows is about this one of them.
  void BeginRange(size_t range);
  // The read was complete: it is what is known from now on.
  void EndRead();

  bool AnyInRange() const { return !before_->empty(); }
  // The next window that begins with `head`, kHeadBytes long; nullptr where there is none.
  const Window* MayBeginWith(std::string_view head);
  // That window was met.
  void Met(const Window& window);
  // REQUIRES: `text` is kHeadBytes long at least.
  void Add(std::string_view text, int32_t rows, const RowsNote& note);

 private:
  using Windows = std::vector<Window>;

  void SortHeads();

  const size_t window_bytes_;
  std::map<std::string, Windows> known_;  // by range
  std::vector<std::string> ranges_;
  std::vector<Windows> read_;  // of each range
  Windows none_;

  Windows* before_ = &none_;  // of the range at hand
  Windows* now_ = &none_;
  size_t next_ = 0;                                 // in *before_, after the one that was met last
  std::vector<std::pair<uint64_t, size_t>> heads_;  // of *before_, sorted; made when needed
};

}  // namespace sheetkeeper
