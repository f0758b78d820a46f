// ChangeMarks: how far the change logs of all kept tables are, so that a program that waits for
// local writes can tell whether there is a new one. Read through a connection that can only read.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "base/result.h"

namespace sheetkeeper {

class Db;

struct ChangeMarks {
  struct Log {
    int64_t given = 0;   // the highest seq that any entry ever got, or was to get
    int64_t newest = 0;  // the highest seq of an entry that is still there; 0: there is none
  };
  std::map<std::string, Log> logs;  // by the log's name
};

// Whether somebody has written a row since `then`: an entry that is still there is younger.
bool HasNewEntry(const ChangeMarks& then, const ChangeMarks& now);
// Whether anything was entered at all. That includes entries that are gone again, and old ones that
// a cycle settled anew because their row still differs from its base: somebody wrote it meanwhile,
// or the sheet did not take it.
bool HasEntered(const ChangeMarks& then, const ChangeMarks& now);

// Not thread-safe.
class ChangeMarksReader {
 public:
  // Errors: kNotFound (no such file), kStorage.
  static Result<ChangeMarksReader> Open(const std::string& path);
  ChangeMarksReader(ChangeMarksReader&&) noexcept;
  ChangeMarksReader& operator=(ChangeMarksReader&&) noexcept;
  ~ChangeMarksReader();

  // One consistent snapshot. Takes one look-up in an index for each table.
  Result<ChangeMarks> Read();
  // Another number than last time: another connection, of this process or not, has committed.
  Result<int64_t> DataVersion();

 private:
  explicit ChangeMarksReader(std::unique_ptr<Db> db);
  std::unique_ptr<Db> db_;
};

}  // namespace sheetkeeper
