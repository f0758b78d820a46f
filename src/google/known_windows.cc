#include "google/known_windows.h"

#include <algorithm>

namespace sheetkeeper {

void KnownWindows::BeginRead(std::span<const std::string> ranges) {
  ranges_.assign(ranges.begin(), ranges.end());
  Restart();
}

void KnownWindows::Restart() {
  read_.assign(ranges_.size(), {});
  before_ = now_ = &none_;
}

void KnownWindows::BeginRange(size_t range) {
  before_ = now_ = &none_;
  next_ = 0;
  heads_.clear();
  if (range >= ranges_.size()) return;
  before_ = &known_[ranges_[range]];
  now_ = &read_[range];
}

void KnownWindows::EndRead() {
  known_.clear();
  for (size_t i = 0; i < ranges_.size(); ++i) known_[ranges_[i]] = std::move(read_[i]);
  BeginRead({});
}

const KnownWindows::Window* KnownWindows::MayBeginWith(std::string_view head) {
  const uint64_t digest = DigestOf(head).low;
  if (next_ < before_->size() && (*before_)[next_].head == digest) return &(*before_)[next_];
  if (heads_.empty()) SortHeads();
  const auto found = std::lower_bound(heads_.begin(), heads_.end(), std::pair(digest, next_));
  if (found == heads_.end() || found->first != digest) return nullptr;
  return &(*before_)[found->second];
}

void KnownWindows::SortHeads() {
  for (size_t i = 0; i < before_->size(); ++i) heads_.emplace_back((*before_)[i].head, i);
  std::sort(heads_.begin(), heads_.end());
}

void KnownWindows::Met(const Window& window) {
  next_ = static_cast<size_t>(&window - before_->data()) + 1;
  if (now_ != &none_) now_->push_back(window);
}

void KnownWindows::Add(std::string_view text, int32_t rows, const RowsNote& note) {
  if (now_ == &none_) return;
  now_->push_back({DigestOf(text), DigestOf(text.substr(0, kHeadBytes)).low,
                   static_cast<uint32_t>(text.size()), rows, note});
}

}  // namespace sheetkeeper
