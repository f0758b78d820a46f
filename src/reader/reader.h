// libsheetkeeper-reader: what bots and services read, and a little of what they write.
//
//     using namespace sheetkeeper::reader;
//     HybridService service({.db_path = "data/reference_data.db"});
//     const auto row = service.RowByKey("employee_settings", int64_t{5938472011});
//     if (row && *row) wage = (**row).Real("hourly_wage").value_or(15);
//
// Reads are answered by the SQLite database that a sync worker keeps equal with a spreadsheet, from
// statements that are prepared once, through connections that cannot write. Nothing of it touches
// the network. Only where the database cannot be read, and only if that is asked for, the answer
// comes from the sheet (Options::sheet_fallback), and after that from the last good answer
// (Options::cache); each answer says where it comes from.
//
// This header needs the standard library alone. c_reader.h has the same for C and other languages.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <typeindex>
#include <utility>
#include <variant>
#include <vector>

namespace sheetkeeper::reader {

enum class ErrorCode {
  kNotFound = 1,  // no database, or no such table in it
  kInvalid,       // the statement or the table's name is wrong and stays wrong
  kBusy,          // locked by another writer for longer than we wait: try again
  kStorage,       // no permission, no room, or a failing disk
  kCorrupt,       // the file is damaged, or no database
  kSyncFailed,    // the sync program could not be run, or its cycle failed
  kTimeout,       // it did not happen in the time given
};

// `message` is a sentence for a person: what was being done, what happened, the next step.
struct Error {
  ErrorCode code;
  std::string message;
};

// A value or an error.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::move(value)) {}
  Result(Error error) : state_(std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  // REQUIRES: there is a value.
  const T& operator*() const& { return *std::get_if<0>(&state_); }
  T& operator*() & { return *std::get_if<0>(&state_); }
  T&& operator*() && { return std::move(*std::get_if<0>(&state_)); }
  const T* operator->() const { return std::get_if<0>(&state_); }
  T* operator->() { return std::get_if<0>(&state_); }
  // REQUIRES: there is none.
  const Error& error() const { return *std::get_if<1>(&state_); }

 private:
  std::variant<T, Error> state_;
};

// NULL, INTEGER, REAL, TEXT; a BLOB is given as TEXT of its bytes.
using Value = std::variant<std::monostate, std::int64_t, double, std::string>;
// By name, without ':'. A name that the statement does not have is ignored.
using Parameters = std::vector<std::pair<std::string, Value>>;

enum class Origin {
  kDatabase,  // read just now, or kept and known to be what would be read now
  kSheet,     // the database could not be read: the spreadsheet as it was `age` ago
  kKept,      // neither could be read: an answer of `age` ago
};

// Rows as they were at one moment. Immutable and cheap to copy.
struct Table {
  std::shared_ptr<const std::vector<std::string>> columns;
  std::vector<Value> values;  // row by row
  std::size_t row_count = 0;
};

// One row; it keeps what it points into alive.
class Row {
 public:
  Row(std::shared_ptr<const Table> table, std::size_t row) : table_(std::move(table)), row_(row) {}

  const std::vector<std::string>& columns() const { return *table_->columns; }
  // REQUIRES: column < columns().size().
  const Value& At(std::size_t column) const {
    return table_->values[row_ * table_->columns->size() + column];
  }
  // nullptr where there is no column of that name.
  const Value* Find(std::string_view column) const;

  // Nothing for NULL, for a value of another kind and where there is no such column. Real() takes
  // integers, too; Integer() takes a real without a fraction.
  std::optional<std::int64_t> Integer(std::string_view column) const;
  std::optional<double> Real(std::string_view column) const;
  std::optional<std::string> Text(std::string_view column) const;

 private:
  std::shared_ptr<const Table> table_;
  std::size_t row_;
};

class Rows {
 public:
  Rows(std::shared_ptr<const Table> table, Origin where, std::chrono::milliseconds how_old)
      : origin(where), age(how_old), table_(std::move(table)) {}

  std::size_t size() const { return table_->row_count; }
  bool empty() const { return size() == 0; }
  const std::vector<std::string>& columns() const { return *table_->columns; }
  Row operator[](std::size_t row) const { return {table_, row}; }

  Origin origin;
  std::chrono::milliseconds age;  // 0 for kDatabase

 private:
  std::shared_ptr<const Table> table_;
};

// Keeps answers in memory: by namespace and key, for a time, up to a number of entries (the one
// that was not asked for the longest goes first).
//
// Thread-safe.
class CacheManager {
 public:
  using Age = std::chrono::milliseconds;
  static constexpr Age kForever = Age::max();

  struct Stats {
    std::uint64_t hits = 0;
    std::uint64_t misses = 0;
    std::uint64_t expired = 0;  // of the misses: it was there, but too old
    std::uint64_t evicted = 0;  // made room for others
    std::size_t entries = 0;

    double HitRate() const;  // 0 to 1; 0 before the first question
  };

