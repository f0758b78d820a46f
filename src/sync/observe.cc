#include "sync/observe.h"

#include <memory>
#include <set>

#include "base/check.h"
#include "model/a1.h"

namespace sheetkeeper {
namespace {

std::set<RowKey> KeysOf(const std::map<RowKey, StoredRow>& rows) {
  std::set<RowKey> keys;
  for (const auto& [key, row] : rows) keys.insert(key);
  return keys;
}

// A failure to read the base makes text that looks like an error value count as one: the row is
// held back, which loses nothing.
KnownRow KnownFrom(Store& store, const TableState& table) {
  return [&store, &table](const RowKey& key) -> std::optional<Row> {
    const auto rows = store.ReadRows(table.schema().name, {key});
    if (!rows || rows->empty() || !rows->front().base_known) return std::nullopt;
    return rows->front().base;
  };
}

// Hands each range of the read to the scan of its table; the one after the last is the evidence.
class SheetReader : public ValueSink {
 public:
  SheetReader(std::vector<TableState>& tables, SheetsClient& sheets, Store& store, Tabs& tabs,
              const Mending& mending, const HeaderNames& headers)
      : tables_(tables),
        sheets_(sheets),
        store_(store),
        tabs_(tabs),
        mending_(mending),
        headers_(headers) {}

  Result<SheetObservation> Read(const std::string& spreadsheet_id, bool all_evidence,
                                std::stop_token stop) {
    ChooseTables();
    std::vector<std::string> ranges;
    for (const TableState* table : read_) {
      ranges.push_back(QuoteSheetTitle(tabs_.Of(table->schema().name).title));
    }
    const bool with_evidence = tabs_.evidence().exists;
    if (with_evidence) {
      ranges.push_back(all_evidence ? QuoteSheetTitle(kEvidenceSheetTitle) : kEvidenceMark);
    }
    SheetObservation observation;
    if (ranges.empty()) return observation;
    TRY("reading the sheets", sheets_.ReadValues(spreadsheet_id, ranges, *this, stop));
    for (size_t i = 0; i < read_.size(); ++i) {
      read_[i]->view = scans_[i]->Finish();
      tabs_.SawTitle(read_[i]->schema().name, read_[i]->view.title);
    }
    if (with_evidence) observation.evidence = ReadEvidence(evidence_);
    return observation;
  }

 private:
  void ChooseTables() {
    for (TableState& table : tables_) {
      const TabPlace& place = tabs_.Of(table.schema().name);
      if (!place.trouble.empty()) {
        table.hold = HoldOf(table, "tab", place.trouble);
      }
      if (!table.hold) read_.push_back(&table);
    }
  }

  void OnBegin() override {
    scans_.clear();
    evidence_.clear();
    for (TableState* table : read_) {
      table->base.ForgetSeen();
      scans_.push_back(std::make_unique<SheetScan>(
          *table->binding, table->base, KeysOf(table->local), mending_,
          headers_.SeenIn(table->schema().name), KnownFrom(store_, *table)));
    }
  }
  void OnRange(size_t range, std::string_view echo) override {
    if (range < scans_.size()) scans_[range]->OnRange(echo);
  }
  void OnRow(size_t range, int row, std::span<const Cell> cells) override {
    if (range < scans_.size()) return scans_[range]->OnRow(row, cells);
    evidence_.resize(static_cast<size_t>(row) + 1);
    evidence_.back().assign(cells.begin(), cells.end());
  }

  std::vector<TableState>& tables_;
  SheetsClient& sheets_;
  Store& store_;
  Tabs& tabs_;
  const Mending& mending_;
  const HeaderNames& headers_;
  std::vector<TableState*> read_;
  std::vector<std::unique_ptr<SheetScan>> scans_;
  std::vector<std::vector<Cell>> evidence_;
};

}  // namespace

Result<> ObserveDatabase(std::vector<TableState>& tables, Store& store) {
  for (TableState& table : tables) {
    if (table.hold) continue;
    const std::string& name = table.schema().name;
    TRY_ASSIGN(const auto changes, "reading local changes of " + name,
               store.ReadLocalChanges(name));
    table.local.clear();
    for (const StoredRow& row : changes) table.local.emplace(row.key, row);
    TRY_ASSIGN(table.base, "reading the base of " + name, store.LoadBase(name));
  }
  return {};
}

Result<SheetObservation> ObserveSheet(std::vector<TableState>& tables,
                                      const std::string& spreadsheet_id, SheetsClient& sheets,
                                      Store& store, Tabs& tabs, bool all_evidence,
                                      const Mending& mending, const HeaderNames& headers,
                                      std::stop_token stop) {
  auto observed = SheetReader(tables, sheets, store, tabs, mending, headers)
                      .Read(spreadsheet_id, all_evidence, stop);
  const bool refused = !observed && (observed.error().kind == ErrorKind::kInvalid);
  if (!refused) return observed;
  // A title that is refused has been renamed or removed.
  TRY("looking for renamed tabs", tabs.LookUp(spreadsheet_id, sheets, stop));
  TRY("reading the base again", ObserveDatabase(tables, store));
  return SheetReader(tables, sheets, store, tabs, mending, headers)
      .Read(spreadsheet_id, all_evidence, stop);
}

}  // namespace sheetkeeper
