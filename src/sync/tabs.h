// Tabs: which tab of the spreadsheet each table is bound to.
//
// A table names its tab by title once; from then on the tab is followed by its id, through renames.
// The ids are kept in the store, so that a cycle needs no look-up: it reads by the title last seen,
// and looks the tabs up again when that title is refused or a batch is.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/rng.h"
#include "google/sheets_client.h"
#include "model/schema.h"
#include "store/store.h"
#include "sync/evidence.h"

namespace sheetkeeper {

struct TabPlace {
  std::optional<int32_t> sheet_id;
  std::string title;
  std::string trouble;  // why there is no tab, as a sentence; else ""
};

class Tabs {
 public:
  explicit Tabs(const std::vector<TableBinding>& tables, Rng& rng);

  // What the store remembers. `store` is not kept.
  Result<> Load(Store& store);
  // True where every table's tab and the evidence sheet's id are known.
  bool IsComplete() const;
  // Looks all tabs up. One read.
  Result<> LookUp(const std::string& spreadsheet_id, SheetsClient& sheets, std::stop_token stop);
  // Writes down what changed since Load.
  Result<> Save(StoreTransaction& transaction);
  bool NeedsSaving() const { return dirty_; }

  const TabPlace& Of(const std::string& table) const { return places_.at(table); }
  // A read showed the title of a table's tab.
  void SawTitle(const std::string& table, const std::string& title);

  const EvidenceSheet& evidence() const { return evidence_; }
  void EvidenceSheetExists();

 private:
  void Bind(const TableBinding& table, const SpreadsheetInfo& info);
  void FindEvidenceSheet(const SpreadsheetInfo& info);

  const std::vector<TableBinding>& tables_;
  Rng& rng_;
  std::map<std::string, TabPlace> places_;
  EvidenceSheet evidence_;
  bool dirty_ = false;
};

}  // namespace sheetkeeper