  // `now`: a clock that never goes back, for tests; the system's where it is empty.
  explicit CacheManager(std::size_t max_entries = 10'000, std::function<Age()> now = {});
  ~CacheManager();
  CacheManager(const CacheManager&) = delete;
  CacheManager& operator=(const CacheManager&) = delete;

  // nullptr where nothing is kept, where it is too old, or where it is not a T.
  template <typename T>
  std::shared_ptr<const T> Get(std::string_view space, std::string_view key) {
    return std::static_pointer_cast<const T>(GetAny(space, key, typeid(T), kAnyGeneration));
  }
  template <typename T>
  void Set(std::string_view space, std::string_view key, T value, Age time_to_live = kForever) {
    SetAny(space, key, std::make_shared<const T>(std::move(value)), typeid(T), time_to_live, 0);
  }
  // One entry; a namespace; all. Gives how many went.
  std::size_t Invalidate(std::string_view space, std::string_view key);
  std::size_t Invalidate(std::string_view space);
  std::size_t Clear();

  Stats GetStats() const;
  Stats GetStats(std::string_view space) const;

 private:
  friend class AnswerCache;
  static constexpr std::uint64_t kAnyGeneration = ~std::uint64_t{0};

  std::shared_ptr<const void> GetAny(std::string_view space, std::string_view key,
                                     std::type_index type, std::uint64_t generation);
  void SetAny(std::string_view space, std::string_view key, std::shared_ptr<const void> value,
              std::type_index type, Age time_to_live, std::uint64_t generation);
  // Whatever is kept, however old, and its age.
  std::shared_ptr<const void> GetStale(std::string_view space, std::string_view key,
                                       std::type_index type, Age* age);

  class Impl;
  std::unique_ptr<Impl> impl_;
};

enum class LogLevel { kDebug, kInfo, kWarning, kError };

struct Options {
  std::string db_path;
  // Receives what is worth a line in the program's log; called from several threads.
  std::function<void(LogLevel, const std::string&)> log = {};
  // How long a read or a write waits for other writers.
  std::chrono::milliseconds busy_timeout = std::chrono::seconds(5);

  // Answers are kept here, and given again for as long as nobody has committed to the database: an
  // answer is never older than the last commit. It may be shared.
  std::shared_ptr<CacheManager> cache = {};

  // A sync cycle at Start(), and one every `sync_interval` after it (auto_sync). Where a worker has
  // the database in its care it is asked for its cycle instead; two never run at once.
  bool initial_sync = false;
  bool auto_sync = false;
  std::chrono::milliseconds sync_interval = std::chrono::seconds(300);
  // The program that runs a cycle; its words, without --db-path.
  std::vector<std::string> sync_command = {"sheetkeeper", "sync"};
  std::chrono::milliseconds sync_timeout = std::chrono::minutes(5);
  // The worker's unit, for the log.
  std::string sync_service = "sheetkeeper";

  // Where the database cannot be read, the sheet is read (by the sync program, into a database of
  // its own in a temporary folder), at most as often as `sheet_max_age` says.
  bool sheet_fallback = false;
  std::chrono::milliseconds sheet_max_age = std::chrono::seconds(60);
  std::chrono::milliseconds sheet_timeout = std::chrono::seconds(15);
};

struct TableStats {
  std::string name;
  std::int64_t synced = 0;
  std::int64_t pending = 0;   // changed in the database, not yet in the sheet
  std::int64_t conflict = 0;  // both sides changed it; a person decides
  std::int64_t rejected = 0;  // the sheet cannot take the row
  std::int64_t held = 0;      // the row of the sheet does not fit
};

struct SyncStats {
  // When the last complete cycle ended, as the worker has recorded it: it does so about once a
  // minute, so this may be a minute behind. Nothing before the first.
  std::optional<std::chrono::system_clock::time_point> last_good_cycle;
  std::optional<std::chrono::milliseconds> age;  // of that
  std::string last_error;                        // of the last cycle; "" where it was good
  std::vector<TableStats> tables;                // GetFreshness() leaves them out
};

// The state of a row, as `_row_status` in the database tells it.
enum class RowState { kSynced, kPending, kConflict, kRejected, kHeld };

// Thread-safe: each thread that reads has a connection of its own while it does.
class HybridService {
 public:
  // Opens nothing yet: a database that is not there now may be there later.
  explicit HybridService(Options options);
  ~HybridService();  // Shutdown()
  HybridService(const HybridService&) = delete;
  HybridService& operator=(const HybridService&) = delete;

  // The initial sync, as the options say, and the thread of auto_sync. Blocks for the sync; a
  // failure of it is logged, and the service goes on with what there is.
  void Start();
  // Stops the thread, and a sync program that is at work.
  void Shutdown();

  // Reads. `table` is a table that sheetkeeper keeps, or any with a primary key.
  Result<std::optional<Row>> RowByKey(std::string_view table, const Value& key);
  // The same as no row or one, which say where they come from.
  Result<Rows> RowsByKey(std::string_view table, const Value& key);
  Result<Rows> AllRows(std::string_view table);
  // One statement that reads. Everything in an answer is of one moment.
  Result<Rows> Query(std::string_view sql, const Parameters& parameters = {});

  // How fresh what Query() reads is; with the counts of rows, which takes some ms per 10,000.
  Result<SyncStats> GetFreshness();
  Result<SyncStats> GetSyncStats();
  // Where the last answer came from that was not kept.
  Origin GetOrigin() const;

  // A number that changes with each commit to the database, by whatever program. 0: it cannot be
  // read.
  std::uint64_t Generation();
  // True when Generation() is no longer `since`, false at the end of the time or on a stop. A
  // commit is noticed within 10 ms.
  bool WaitForChange(std::uint64_t since, std::chrono::milliseconds timeout,
                     std::stop_token stop = {});
  // Waits while the row is pending. kSynced: the sheet has it as the database does, or has it no
  // more where it was deleted. Errors: kTimeout, and those of reads.
  Result<RowState> WaitUntilInSheet(std::string_view table, const Value& key,
                                    std::chrono::milliseconds timeout, std::stop_token stop = {});

  // One statement that writes, in a transaction of its own, captured for the sheet like any other
  // program's. Gives the number of rows changed.
  Result<std::int64_t> Execute(std::string_view sql, const Parameters& parameters = {});

  // A cycle now: both directions. Waits for it; by a worker if one runs.
  Result<SyncStats> SyncNow();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace sheetkeeper::reader
