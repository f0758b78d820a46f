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

struct KnownWindow {
  static constexpr size_t kHeadBytes = 48;

  AnswerDigest text;
  uint64_t head = 0;  // of the first kHeadBytes
  uint32_t bytes = 0;
  int32_t rows = 0;
  RowsNote note;
};

// Finds windows by their first bytes, those in order at once.
class WindowFinder {
 public:
  WindowFinder() = default;
  // `windows` outlives it.
  explicit WindowFinder(std::span<const KnownWindow> windows) : windows_(windows) {}

  bool empty() const { return windows_.empty(); }
  // The next window that begins with `head`, kHeadBytes long; nullptr where there is none.
  const KnownWindow* MayBeginWith(std::string_view head);
  // That one, which MayBeginWith() gave, was met.
  void Met(const KnownWindow& window);

 private:
  void SortHeads();

  std::span<const KnownWindow> windows_;
  size_t next_ = 0;                                 // after the one that was met last
  std::vector<std::pair<uint64_t, size_t>> heads_;  // sorted; made when needed
};

class KnownWindows {
 public:
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

  // Those of all ranges, of each in the order of the last read.
  std::vector<KnownWindow> All() const;
  // Those of the range at hand.
  WindowFinder& before() { return before_; }
  // A window that was known is part of this read, too.
  void Keep(const KnownWindow& window);
  // REQUIRES: `text` is kHeadBytes long at least.
  void Add(std::string_view text, int32_t rows, const RowsNote& note);

 private:
  using Windows = std::vector<KnownWindow>;

  const size_t window_bytes_;
  std::map<std::string, Windows> known_;  // by range
  std::vector<std::string> ranges_;
  std::vector<Windows> read_;  // of each range

  WindowFinder before_;
  Windows* now_ = nullptr;  // of the range at hand
};

}  // namespace sheetkeeper
