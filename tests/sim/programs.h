// Programs that write the database with plain SQL, well and badly behaved ones.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/rng.h"
#include "sim/ledger.h"
#include "sim/spreadsheet.h"
#include "sim/sql.h"

namespace sheetkeeper::sim {

class Programs {
 public:
  using Trace = std::function<void(const std::string&)>;

  Programs(Rng& rng, Ledger& ledger, Trace trace)
      : rng_(rng), ledger_(ledger), trace_(std::move(trace)) {}

  // One act on one table.
  void Act(Sql& sql, const SimTable& table);
  // Rows that were there before the first cycle.
  void Fill(Sql& sql, const SimTable& table);

  // How often a table was rebuilt, which takes its triggers away.
  int rebuilds() const { return rebuilds_; }
  bool triggers_are_there() const { return !untracked_; }
  // The engine has put them back.
  void TriggersAreBack() { untracked_ = false; }

 private:
  using Texts = Sql::Texts;

  void Insert(Sql& sql, const SimTable& table, int64_t key);
  void Update(Sql& sql, const SimTable& table, const Texts& row);
  void UpdateMany(Sql& sql, const SimTable& table, const std::vector<Texts>& rows);
  void Replace(Sql& sql, const SimTable& table, const Texts& row, const char* verb);
  void Rekey(Sql& sql, const SimTable& table, const Texts& row);
  void Delete(Sql& sql, const SimTable& table, const Texts& row);
  void Rebuild(Sql& sql, const SimTable& table);
  void GoPastTriggers(Sql& sql, const SimTable& table, const Texts& row);
  // Rows whose base the engine may not know any more.
  void ForgetBases(const std::vector<Texts>& rows);
  int64_t AnyKey(const SimTable& table) { return table.first_key + rng_.Between(1, 9); }
  Texts NewValues(int64_t key);
  void WroteAll(int64_t key, const Texts& values, const Texts* seen);

  Rng& rng_;
  Ledger& ledger_;
  Trace trace_;
  int rebuilds_ = 0;
  bool untracked_ = false;  // writes go past the triggers
};

}  // namespace sheetkeeper::sim
