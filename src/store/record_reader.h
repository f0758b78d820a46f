// What the database keeps for people to look at: conflicts, rows that wait, the history, and the
// tables themselves. Read through a connection that can only read, while a worker runs or not.
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
#include "model/value.h"

namespace sheetkeeper {

class Db;

// Which rows, as a person names them; what is left empty does not narrow.
struct RecordScope {
  std::string table;
  std::optional<std::string> key;  // 15 and "15" are found alike
  std::string column;
};

struct KeptConflict {
  int64_t id = 0;
  std::string table;
  Value key;
  std::string column;  // "": the whole row
  bool had_base = false;
  Value base;
  Value sheet;
  Value database;
  std::string winner;  // "sheet", "database" or "nobody"
  std::string reason;
  std::string state;  // "open", "decided", "closed", "replaced"
  std::string at;
  std::string closed_at;  // "" where it is not closed
  std::string decision;   // a person's: "mine", "theirs", "base", "value"; "" where there is none
  Value decided_value;    // what that comes to
  std::string decided_at;
};

// False in a database of an older format, in which nobody can have decided a conflict.
Result<bool> KeepsDecisions(Db& db);

// Error kNotFound where there is none with that id.
Result<KeptConflict> ReadConflict(Db& db, int64_t id);

// A row that waits because it does not fit, or was refused.
struct WaitingRow {
  std::string table;
  std::string side;  // where the row stands that cannot go over: "sheet" or "database"
  Value key;
  std::string address;  // "Ranks!B3"; "" for a row of the database
  std::string column;   // "": no single one
  std::string reason;
};

struct HistoryLine {
  int64_t line = 0;
  int64_t batch = 0;
  std::string at;
  std::string table;
  Value key;
  std::string column;  // "": the whole row
  std::string side;    // that was written
  std::string action;
  Value before;
  Value after;
  std::string reason;  // who began it: "changed in the sheet"
};

struct HistoryScope {
  RecordScope rows;
  std::optional<int64_t> batch;
  std::optional<WallTime> since;
  int64_t after_line = 0;
  int64_t limit = 100;  // the newest so many
};

struct SchemaObject {
  std::string name;
  std::string type;   // "table", "view", "index" or "trigger"
  std::string table;  // that it belongs to
  bool ours = false;  // of sheetkeeper's book-keeping
  std::string sql;
};

class RecordReader {
 public:
  // Errors: as StatusReader::Open.
  static Result<RecordReader> Open(const std::string& path);
  RecordReader(RecordReader&&) noexcept;
  RecordReader& operator=(RecordReader&&) noexcept;
  ~RecordReader();

  // The tables that are kept, by name.
  Result<std::vector<std::string>> Tables();
  // Oldest first; only the open ones, or every one there ever was.
  Result<std::vector<KeptConflict>> Conflicts(const RecordScope& scope, bool all);
  Result<std::vector<WaitingRow>> WaitingRows(const RecordScope& scope);
  // Oldest first.
  Result<std::vector<HistoryLine>> History(const HistoryScope& scope);
  // Tables before views, each followed by its indexes and triggers.
  Result<std::vector<SchemaObject>> Schema();

 private:
  explicit RecordReader(std::unique_ptr<Db> db);
  std::unique_ptr<Db> db_;
};

}  // namespace sheetkeeper
