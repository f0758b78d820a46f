// Store: the local database, as the sync engine needs it. Free of SQLite's words, so that another
// database can stand in its place.
//
// The user's tables hold what programs read and write with plain SQL. Beside them stand tables of
// ours (names beginning with '_', docs/FORMATS.md): the base (what both sides held when they last
// agreed, a digest per row), the change log that triggers fill, intents, history, conflicts and
// the rest.
//
// The base of a row is known by value where it matters: a row without an entry in the change log
// is its own base; for the others the first entry keeps the row as it was. So the change log is
// also the list of rows that differ from their base, and an entry stays until the row equals its
// base again.
//
// One process writes through a Store at a time; other programs write the user's tables freely
// meanwhile. Not thread-safe. Tables are named as they were declared at Open(); another name is a
// bug (CHECK).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "model/base_index.h"
#include "model/plan.h"
#include "model/schema.h"
#include "model/value.h"

namespace sheetkeeper {

// A row of the user's table beside its base.
struct StoredRow {
  // Where the table holds a key that the sheet could not have (none at all, a BLOB, "7.50" as a
  // decimal), `now` is Held and this is NULL or what can be shown of it.
  RowKey key;
  SideRow now;              // canonical; Held where a value does not fit its declared type
  std::optional<Row> base;  // nullopt: the row was not there
  // False where a write went past the triggers: the base had this row, but its values are not
  // known any more, only `base_digest`.
  bool base_known = true;
  uint64_t base_digest = 0;  // where the base has the row
  int64_t seq = 0;           // of its entry in the change log; 0 where it has none
};

// What becomes of one row when a cycle commits.
struct RowCommit {
  RowKey key;
  // The new base, without what is written below; nullopt: the row is not in the base.
  std::optional<Row> base;
  // What to write to the user's table. Each write happens only where the database still holds what
  // the plan saw (kUpdate: that cell equals `before`; kInsert: the row is absent; kDelete: every
  // cell equals `before`); what was written becomes base as well, and so does what the database
  // holds already. What was not stays pending and is merged by the next cycle.
  SideAction on_local = SideAction::kNone;
  std::vector<CellChange> local_cells;
  std::string_view reason;  // for the history; outlives the commit
};

// One change that a cycle made, or found made, on a side. An insertion is kept without its values:
// they stand in the row until a later entry says what became of them.
struct HistoryEntry {
  std::string table;
  RowKey key;
  std::string side;    // "sheet" or "database": where the value changed
  std::string action;  // "insert", "update", "delete", "repair", "restore-row", "give-key"
  std::vector<CellChange> cells;
  std::string reason;
};

// A row of the sheet that does not fit, held back until somebody puts it right.
struct HeldRow {
  RowKey key;           // NULL where the key is the trouble
  std::string address;  // "EmployeeSettings!B4"
  std::string column;   // SQLite name; "" where no single one is to blame
  std::string reason;
  bool operator==(const HeldRow&) const = default;
};

// A row of the database that the sheet cannot take, or refused.
struct RejectedRow {
  RowKey key;
  std::string column;
  std::string reason;
  bool operator==(const RejectedRow&) const = default;
};

enum class HoldDecision {
  kNone,     // the table waits
  kApprove,  // carry the plan out
  kRevert,   // take back what set the guard off: the other side's rows and values return
};

std::string_view Name(HoldDecision decision);  // "", "approve", "revert": as in _holds

// The guard of a table that a person paused. Cycles neither set nor clear it.
inline constexpr std::string_view kPausedGuard = "paused";

// A guard that holds a table: nothing is written for it on either side.
struct Hold {
  std::string table;
  std::string guard;   // a stable word: "mass-delete", "header", "empty-sheet", ...
  std::string reason;  // a sentence for a person
  // Wall time. 0: when it is set first; a guard that holds the table already keeps its time.
  int64_t since_ms = 0;
  // What a person decided about the very plan that `fingerprint` names.
  HoldDecision decision = HoldDecision::kNone;
  std::string fingerprint;
};

struct TableCounts {
  int64_t pending = 0;
  int64_t conflicts = 0;
  int64_t held = 0;
  int64_t rejected = 0;
};

// How the last cycle ended, and what came of all cycles since the record before.
struct CycleRecord {
  int64_t number = 0;       // of the last cycle, counted over all restarts
  int64_t finished_ms = 0;  // wall time
  int64_t duration_ms = 0;
  bool good = true;
  std::string error = {};

