// A thin layer over SQLite's C interface, for the files of this folder only: a connection, queries
// that release what they hold, and errors that say what to do next.
//
// Statements are prepared once and kept by their text, so a query is written where it is used:
//
//     Query query(db, "SELECT value FROM _meta WHERE name = ?1", name);
//     TRY_ASSIGN(const bool found, "reading a setting", query.Next());
//
// Not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "model/value.h"

struct sqlite3;
struct sqlite3_stmt;

namespace sheetkeeper {

class Db {
 public:
  // Opens or creates the file. Nothing is read or written yet, so a file that is no database is
  // found by the first statement.
  static Result<std::unique_ptr<Db>> Open(const std::string& path, int busy_timeout_ms);
  // As Open(), but an error where there is no such file.
  static Result<std::unique_ptr<Db>> OpenExisting(const std::string& path, int busy_timeout_ms);
  // Opens an existing file for reading only: nothing is created, and whoever may read the files may
  // do it.
  static Result<std::unique_ptr<Db>> OpenReadOnly(const std::string& path, int busy_timeout_ms);
  ~Db();
  Db(const Db&) = delete;
  Db& operator=(const Db&) = delete;

  // Runs statements that have no parameters and whose rows, if any, do not matter.
  Result<> Execute(const std::string& sql);
  // As much of the write-ahead log as nobody reads any more goes into the database file.
  Result<> Checkpoint();
  // While they are off, nothing that this connection writes fires a trigger of the database.
  // Statements are prepared anew after each change.
  void EnableTriggers(bool on);
  // A function of SQL, of any number of values of which none is a BLOB, that always gives the same
  // for the same.
  using Function = int64_t (*)(const std::vector<Value>& arguments);
  Result<> DefineFunction(const char* name, Function function);
  // Keeps the write-ahead log's files when the last connection closes: without them a reader who
  // may not write in the folder cannot open a database in WAL mode.
  void KeepWalFiles();

  bool InTransaction() const;
  // Rows that the last INSERT, UPDATE or DELETE touched, not counting what triggers did.
  int64_t Changes() const;
  // Rows that this connection touched since it was opened, triggers included.
  int64_t TotalChanges() const;
  const std::string& path() const { return path_; }

  // The error for a result code of SQLite, with its message and the next step.
  Error MakeError(int code) const;

 private:
  friend class Query;
  struct TextHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };

  static Result<std::unique_ptr<Db>> OpenWith(const std::string& path, int flags,
                                              int busy_timeout_ms);
  Db(std::string path, sqlite3* handle) : path_(std::move(path)), handle_(handle) {}
  Result<sqlite3_stmt*> Prepared(std::string_view sql);

  std::string path_;
  sqlite3* handle_;
  std::unordered_map<std::string, sqlite3_stmt*, TextHash, std::equal_to<>> statements_;
};

// One run of a statement, with its parameters bound. At most one Query of the same text is alive at
// a time.
class Query {
 public:
  // Arguments are bound to ?1, ?2, ...: integers, text, Value, Cell. An error is reported by the
  // first Next() or Run().
  template <typename... Args>
  explicit Query(Db& db, std::string_view sql, const Args&... args) : db_(db) {
    Prepare(sql);
    int index = 0;
    (Bind(++index, args), ...);
  }
  ~Query();
  Query(const Query&) = delete;
  Query& operator=(const Query&) = delete;

  template <typename T>
  void Bind(int index, const T& argument) {
    if constexpr (std::is_same_v<T, Value>) {
      BindValue(index, argument);
    } else if constexpr (std::is_same_v<T, Cell>) {
      BindCell(index, argument);
    } else if constexpr (std::is_integral_v<T>) {
      BindInteger(index, static_cast<int64_t>(argument));
    } else {
      BindText(index, std::string_view(argument));
    }
  }

  // True where there is a row to look at, false at the end.
  Result<bool> Next();
  // Runs to the end, passing over rows.
  Result<> Run();

  // The columns of the row, counted from 0.
  bool IsNull(int column) const;
  int64_t Integer(int column) const;
  std::string Text(int column) const;
  // Nothing where the column holds a BLOB.
  std::optional<Value> ValueAt(int column) const;
  Cell CellAt(int column) const;
  // "x'00ff'", as SQL writes it. REQUIRES: the column holds a BLOB.
  std::string BlobText(int column) const;

 private:
  void Prepare(std::string_view sql);
  void BindValue(int index, const Value& value);
  void BindCell(int index, const Cell& cell);
  void BindInteger(int index, int64_t integer);
  void BindReal(int index, double real);
  void BindText(int index, std::string_view text);
  void Note(int code);

  Db& db_;
  sqlite3_stmt* statement_ = nullptr;
  std::optional<Error> error_;
};

// A transaction, rolled back where it is destroyed before Commit(). Inside another one it does
// nothing of its own: what it does belongs to the outer one.
class DbTransaction {
 public:
  explicit DbTransaction(Db& db) : db_(db) {}
  ~DbTransaction();
  DbTransaction(const DbTransaction&) = delete;
  DbTransaction& operator=(const DbTransaction&) = delete;

  // Everything read until the end is of one moment.
  Result<> BeginRead() { return Begin("BEGIN"); }
  // Waits for other writers, as long as the time-out of the connection allows.
  Result<> BeginWrite() { return Begin("BEGIN IMMEDIATE"); }
  Result<> Commit();

 private:
  Result<> Begin(const std::string& sql);

  Db& db_;
  bool open_ = false;
};

// The first column of the first row as an integer; 0 where there is no row.
template <typename... Args>
Result<int64_t> QueryInteger(Db& db, std::string_view sql, const Args&... args) {
  Query query(db, sql, args...);
  const auto found = query.Next();
  if (!found) return Fail(found.error());
  return *found ? query.Integer(0) : 0;
}

}  // namespace sheetkeeper
