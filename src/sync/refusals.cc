#include "sync/refusals.h"

#include <algorithm>

namespace sheetkeeper {

void Refusals::Add(const std::string& table, const RowKey& key, uint64_t local, std::string reason,
                   WallTime until) {
  rows_.insert_or_assign({table, key}, Refused{local, std::move(reason), until});
}

std::optional<std::string> Refusals::Find(const std::string& table, const StoredRow& row,
                                          WallTime now) const {
  const auto found = rows_.find({table, row.key});
  if (found == rows_.end() || now >= found->second.until) return std::nullopt;
  const auto* local = std::get_if<Row>(&row.now);
  const uint64_t digest = Digest(local != nullptr ? *local : Row{});
  if (digest != found->second.digest) return std::nullopt;
  return found->second.reason;
}

bool Refusals::AnyEndsBetween(WallTime from, WallTime to) const {
  return std::any_of(rows_.begin(), rows_.end(), [&](const auto& row) {
    return from < row.second.until && row.second.until <= to;
  });
}

}  // namespace sheetkeeper