  int64_t cycles = 1;
  int64_t failed = 0;
  std::vector<int64_t> durations_ms = {};  // of each good cycle
  int64_t requests = 0;                    // to the server
};

// One transaction: everything or, when it is destroyed without Commit(), nothing. Other writers
// wait (or get BUSY) while it is open. An error spoils it, all later calls fail with
// kPreconditionFailed; a row's kInvalid alone does not.
class StoreTransaction {
 public:
  virtual ~StoreTransaction() = default;

  // For each row true where everything in it was written; false where part of it met a newer local
  // edit and stays pending. Writes to the user's table are entered in the history. Error kInvalid
  // of a row: the table refused it (a constraint or trigger of the user's, a column that would
  // change the value); nothing is done about the row, and the transaction goes on. New rows are
  // quickest kRowsAtOnce at a time.
  static constexpr size_t kRowsAtOnce = 32;
  using RowResults = std::vector<Result<bool>>;
  virtual Result<RowResults> CommitRows(const std::string& table,
                                        std::span<const RowCommit> rows) = 0;
  Result<bool> CommitRow(const std::string& table, const RowCommit& row) {
    TRY_ASSIGN(RowResults results, "committing", CommitRows(table, {&row, 1}));
    return std::move(results.front());
  }
  virtual Result<> AddHistory(const HistoryEntry& entry) = 0;

  // Records a conflict; an open one of the same row and column with the same values is not
  // repeated, with others it is replaced. Winner::kNobody makes an open one. A decided one that
  // carries out a Resolution ends the open one that holds it.
  virtual Result<> AddConflict(const std::string& table, const Conflict& conflict) = 0;
  // Records a value that a write of ours covered. What is open about the cell stays open.
  virtual Result<> AddCovered(const std::string& table, const Conflict& conflict) = 0;
  // Closes open conflicts of the row, or of one column: the sides agree again.
  virtual Result<> CloseConflicts(const std::string& table, const RowKey& key,
                                  std::optional<size_t> column) = 0;

  // These replace the list of the table.
  virtual Result<> SetHeldRows(const std::string& table, const std::vector<HeldRow>& rows) = 0;
  virtual Result<> SetRejectedRows(const std::string& table,
                                   const std::vector<RejectedRow>& rows) = 0;
  // These leave a table alone that a person paused.
  virtual Result<> SetHold(const Hold& hold) = 0;
  virtual Result<> ClearHold(const std::string& table) = 0;

  virtual Result<> RecordIntent(const Intent& intent) = 0;
  // The outcome of the intent is known and in the base: forget it.
  virtual Result<> SettleIntent(int32_t token) = 0;
  // Replaces the whole list.
  virtual Result<> SetMending(const Mending& mending) = 0;

  virtual Result<> SetMeta(const std::string& name, const std::string& value) = 0;
  virtual Result<> RecordCycle(const CycleRecord& cycle) = 0;

  virtual Result<> Commit() = 0;
};

// Two of them differ where something was committed in between. What changes rows counts; the
// structure has a version of its own.
struct StoreVersion {
  int64_t by_others = 0;  // by other connections, of this process or not
  int64_t by_us = 0;
  bool operator==(const StoreVersion&) const = default;
};

struct StoreOptions {
  std::string path;  // its folder is created where it is missing
  int busy_timeout_ms = 5000;
};

class Store {
 public:
  virtual ~Store() = default;

