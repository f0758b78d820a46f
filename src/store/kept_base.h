// The digests of the bases, kept from one cycle to the next: of a large table, reading them takes
// longer than all that a cycle does about a handful of edits.
//
// Only this store changes a base, and yet a change by anybody else must not go unseen (a copy that
// is restored into the open database, say). So a transaction that changes a base leaves a token
// there that nobody has used before. What is kept is true while the database has the token that it
// had then. A transaction of ours that finds this token, and leaves another, is followed: the rows
// whose base it moved are moved in what is kept. Rows that come or go are not followed; then the
// base is read again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/base_index.h"
#include "model/value.h"

namespace sheetkeeper {

// What one transaction did to the bases.
class BaseChanges {
 public:
  void Moved(const std::string& table, const RowKey& key, uint64_t row_digest);
  void CameOrWent(const std::string& table);

  bool empty() const { return tables_.empty(); }

 private:
  friend class KeptBases;

  // In order; nullopt where it cannot be followed.
  using Rows = std::optional<std::vector<MovedRow>>;

  std::map<std::string, Rows> tables_;
};

class KeptBases {
 public:
  // `token`: the database's now. What it gives, and what Lend is told of, is lent.
  std::optional<BaseIndex> Take(const std::string& table, const std::string& token);
  void Lend(const std::string& table, const BaseIndex& index, const std::string& token);
  // What was lent comes back. Another index is thrown away.
  void GiveBack(const std::string& table, BaseIndex index);

  // A transaction of ours found the token `from` and has left `to`.
  void Follow(const std::string& from, const std::string& to, const BaseChanges& changes);

 private:
  struct Kept {
    std::string token;
    size_t size = 0;
    std::optional<BaseIndex> index;  // nullopt while it is lent
    std::vector<MovedRow> moved;     // since it was lent
  };

  static bool FollowRows(Kept& kept, const BaseChanges::Rows& rows);

  std::map<std::string, Kept> tables_;
};

}  // namespace sheetkeeper
