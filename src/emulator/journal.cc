// The file of `emulate --db`.
//
//   state   one row: a snapshot of everything (snapshot.cc), and the service account's key file
//   deed    the calls that changed something since, in order
//
// A start restores the snapshot and redoes the deeds; an emulator is deterministic given the time
// and the random state at which each was done, which are kept with it. A deed is committed, with a
// full sync, before its answer goes out: what a client was told stays, whatever kills the process
// or the machine. In an orderly stop, and when the deeds grow many, a new snapshot replaces them.

#include "emulator/journal.h"

#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace sheetkeeper::emulator {
namespace {

constexpr int kApplicationId = 0x656d7530;  // "emu0"

// A statement with its parameters bound in order.
class Statement {
 public:
  Statement(sqlite3* database, const char* sql) {
    sqlite3_prepare_v2(database, sql, -1, &statement_, nullptr);
  }
  ~Statement() { sqlite3_finalize(statement_); }
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;

  Statement& Bind(int64_t number) {
    sqlite3_bind_int64(statement_, ++bound_, number);
    return *this;
  }
  Statement& Bind(std::string_view text) {
    sqlite3_bind_text64(statement_, ++bound_, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
    return *this;
  }
  // Is there a row (more)?
  bool Row() { return statement_ != nullptr && sqlite3_step(statement_) == SQLITE_ROW; }
  bool Done() { return statement_ != nullptr && sqlite3_step(statement_) == SQLITE_DONE; }

  int64_t Number(int column) { return sqlite3_column_int64(statement_, column); }
  std::string Text(int column) {
    const auto* text = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    const auto size = static_cast<size_t>(sqlite3_column_bytes(statement_, column));
    return text == nullptr ? "" : std::string(text, size);
  }

 private:
  sqlite3_stmt* statement_ = nullptr;
  int bound_ = 0;
};

}  // namespace

Journal::Journal(sqlite3* database, std::string path)
    : database_(database), path_(std::move(path)) {}

Journal::~Journal() {
  sqlite3_close(database_);
}

std::unique_ptr<Journal> Journal::Open(const std::string& path, std::string& error) {
  sqlite3* database = nullptr;
  sqlite3_open_v2(path.c_str(), &database, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
  std::unique_ptr<Journal> journal(new Journal(database, path));
  const auto trouble = journal->Prepare();
  if (!trouble) return journal;
  error = *trouble;
  return nullptr;
}

std::optional<std::string> Journal::Prepare() {
  if (Statement(database_, "PRAGMA schema_version").Row() &&
      sqlite3_errcode(database_) == SQLITE_BUSY) {
    return path_ + " is in use by another emulator.";
  }
  for (const char* sql : {"PRAGMA locking_mode = EXCLUSIVE", "PRAGMA journal_mode = WAL",
                          "PRAGMA synchronous = FULL", "BEGIN IMMEDIATE"}) {
    if (const auto trouble = Run(sql)) return trouble;
  }
  Statement id(database_, "SELECT application_id FROM pragma_application_id");
  Statement tables(database_, "SELECT count(*) FROM sqlite_schema");
  if (!id.Row() || !tables.Row()) return Trouble("read");
  if (tables.Number(0) > 0 && id.Number(0) != kApplicationId) {
    return path_ + " is a database of something else.";
  }
  const std::string mark = "PRAGMA application_id = " + std::to_string(kApplicationId);
  for (const char* sql :
       {mark.c_str(),
        "CREATE TABLE IF NOT EXISTS state (one INTEGER PRIMARY KEY CHECK (one = 1),"
        " snapshot TEXT NOT NULL DEFAULT '', account TEXT NOT NULL DEFAULT '') STRICT",
        "CREATE TABLE IF NOT EXISTS deed (number INTEGER PRIMARY KEY, now_ms INTEGER NOT NULL,"
        " random INTEGER NOT NULL, caller TEXT NOT NULL, method TEXT NOT NULL,"
        " target TEXT NOT NULL, body TEXT NOT NULL) STRICT",
        "INSERT OR IGNORE INTO state (one) VALUES (1)", "COMMIT"}) {
    if (const auto trouble = Run(sql)) return trouble;
  }
  Statement kept(database_, "SELECT count(*), (SELECT snapshot <> '' FROM state) FROM deed");
  if (!kept.Row()) return Trouble("read");
  deeds_ = kept.Number(0);
  has_state_ = deeds_ > 0 || kept.Number(1) != 0;
  return std::nullopt;
}

std::optional<std::string> Journal::Run(const char* sql) {
  if (sqlite3_exec(database_, sql, nullptr, nullptr, nullptr) == SQLITE_OK) return std::nullopt;
  if (sqlite3_errcode(database_) == SQLITE_BUSY) return path_ + " is in use by another emulator.";
  return Trouble("use");
}

std::string Journal::Trouble(std::string_view doing) const {
  return "cannot " + std::string(doing) + ' ' + path_ + ": " + sqlite3_errmsg(database_) + '.';
}

std::optional<std::string> Journal::Restore(Emulator& emulator) {
  Statement state(database_, "SELECT snapshot FROM state");
  if (!state.Row()) return Trouble("read");
  if (const std::string snapshot = state.Text(0); !snapshot.empty()) {
    if (const auto trouble = emulator.Restore(snapshot)) return path_ + ": " + *trouble;
  }
  Statement deeds(database_,
                  "SELECT now_ms, random, caller, method, target, body FROM deed ORDER BY number");
  while (deeds.Row()) {
    emulator.Redo({.now_ms = deeds.Number(0),
                   .random = static_cast<uint64_t>(deeds.Number(1)),
                   .caller = deeds.Text(2),
                   .request = {.method = deeds.Text(3),
                               .target = deeds.Text(4),
                               .headers = {},
                               .body = deeds.Text(5)}});
  }
  if (sqlite3_errcode(database_) != SQLITE_DONE) return Trouble("read");
  return std::nullopt;
}

void Journal::Keep(const Deed& deed) {
  Statement insert(database_,
                   "INSERT INTO deed (now_ms, random, caller, method, target, body)"
                   " VALUES (?, ?, ?, ?, ?, ?)");
  insert.Bind(deed.now_ms)
      .Bind(static_cast<int64_t>(deed.random))
      .Bind(deed.caller)
      .Bind(deed.request.method)
      .Bind(deed.request.target)
      .Bind(deed.request.body);
  if (!insert.Done()) {
    std::fprintf(stderr, "emulate: %s\n", Trouble("write").c_str());
    std::_Exit(1);
  }
  ++deeds_;
  has_state_ = true;
}

std::optional<std::string> Journal::Compact(const Emulator& emulator) {
  if (const auto trouble = Run("BEGIN IMMEDIATE")) return trouble;
  const std::string snapshot = emulator.Snapshot();
  const bool done = Statement(database_, "UPDATE state SET snapshot = ?").Bind(snapshot).Done() &&
                    Statement(database_, "DELETE FROM deed").Done();
  if (!done) {
    const std::string trouble = Trouble("write");
    Run("ROLLBACK");
    return trouble;
  }
  if (const auto trouble = Run("COMMIT")) return trouble;
  deeds_ = 0;
  has_state_ = true;
  return std::nullopt;
}

std::string Journal::account() const {
  Statement state(database_, "SELECT account FROM state");
  return state.Row() ? state.Text(0) : "";
}

std::optional<std::string> Journal::KeepAccount(std::string_view key_file) {
  if (Statement(database_, "UPDATE state SET account = ?").Bind(key_file).Done()) {
    return std::nullopt;
  }
  return Trouble("write");
}

}  // namespace sheetkeeper::emulator