  // Opens or creates the database, brings our tables to this program's version, creates the user's
  // tables (STRICT, key = primary key) or adopts existing ones that fit, and installs change
  // capture. Rows that were there before count as local insertions. A table whose columns are
  // declared otherwise than before, or that was dropped, begins anew like that, without a base.
  // Nothing is changed where it fails. Errors: kInvalid (a table does not fit: the message says
  // which column and what to do; a database of a newer program version), kBusy, kStorage, kCorrupt.
  static Result<std::unique_ptr<Store>> Open(const StoreOptions& options,
                                             const std::vector<TableSchema>& tables, Clock& clock);

  // The seq of the newest entry of the table's change log; 0 where it is empty. No later entry has
  // a smaller one.
  virtual Result<int64_t> LastLocalChange(const std::string& table) = 0;
  // Calls `take` for every row that differs, or may differ, from its base and has an entry with a
  // seq up to `last`, in the order of seq; then, as one row without a seq, for what has no key. One
  // consistent snapshot, which `take` must leave alone. Changes that were taken back again are
  // forgotten on the way. Errors: also what `take` gives.
  using TakeChange = std::function<Result<>(StoredRow row)>;
  virtual Result<> ForEachLocalChange(const std::string& table, int64_t last,
                                      const TakeChange& take) = 0;
  // Rows by key; a key that neither the table nor the base has gives no StoredRow.
  virtual Result<std::vector<StoredRow>> ReadRows(const std::string& table,
                                                  const std::vector<RowKey>& keys) = 0;
  // One that KeepBase was given and that is still true is not read again.
  virtual Result<BaseIndex> LoadBase(const std::string& table) = 0;
  // `index` is the one that LoadBase gave last; else nothing happens. Where a read has marked it,
  // it comes back so.
  virtual void KeepBase(const std::string& table, BaseIndex index) = 0;
  // The keys of the base that `index` has not seen in the sheet (Entry::sheet_row is -1).
  virtual Result<std::vector<RowKey>> UnseenKeys(const std::string& table,
                                                 const BaseIndex& index) = 0;

  // Oldest first; without what they say of tables that are not declared, or begin anew.
  virtual Result<std::vector<Intent>> OpenIntents() = 0;
  virtual Result<Mending> ToMend() = 0;
  virtual Result<std::vector<Hold>> Holds() = 0;
  virtual Result<std::vector<HeldRow>> HeldRows(const std::string& table) = 0;
  virtual Result<std::vector<RejectedRow>> RejectedRows(const std::string& table) = 0;
  // What waits for a person, with Winner::kNobody and without a reason.
  virtual Result<std::vector<Conflict>> OpenConflicts(const std::string& table) = 0;
  // What a person has decided about open conflicts of the table, and no write has carried out yet.
  virtual Result<std::vector<Resolution>> Resolutions(const std::string& table) = 0;
  virtual Result<std::optional<std::string>> Meta(const std::string& name) = 0;
  virtual Result<TableCounts> Counts(const std::string& table) = 0;

  // REQUIRES: no other transaction is open. The store outlives it.
  virtual Result<std::unique_ptr<StoreTransaction>> Begin() = 0;

  // The second net under the triggers: compares every row of the table with its base and enters
  // those that differ without an entry in the change log. Gives their number. Also puts back
  // triggers that are gone. Error kInvalid: the table is gone, or does not fit any more.
  virtual Result<int64_t> Scrub(const std::string& table) = 0;

  // Changes whenever somebody creates, alters or drops a table or a trigger: a scrub is due then.
  virtual Result<int64_t> StructureVersion() = 0;

  virtual Result<StoreVersion> Version() = 0;

  // Forgets changes that were recorded before that moment, the oldest first and at most so many;
  // gives their number. What the last batch did stays.
  virtual Result<int64_t> ForgetHistory(WallTime before, int64_t most) = 0;

  // Moves the write-ahead log into the database file without waiting for readers.
  virtual Result<> Checkpoint() = 0;
};

}  // namespace sheetkeeper
