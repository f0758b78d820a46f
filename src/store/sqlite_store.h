// Store over SQLite.
#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "store/intents.h"
#include "store/kept_base.h"
#include "store/sqlite.h"
#include "store/store.h"

namespace sheetkeeper {

class SqliteStore : public Store {
 public:
  SqliteStore(std::unique_ptr<Db> db, Clock& clock) : db_(std::move(db)), clock_(clock) {}

  // The part of Open() that needs the database.
  Result<> SetUp(const std::vector<TableSchema>& tables);

  Result<int64_t> LastLocalChange(const std::string& table) override;
  Result<> ForEachLocalChange(const std::string& table, int64_t last,
                              const TakeChange& take) override;
  Result<std::vector<StoredRow>> ReadRows(const std::string& table,
                                          const std::vector<RowKey>& keys) override;
  Result<BaseIndex> LoadBase(const std::string& table) override;
  void KeepBase(const std::string& table, BaseIndex index) override {
    kept_.GiveBack(table, std::move(index));
  }
  Result<std::vector<RowKey>> UnseenKeys(const std::string& table, const BaseIndex& index) override;

  Result<std::vector<Intent>> OpenIntents() override;
  Result<Mending> ToMend() override;
  Result<int64_t> ForgetHistory(WallTime before, int64_t most) override;
  Result<std::vector<Hold>> Holds() override;
  Result<std::vector<HeldRow>> HeldRows(const std::string& table) override;
  Result<std::vector<RejectedRow>> RejectedRows(const std::string& table) override;
  Result<std::vector<Conflict>> OpenConflicts(const std::string& table) override;
  Result<std::vector<Resolution>> Resolutions(const std::string& table) override;
  Result<std::optional<std::string>> Meta(const std::string& name) override;
  Result<TableCounts> Counts(const std::string& table) override;

  Result<std::unique_ptr<StoreTransaction>> Begin() override;
  Result<int64_t> Scrub(const std::string& table) override;
  Result<int64_t> StructureVersion() override;
  Result<StoreVersion> Version() override;
  Result<> Checkpoint() override { return db_->Checkpoint(); }

 private:
  Result<> SetUpTables(const std::vector<TableSchema>& tables);
  Result<> SetJournal();
  Result<> ForgetSettled(const UserTable& table, const std::vector<int64_t>& entries);
  Result<> ForgetSomeSettled(const UserTable& table, const std::vector<int64_t>& entries,
                             size_t begin, size_t end);

  std::unique_ptr<Db> db_;
  Clock& clock_;
  UserTables tables_;
  KeptBases kept_;
};

}  // namespace sheetkeeper
