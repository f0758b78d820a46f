#include "sync/observe.h"

#include <memory>
#include <set>

#include "base/check.h"
#include "model/a1.h"

namespace sheetkeeper {
namespace {

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
  SheetReader(std::vector<TableState>& tables, const SheetReading& how)
      : tables_(tables), how_(how) {}

  Result<SheetObservation> Read() {
    ChooseTables();
    SheetObservation observation;
    for (const TableState* table : read_) {
      observation.ranges.push_back(QuoteSheetTitle(how_.tabs.Of(table->schema().name).title));
    }
    const bool with_evidence = how_.tabs.evidence().exists;
    if (with_evidence) {
      observation.ranges.push_back(how_.all_evidence ? QuoteSheetTitle(kEvidenceSheetTitle)
                                                     : kEvidenceMark);
    }
    if (observation.ranges.empty()) return observation;
    TRY_ASSIGN(observation.answer, "reading the sheets", ReadRanges(observation.ranges));
    for (size_t i = 0; i < read_.size(); ++i) {
      read_[i]->view = scans_[i]->Finish();
      how_.tabs.SawTitle(read_[i]->schema().name, read_[i]->view.title);
    }
    if (with_evidence) observation.evidence = ReadEvidence(evidence_);
    return observation;
  }

 private:
  void ChooseTables() {
    for (TableState& table : tables_) {
      const TabPlace& place = how_.tabs.Of(table.schema().name);
      if (!place.trouble.empty()) {
        table.hold = HoldOf(table, "tab", place.trouble);
      }
      if (!table.hold) read_.push_back(&table);
    }
  }

  Result<AnswerDigest> ReadRanges(const std::vector<std::string>& ranges) {
    if (how_.kept != nullptr && how_.kept->ranges == ranges) {
      TRY_ASSIGN(const bool read, "reading values",
                 SheetsClient::ReadKept(how_.kept->answer, ranges, *this, how_.known));
      if (read) return how_.kept->digest;
    }
    return how_.sheets.ReadValues(how_.spreadsheet_id, ranges, *this, how_.stop, Render::kValues,
                                  how_.known);
  }

  void OnBegin() override {
    scans_.clear();
    evidence_.clear();
    for (TableState* table : read_) {
      table->base.ForgetSeen();
      scans_.push_back(std::make_unique<SheetScan>(
          *table->binding, table->base, table->baseless, how_.mending,
          how_.headers.SeenIn(table->schema().name), KnownFrom(how_.store, *table)));
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

  std::optional<RowsNote> NoteOf(size_t range, int count) override {
    return range < scans_.size() ? scans_[range]->NoteOf(count) : std::nullopt;
  }
  bool OnKnownRows(size_t range, int row, int count, const RowsNote& note) override {
    return range < scans_.size() && scans_[range]->OnKnownRows(row, count, note);
  }

  std::vector<TableState>& tables_;
  const SheetReading& how_;
  std::vector<TableState*> read_;
  std::vector<std::unique_ptr<SheetScan>> scans_;
  std::vector<std::vector<Cell>> evidence_;
};

Result<> NoteLocalChanges(TableState& table, Store& store) {
  const std::string& name = table.schema().name;
  table.pending = {};
  table.baseless.clear();
  TRY_ASSIGN(table.last_change, "reading the newest", store.LastLocalChange(name));
  return store.ForEachLocalChange(name, table.last_change, [&](const StoredRow& row) -> Result<> {
    table.pending.Add(Digest(row.key));
    if (!row.base_known) table.baseless.insert(row.key);
    return {};
  });
}

}  // namespace

Result<> ObserveDatabase(std::vector<TableState>& tables, Store& store) {
  for (TableState& table : tables) {
    if (table.hold) continue;
    const std::string& name = table.schema().name;
    TRY("reading local changes of " + name, NoteLocalChanges(table, store));
    store.KeepBase(name, std::move(table.base));
    TRY_ASSIGN(table.base, "reading the base of " + name, store.LoadBase(name));
  }
  return {};
}

Result<SheetObservation> ObserveSheet(std::vector<TableState>& tables, const SheetReading& how) {
  auto observed = SheetReader(tables, how).Read();
  const bool refused = !observed && (observed.error().kind == ErrorKind::kInvalid);
  if (!refused) return observed;
  // A title that is refused has been renamed or removed.
  TRY("looking for renamed tabs", how.tabs.LookUp(how.spreadsheet_id, how.sheets, how.stop));
  TRY("reading the base again", ObserveDatabase(tables, how.store));
  return SheetReader(tables, how).Read();
}

}  // namespace sheetkeeper
