// Observe: what both sides hold. Reads only.
#pragma once

#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "google/known_windows.h"
#include "google/sheets_client.h"
#include "store/store.h"
#include "sync/evidence.h"
#include "sync/header_names.h"
#include "sync/standstill.h"
#include "sync/table_state.h"
#include "sync/tabs.h"

namespace sheetkeeper {

// Local changes and the base of every table, before the sheet is read: what is edited later waits
// for the next cycle.
Result<> ObserveDatabase(std::vector<TableState>& tables, Store& store);

struct SheetObservation {
  // What the evidence sheet holds, where there is one: all of it, or its first row. It is read
  // after the tables in one request: a batch that it does not show had not landed when they were
  // read.
  std::optional<Evidence> evidence;
  // What was read, and what the answer was.
  std::vector<std::string> ranges;
  AnswerDigest answer;
};

struct SheetReading {
  const std::string& spreadsheet_id;
  SheetsClient& sheets;
  Store& store;
  Tabs& tabs;
  const Mending& mending;
  const HeaderNames& headers;
  bool all_evidence = false;       // else its first row
  const KeptRead* kept = nullptr;  // not older than what was read of the database
  KnownWindows* known = nullptr;   // of the reads before
  std::stop_token stop;
};

// One read of all tabs that are not held, and of the evidence sheet. A tab that was renamed since
// is looked up and read under its new title.
Result<SheetObservation> ObserveSheet(std::vector<TableState>& tables, const SheetReading& how);

}  // namespace sheetkeeper
