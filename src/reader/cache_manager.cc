// Entries stand in one list, the one asked for last in front; each namespace has an index into it.
#include <list>
#include <mutex>
#include <unordered_map>

#include "base/system_clock.h"
#include "reader/reader.h"

namespace sheetkeeper::reader {
namespace {

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};
template <typename T>
using ByText = std::unordered_map<std::string, T, TextHash, std::equal_to<>>;

CacheManager::Age SystemNow() {
  return SystemClock().Mono().time_since_epoch();
}

}  // namespace

class CacheManager::Impl {
 public:
  struct Space;
  struct Entry {
    Space* space;
    std::string key;
    std::shared_ptr<const void> value;
    std::type_index type;
    std::uint64_t generation;
    Age made;
    Age ends;
  };
  using Entries = std::list<Entry>;
  struct Space {
    ByText<Entries::iterator> index;
    Stats stats;
  };

  Impl(std::size_t max_entries, std::function<Age()> now)
      : max_entries_(max_entries), now_(std::move(now)) {}

  // Lock it for each of the below.
  std::mutex mutex;

  Age Now() const { return now_ ? now_() : SystemNow(); }
  Space& SpaceOf(std::string_view name) {
    const auto known = spaces_.find(name);
    return known != spaces_.end() ? known->second : spaces_[std::string(name)];
  }
  const Space* FindSpace(std::string_view name) const {
    const auto known = spaces_.find(name);
    return known == spaces_.end() ? nullptr : &known->second;
  }
  void Use(Entries::iterator entry) { entries_.splice(entries_.begin(), entries_, entry); }
  void Add(Entry entry);
  void Remove(Entries::iterator entry);
  std::size_t RemoveAll(Space& space);

  const ByText<Space>& spaces() const { return spaces_; }
  ByText<Space>& spaces() { return spaces_; }

 private:
  const std::size_t max_entries_;
  const std::function<Age()> now_;
  Entries entries_;
  ByText<Space> spaces_;
};

void CacheManager::Impl::Remove(Entries::iterator entry) {
  entry->space->index.erase(entry->key);
  entries_.erase(entry);
}

void CacheManager::Impl::Add(Entry entry) {
  if (max_entries_ == 0) return;
  Space& space = *entry.space;
  if (const auto old = space.index.find(entry.key); old != space.index.end()) Remove(old->second);
  while (entries_.size() >= max_entries_) {
    const auto oldest = std::prev(entries_.end());
    ++oldest->space->stats.evicted;
    Remove(oldest);
  }
  entries_.push_front(std::move(entry));
  space.index.emplace(entries_.front().key, entries_.begin());
}

std::size_t CacheManager::Impl::RemoveAll(Space& space) {
  const std::size_t count = space.index.size();
  for (const auto& [key, entry] : space.index) entries_.erase(entry);
  space.index.clear();
  return count;
}

CacheManager::CacheManager(std::size_t max_entries, std::function<Age()> now)
    : impl_(std::make_unique<Impl>(max_entries, std::move(now))) {}
CacheManager::~CacheManager() = default;

std::shared_ptr<const void> CacheManager::GetAny(std::string_view space_name, std::string_view key,
                                                 std::type_index type, std::uint64_t generation) {
  const std::lock_guard lock(impl_->mutex);
  Impl::Space& space = impl_->SpaceOf(space_name);
  const auto found = space.index.find(key);
  const bool fits = found != space.index.end() && found->second->type == type &&
                    (generation == kAnyGeneration || found->second->generation == generation);
  const bool expired =
      fits && found->second->ends != kForever && impl_->Now() >= found->second->ends;
  if (!fits || expired) {
    ++space.stats.misses;
    if (expired) ++space.stats.expired;
    return nullptr;
  }
  ++space.stats.hits;
  impl_->Use(found->second);
  return found->second->value;
}

std::shared_ptr<const void> CacheManager::GetStale(std::string_view space_name,
                                                   std::string_view key, std::type_index type,
                                                   Age* age) {
  const std::lock_guard lock(impl_->mutex);
  const Impl::Space* space = impl_->FindSpace(space_name);
  if (space == nullptr) return nullptr;
  const auto found = space->index.find(key);
  if (found == space->index.end() || found->second->type != type) return nullptr;
  *age = impl_->Now() - found->second->made;
  return found->second->value;
}

void CacheManager::SetAny(std::string_view space, std::string_view key,
                          std::shared_ptr<const void> value, std::type_index type, Age time_to_live,
                          std::uint64_t generation) {
  const std::lock_guard lock(impl_->mutex);
  const Age now = impl_->Now();
  const bool forever = time_to_live >= kForever - now;
  impl_->Add({&impl_->SpaceOf(space), std::string(key), std::move(value), type, generation, now,
              forever ? kForever : now + time_to_live});
}

std::size_t CacheManager::Invalidate(std::string_view space_name, std::string_view key) {
  const std::lock_guard lock(impl_->mutex);
  Impl::Space& space = impl_->SpaceOf(space_name);
  const auto found = space.index.find(key);
  if (found == space.index.end()) return 0;
  impl_->Remove(found->second);
  return 1;
}

std::size_t CacheManager::Invalidate(std::string_view space) {
  const std::lock_guard lock(impl_->mutex);
  return impl_->RemoveAll(impl_->SpaceOf(space));
}

std::size_t CacheManager::Clear() {
  const std::lock_guard lock(impl_->mutex);
  std::size_t count = 0;
  for (auto& [name, space] : impl_->spaces()) count += impl_->RemoveAll(space);
  return count;
}

CacheManager::Stats CacheManager::GetStats(std::string_view space_name) const {
  const std::lock_guard lock(impl_->mutex);
  const Impl::Space* space = impl_->FindSpace(space_name);
  if (space == nullptr) return {};
  Stats stats = space->stats;
  stats.entries = space->index.size();
  return stats;
}

CacheManager::Stats CacheManager::GetStats() const {
  const std::lock_guard lock(impl_->mutex);
  Stats sum;
  for (const auto& [name, space] : impl_->spaces()) {
    sum.hits += space.stats.hits;
    sum.misses += space.stats.misses;
    sum.expired += space.stats.expired;
    sum.evicted += space.stats.evicted;
    sum.entries += space.index.size();
  }
  return sum;
}

double CacheManager::Stats::HitRate() const {
  const std::uint64_t asked = hits + misses;
  return asked == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(asked);
}

}  // namespace sheetkeeper::reader
