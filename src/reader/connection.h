// One connection to a database, with the statements it has prepared, by their text.
//
// Not thread-safe.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "reader/reader.h"

struct sqlite3;
struct sqlite3_stmt;

namespace sheetkeeper::reader {

// Sees a commit by looking at the head of the log's index in shared memory, 48 bytes that each
// commit changes: no lock, no system call. Where there is no such memory (another journal mode, or
// an index that this user may not map), it asks PRAGMA data_version, which reads the file.
class CommitProbe {
 public:
  explicit CommitProbe(sqlite3* db) : db_(db) {}
  ~CommitProbe();

  // A number that is another one after each commit. 0: the database cannot be read.
  std::uint64_t Look();

 private:
  using Head = std::uint32_t[12];
  bool HasLog();
  bool MapIndex();
  int DataVersion();

  sqlite3* db_;
  sqlite3_stmt* data_version_ = nullptr;
  volatile std::uint32_t* index_ = nullptr;
  Head seen_ = {};
  int seen_version_ = 0;
  std::uint64_t generation_ = 0;
};

class Connection {
 public:
  enum class Mode { kRead, kWrite };
  // The file has to exist. Nothing is read yet.
  static Result<std::unique_ptr<Connection>> Open(const std::string& path, Mode mode,
                                                  std::chrono::milliseconds busy_timeout);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  Result<std::shared_ptr<const Table>> Run(std::string_view sql, const Parameters& parameters);
  // The same for a statement with the one parameter ?1.
  Result<std::shared_ptr<const Table>> RunWithKey(std::string_view sql, const Value& key);
  // Rows that the last statement changed, not counting what triggers did.
  std::int64_t Changes() const;

  sqlite3* handle() const { return handle_; }

 private:
  struct Statement {
    sqlite3_stmt* handle = nullptr;
    std::shared_ptr<const std::vector<std::string>> columns;
    int prepared_again = 0;  // as columns were read
  };
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  Connection(std::string path, sqlite3* handle) : path_(std::move(path)), handle_(handle) {}
  Result<Statement*> Prepared(std::string_view sql);
  Result<std::shared_ptr<const Table>> Collect(Statement& statement);
  static void ReadColumns(Statement& statement);
  Error MakeError(int code) const;

  std::string path_;
  sqlite3* handle_;
  std::unordered_map<std::string, Statement, TextHash, std::equal_to<>> statements_;
};

// "a ""b""" for SQL.
std::string QuotedName(std::string_view name);

}  // namespace sheetkeeper::reader
