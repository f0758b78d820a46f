#include "google/known_windows.h"

#include <algorithm>

namespace sheetkeeper {

const KnownWindow* WindowFinder::MayBeginWith(std::string_view head) {
  const uint64_t digest = DigestOf(head).low;
  if (next_ < windows_.size() && windows_[next_].head == digest) return &windows_[next_];
  if (heads_.empty()) SortHeads();
  const auto found = std::lower_bound(heads_.begin(), heads_.end(), std::pair(digest, next_));
  if (found == heads_.end() || found->first != digest) return nullptr;
  return &windows_[found->second];
}

void WindowFinder::SortHeads() {
  for (size_t i = 0; i < windows_.size(); ++i) heads_.emplace_back(windows_[i].head, i);
  std::sort(heads_.begin(), heads_.end());
}

void WindowFinder::Met(const KnownWindow& window) {
  next_ = static_cast<size_t>(&window - windows_.data()) + 1;
}

void KnownWindows::BeginRead(std::span<const std::string> ranges) {
  ranges_.assign(ranges.begin(), ranges.end());
  Restart();
}

void KnownWindows::Restart() {
  read_.assign(ranges_.size(), {});
  BeginRange(ranges_.size());
}

void KnownWindows::BeginRange(size_t range) {
  before_ = WindowFinder();
  now_ = nullptr;
  if (range >= ranges_.size()) return;
  before_ = WindowFinder(known_[ranges_[range]]);
  now_ = &read_[range];
}

void KnownWindows::EndRead() {
  known_.clear();
  for (size_t i = 0; i < ranges_.size(); ++i) known_[ranges_[i]] = std::move(read_[i]);
  BeginRead({});
}

std::vector<KnownWindow> KnownWindows::All() const {
  std::vector<KnownWindow> all;
  for (const auto& [range, windows] : known_) {
    all.insert(all.end(), windows.begin(), windows.end());
  }
  return all;
}

void KnownWindows::Keep(const KnownWindow& window) {
  if (now_ != nullptr) now_->push_back(window);
}

void KnownWindows::Add(std::string_view text, int32_t rows, const RowsNote& note) {
  Keep({DigestOf(text), DigestOf(text.substr(0, KnownWindow::kHeadBytes)).low,
        static_cast<uint32_t>(text.size()), rows, note});
}

}  // namespace sheetkeeper
