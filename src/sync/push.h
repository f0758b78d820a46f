// Push: carries the plans' writes to the sheet, by the protocol of sync/evidence.h.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "base/rng.h"
#include "google/sheets_client.h"
#include "store/store.h"
#include "sync/batch.h"
#include "sync/last_writer.h"
#include "sync/refused_tasks.h"
#include "sync/table_state.h"
#include "sync/tabs.h"
#include "sync/verdict.h"

namespace sheetkeeper {

struct PushContext {
  const std::string& spreadsheet_id;
  Store& store;
  SheetsClient& sheets;
  Tabs& tabs;
  const BatchWriter& writer;
  Clock& clock;
  Rng& rng;
  std::stop_token stop;
};

// What a batch is sent for, whatever the plans are.
struct Unfinished {
  std::vector<Intent> intents;  // whose outcome is not known; this read showed them not landed
  Mending mending;
  bool lease_is_due = false;
};

struct PushReport {
  std::optional<LastWrite> landed;      // the batch that is known to have landed
  std::vector<int32_t> settled_tokens;  // no batch of theirs can land any more
  Mending new_mending;
  CoveredValues covered;              // found while mending
  std::vector<HistoryEntry> history;  // of what carried no row
  bool restores_done = false;
  bool look_again = false;
  bool mended_only = false;      // the plans wait, as something else was to be put right first
  bool nothing_to_send = false;  // without a look at the cells
  std::string failure;  // why the sheet was not written, where that is not an error of the cycle
};

// Sends one batch at most: rows to put back alone, else other mending alone, else the plans'
// writes. The verdicts land in the tables' rows. An error means that the outcome of the batch is
// not known, or that nothing was sent; the tables' pulls may be committed all the same.
Result<PushReport> Push(std::vector<TableState>& tables, const Unfinished& unfinished,
                        const PushContext& context, const RefusedRow& refused);

}  // namespace sheetkeeper
