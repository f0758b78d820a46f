#include "google/kept_answer.h"

#include <algorithm>
#include <utility>

#include "google/values_reader.h"

namespace sheetkeeper {

KeptAnswer::KeptAnswer(std::vector<KnownWindow> known) : windows_(std::move(known)) {
  KeptAnswer::OnBegin();
}

void KeptAnswer::OnBegin() {
  finder_ = WindowFinder(windows_);
  text_.clear();
  known_.clear();
  waiting_.clear();
  too_long_ = may_begin_ = false;
}

void KeptAnswer::OnBytes(std::string_view bytes) {
  while (!bytes.empty() && !too_long_) {
    if (waiting_.empty()) {
      waiting_ = bytes.substr(Take(bytes));
      return;
    }
    const size_t more = std::min(bytes.size(), needed_ - waiting_.size());
    waiting_ += bytes.substr(0, more);
    bytes.remove_prefix(more);
    if (waiting_.size() == needed_) waiting_.erase(0, Take(waiting_));
  }
}

// Gives how many of the bytes are done with; the others wait for those that follow.
size_t KeptAnswer::Take(std::string_view bytes) {
  size_t done = 0;
  while (done < bytes.size()) {
    const std::string_view rest = bytes.substr(done);
    const auto passed = may_begin_ ? PassKnown(rest) : 0;
    if (!passed) break;
    done += *passed > 0 ? *passed : KeepText(rest);
  }
  return done;
}

// Gives the length of the known window that follows; 0 where none does; nothing where the bytes are
// too few to tell.
std::optional<size_t> KeptAnswer::PassKnown(std::string_view bytes) {
  needed_ = KnownWindow::kHeadBytes;
  if (bytes.size() < needed_) return std::nullopt;
  const KnownWindow* window = finder_.MayBeginWith(bytes.substr(0, needed_));
  if (window == nullptr) return 0;
  needed_ = window->bytes;
  if (bytes.size() < needed_) return std::nullopt;
  if (DigestOf(bytes.substr(0, needed_)) != window->text) return 0;
  finder_.Met(*window);
  known_.push_back({text_.size(), *window});
  return needed_;
}

// Up to where a known window may begin.
size_t KeptAnswer::KeepText(std::string_view bytes) {
  const size_t bracket = finder_.empty() ? std::string_view::npos : bytes.find(']');
  may_begin_ = bracket != std::string_view::npos;
  const size_t length = std::min(bracket, bytes.size() - 1) + 1;
  too_long_ = too_long_ || text_.size() + length > kMaxText;
  if (!too_long_) text_ += bytes.substr(0, length);
  return length;
}

bool KeptAnswer::Finish() {
  text_ += std::exchange(waiting_, {});
  finder_ = {};
  windows_ = {};
  return !too_long_;
}

bool KeptAnswer::SendTo(ValuesReader& reader) const {
  const std::string_view text(text_);
  size_t sent = 0;
  for (const auto& [at, window] : known_) {
    reader.OnBytes(text.substr(sent, at - sent));
    sent = at;
    if (!reader.OnKnownWindow(window)) return false;
  }
  reader.OnBytes(text.substr(sent));
  return true;
}

}  // namespace sheetkeeper
