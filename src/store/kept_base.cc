#include "store/kept_base.h"

#include <iterator>
#include <utility>

namespace sheetkeeper {
namespace {

// More than that, and reading the base again is no longer what takes time.
constexpr size_t kMostFollowed = 20'000;

}  // namespace

void BaseChanges::Moved(const std::string& table, const RowKey& key, uint64_t row_digest) {
  Rows& rows = tables_.try_emplace(table, std::in_place).first->second;
  if (!rows) return;
  if (rows->size() == kMostFollowed) return rows.reset();
  rows->push_back({Digest(key), row_digest});
}

void BaseChanges::CameOrWent(const std::string& table) {
  tables_.insert_or_assign(table, std::nullopt);
}

std::optional<BaseIndex> KeptBases::Take(const std::string& table, const std::string& token) {
  const auto found = tables_.find(table);
  if (found == tables_.end()) return std::nullopt;
  Kept& kept = found->second;
  if (!kept.index || kept.token != token) {
    tables_.erase(found);
    return std::nullopt;
  }
  return std::exchange(kept.index, std::nullopt);
}

void KeptBases::Lend(const std::string& table, const BaseIndex& index, const std::string& token) {
  tables_.insert_or_assign(table, Kept{token, index.size(), {}, {}});
}

void KeptBases::GiveBack(const std::string& table, BaseIndex index) {
  const auto found = tables_.find(table);
  if (found == tables_.end() || found->second.index) return;
  Kept& kept = found->second;
  if (index.size() != kept.size || !index.Move(kept.moved)) {
    tables_.erase(found);
    return;
  }
  kept.moved.clear();
  kept.index = std::move(index);
}

void KeptBases::Follow(const std::string& from, const std::string& to, const BaseChanges& changes) {
  for (auto entry = tables_.begin(); entry != tables_.end();) {
    auto& [table, kept] = *entry;
    const auto found = changes.tables_.find(table);
    const bool followed =
        kept.token == from && (found == changes.tables_.end() || FollowRows(kept, found->second));
    kept.token = to;
    entry = followed ? std::next(entry) : tables_.erase(entry);
  }
}

bool KeptBases::FollowRows(Kept& kept, const BaseChanges::Rows& rows) {
  if (!rows || kept.index) return false;
  kept.moved.insert(kept.moved.end(), rows->begin(), rows->end());
  return kept.moved.size() <= kMostFollowed;
}

}  // namespace sheetkeeper
