// What the database tells of its own state, for status and statistics: read through a connection
// that can only read, so that any user who may read the files may ask, while a worker runs or not.
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "store/store.h"

namespace sheetkeeper {

class Db;

struct StoredTable {
  std::string name;
  int64_t rows = -1;  // -1: was not asked for
  // Rows that wait to reach the sheet. Those that wait for a person instead (a conflict, a row that
  // the sheet cannot take) do not count here.
  int64_t queued = 0;
  int64_t conflicts = 0;
  int64_t held = 0;
  int64_t rejected = 0;
  std::optional<Hold> hold;
};

struct StoredStatus {
  int64_t format_version = 0;
  std::string spreadsheet_id;  // "" before the first cycle
  std::vector<StoredTable> tables;
  int64_t open_intents = 0;  // writes whose outcome is not known yet
  std::optional<CycleRecord> last_cycle;
  std::optional<CycleRecord> last_good_cycle;
};

// What happened since some moment.
struct Activity {
  int64_t cycles = 0;
  int64_t failed = 0;
  int64_t requests = 0;
  std::vector<int64_t> durations_ms;  // of good cycles, in no particular order

  struct Moved {
    std::string table;
    std::string side;  // as in HistoryEntry: where the value changed
    int64_t rows = 0;
    int64_t cells = 0;
  };
  std::vector<Moved> moved;
};

class StatusReader {
 public:
  // Errors: kNotFound (no such file), kInvalid (not kept by sheetkeeper, or by an older one),
  // kStorage, kBusy, kCorrupt.
  static Result<StatusReader> Open(const std::string& path);
  StatusReader(StatusReader&&) noexcept;
  StatusReader& operator=(StatusReader&&) noexcept;
  ~StatusReader();

  // One consistent snapshot. Counting rows takes 20 ms a million.
  Result<StoredStatus> Read(bool count_rows);
  Result<Activity> ReadActivity(WallTime since);
  // Requests of the cycles that were recorded since then.
  Result<int64_t> RequestsSince(WallTime since);
  // A fact that Store::SetMeta keeps.
  Result<std::optional<std::string>> Meta(const std::string& name);

 private:
  explicit StatusReader(std::unique_ptr<Db> db);
  std::unique_ptr<Db> db_;
};

}  // namespace sheetkeeper
