// HeaderNames: under which header each declared column is looked for. It is the declared one, until
// somebody renames it and that is recognised (sync/rename_finder.h).
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/schema.h"
#include "store/store.h"
#include "sync/table_state.h"

namespace sheetkeeper {

class HeaderNames {
 public:
  // The headers of `tables` are changed as renames become known; it outlives this object.
  explicit HeaderNames(std::vector<TableBinding>& tables);

  // What the store remembers, once. A rename counts while the declared header is the one it was
  // made from.
  Result<> Load(Store& store);
  // Takes in the renames that a read has shown, and the declared headers that came back; true where
  // there was any. Recorded at once. REQUIRES: no batch is open that is judged by the headers of
  // now.
  Result<bool> Follow(const std::vector<TableState>& tables, Store& store);

  // The headers (normalized) that a table's tab had when it was read last.
  const std::set<std::string>& SeenIn(const std::string& table) const { return seen_.at(table); }
  // Written down where they are others than before.
  bool NeedsSaving(const TableState& table) const;
  Result<> Save(const TableState& table, StoreTransaction& transaction);

 private:
  struct Change {
    TableBinding* binding;
    size_t column;
    std::string header;
  };

  std::vector<Change> ChangesOf(const std::vector<TableState>& tables);
  Result<> Record(const std::vector<Change>& changes, Store& store) const;

  std::vector<TableBinding>& tables_;
  std::map<std::string, std::vector<std::string>> declared_;  // by table
  std::map<std::string, std::set<std::string>> seen_;
  bool loaded_ = false;
};

}  // namespace sheetkeeper
