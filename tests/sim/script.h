// Acts by name and key, for scenarios: a person types, a program writes, each act entered in the
// ledger.
#pragma once

#include <cstdint>
#include <string>

#include "sim/deployment.h"
#include "sim/ledger.h"

namespace sheetkeeper::sim {

// Acts on the first table of a deployment. Columns by their SQLite names.
class Script {
 public:
  Script(Deployment& deployment, Ledger& ledger) : deployment_(deployment), ledger_(ledger) {}

  // A sheet of anchors and of rows 1 to `rows`.
  void LoadSheet(int rows);

  void Type(int64_t key, const std::string& column);
  void InsertInSheet(int64_t key);
  void DeleteInSheet(int64_t key);
  void SortSheet(bool ascending);
  void InsertBlankRow(int at);
  void InsertColumn(int at);
  void MoveColumn(int from, int to);

  void Write(int64_t key, const std::string& column);
  void InsertLocally(int64_t key);
  void DeleteLocally(int64_t key);

 private:
  const SimTable& table() const { return deployment_.tables()[0]; }
  std::string InDatabase(const Place& place);

  Deployment& deployment_;
  Ledger& ledger_;
};

}  // namespace sheetkeeper::sim
