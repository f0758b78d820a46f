// The engine: runs sync cycles over the tables of one spreadsheet. The worker runs it, and so can a
// program that embeds it. sync/cycle.cc is the file to read first.
//
// Not thread-safe; the store, client and clock outlive it.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/progress.h"
#include "base/result.h"
#include "base/rng.h"
#include "google/known_windows.h"
#include "google/sheets_client.h"
#include "model/schema.h"
#include "store/store.h"
#include "sync/outbox.h"
#include "sync/preview.h"

namespace sheetkeeper {

struct EngineOptions {
  std::string spreadsheet_id;
  std::vector<TableBinding> tables;
  // How often every row of the database is compared with its base, for writes that went past the
  // triggers.
  Millis scrub_interval = std::chrono::hours(24);
  // How long the history is kept; zero: for good.
  Millis keep_history{0};
  // How long each write claims the spreadsheet against workers with other databases; zero: not.
  Millis lease{0};
  // How many rows with local changes one cycle takes up (sync/outbox.h).
  size_t rows_of_a_pass = kRowsOfAPass;
  // How long the windows are by which a read is compared with the one before.
  size_t window_bytes = KnownWindows::kWindowBytes;
  // Is told how far a commit is; outlives the engine.
  Progress* progress = &NoProgress();
};

struct TableReport {
  std::string table;
  std::string sheet_title;
  int64_t records = 0;  // rows of the sheet that stand in the database
  int64_t pulled = 0;   // rows changed in the database
  int64_t pushed = 0;   // rows changed in the sheet
  int64_t conflicts = 0;
  int64_t held = 0;      // rows of the sheet held back
  int64_t rejected = 0;  // rows of the database that the sheet cannot take
  std::string hold;      // why the whole table is held, or ""
};

struct CycleReport {
  std::vector<TableReport> tables;
  // Something is known to be unfinished (a write met a newer edit, a row had moved): run the next
  // cycle soon instead of after the interval.
  bool look_again = false;
  // Local changes are left that this cycle did not take up: run the next one at once.
  bool rest = false;
};

class Engine {
 public:
  Engine(EngineOptions options, Store& store, SheetsClient& sheets, Clock& clock, Rng& rng);
  ~Engine();

  // One cycle: both sides are read, merged and written; see docs/ARCHITECTURE.md. An error means
  // that the cycle did not finish; whatever it did is recorded, and the next one goes on from
  // there. A table that is held, and rows that are, are no error.
  Result<CycleReport> RunCycle(std::stop_token stop);

  // What a cycle would do now. Writes nothing to the sheet, but the store as a cycle does before it
  // decides (what earlier writes turned out to have done): give it a copy.
  Result<CyclePreview> Preview(std::stop_token stop);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sheetkeeper
