#include "sim/sim_store.h"

namespace sheetkeeper::sim {
namespace {

class FaultyTransaction : public StoreTransaction {
 public:
  FaultyTransaction(std::unique_ptr<StoreTransaction> inner, const StoreFault& fault)
      : inner_(std::move(inner)), fault_(fault) {}

  Result<RowResults> CommitRows(const std::string& table,
                                std::span<const RowCommit> rows) override {
    return inner_->CommitRows(table, rows);
  }
  Result<> AddHistory(const HistoryEntry& entry) override { return inner_->AddHistory(entry); }
  Result<> AddConflict(const std::string& table, const Conflict& conflict) override {
    return inner_->AddConflict(table, conflict);
  }
  Result<> AddCovered(const std::string& table, const Conflict& conflict) override {
    return inner_->AddCovered(table, conflict);
  }
  Result<> CloseConflicts(const std::string& table, const RowKey& key,
                          std::optional<size_t> column) override {
    return inner_->CloseConflicts(table, key, column);
  }
  Result<> SetHeldRows(const std::string& table, const std::vector<HeldRow>& rows) override {
    return inner_->SetHeldRows(table, rows);
  }
  Result<> SetRejectedRows(const std::string& table,
                           const std::vector<RejectedRow>& rows) override {
    return inner_->SetRejectedRows(table, rows);
  }
  Result<> SetHold(const Hold& hold) override { return inner_->SetHold(hold); }
  Result<> ClearHold(const std::string& table) override { return inner_->ClearHold(table); }
  Result<> RecordIntent(const Intent& intent) override { return inner_->RecordIntent(intent); }
  Result<> SettleIntent(int32_t token) override { return inner_->SettleIntent(token); }
  Result<> SetMending(const Mending& mending) override { return inner_->SetMending(mending); }
  Result<> SetMeta(const std::string& name, const std::string& value) override {
    return inner_->SetMeta(name, value);
  }
  Result<> RecordCycle(const CycleRecord& cycle) override { return inner_->RecordCycle(cycle); }
  Result<> Commit() override {
    TRY("fault", fault_("before commit"));
    TRY("committing", inner_->Commit());
    return fault_("after commit");
  }

 private:
  std::unique_ptr<StoreTransaction> inner_;
  const StoreFault& fault_;
};

class FaultyStore : public Store {
 public:
  FaultyStore(std::unique_ptr<Store> inner, StoreFault fault)
      : inner_(std::move(inner)), fault_(std::move(fault)) {}

  Result<int64_t> LastLocalChange(const std::string& table) override {
    return inner_->LastLocalChange(table);
  }
  Result<> ForEachLocalChange(const std::string& table, int64_t last,
                              const TakeChange& take) override {
    TRY("fault", fault_("before reading"));
    return inner_->ForEachLocalChange(table, last, take);
  }
  Result<std::vector<StoredRow>> ReadRows(const std::string& table,
                                          const std::vector<RowKey>& keys) override {
    return inner_->ReadRows(table, keys);
  }
  Result<BaseIndex> LoadBase(const std::string& table) override { return inner_->LoadBase(table); }
  void KeepBase(const std::string& table, BaseIndex index) override {
    inner_->KeepBase(table, std::move(index));
  }
  Result<std::vector<RowKey>> UnseenKeys(const std::string& table,
                                         const BaseIndex& index) override {
    return inner_->UnseenKeys(table, index);
  }
  Result<std::vector<Intent>> OpenIntents() override { return inner_->OpenIntents(); }
  Result<Mending> ToMend() override { return inner_->ToMend(); }
  Result<int64_t> ForgetHistory(WallTime before, int64_t most) override {
    TRY("fault", fault_("before forgetting history"));
    return inner_->ForgetHistory(before, most);
  }
  Result<std::vector<Hold>> Holds() override { return inner_->Holds(); }
  Result<std::vector<HeldRow>> HeldRows(const std::string& table) override {
    return inner_->HeldRows(table);
  }
  Result<std::vector<RejectedRow>> RejectedRows(const std::string& table) override {
    return inner_->RejectedRows(table);
  }
  Result<std::vector<Conflict>> OpenConflicts(const std::string& table) override {
    return inner_->OpenConflicts(table);
  }
  Result<std::vector<Resolution>> Resolutions(const std::string& table) override {
    return inner_->Resolutions(table);
  }
  Result<std::optional<std::string>> Meta(const std::string& name) override {
    return inner_->Meta(name);
  }
  Result<TableCounts> Counts(const std::string& table) override { return inner_->Counts(table); }
  Result<std::unique_ptr<StoreTransaction>> Begin() override {
    TRY("fault", fault_("before begin"));
    TRY_ASSIGN(auto transaction, "beginning", inner_->Begin());
    return std::unique_ptr<StoreTransaction>(
        std::make_unique<FaultyTransaction>(std::move(transaction), fault_));
  }
  Result<int64_t> Scrub(const std::string& table) override { return inner_->Scrub(table); }
  Result<int64_t> StructureVersion() override { return inner_->StructureVersion(); }
  Result<StoreVersion> Version() override { return inner_->Version(); }
  Result<> Checkpoint() override { return inner_->Checkpoint(); }

 private:
  std::unique_ptr<Store> inner_;
  StoreFault fault_;
};

}  // namespace

std::unique_ptr<Store> WithFaults(std::unique_ptr<Store> store, StoreFault fault) {
  return std::make_unique<FaultyStore>(std::move(store), std::move(fault));
}

}  // namespace sheetkeeper::sim
