// A disk that fails, and that loses what was not synced when the power goes: an SQLite VFS around
// the usual one, for every database that this process opens from the first use on.
//
// It remembers what each file held when it was synced last, and what was written since. A file that
// is removed is gone at once.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sheetkeeper::sim {

class Disk {
 public:
  // The one of this process.
  static Disk& Get();
  Disk(const Disk&) = delete;
  Disk& operator=(const Disk&) = delete;

  // At exactly this call of those that write, sync or cut a file (counted from 0), or from there
  // on, SQLite is told this error.
  struct Fault {
    int64_t call = 0;
    int code = 0;  // SQLITE_FULL, SQLITE_IOERR_WRITE, ...
    bool persistent = false;
  };
  std::optional<Fault> fault;
  int64_t calls = 0;
  int64_t faults = 0;  // how often one was told
  bool paused = true;  // nothing fails, and nothing is counted

  // The files of that database as they would be found after a power loss, by name. Files that were
  // never synced are not there.
  std::map<std::string, std::string> FilesAfterPowerLoss(const std::string& database) const;

  // For the VFS, and for who removes files past it.
  int NextCode();
  bool Knows(const std::string& file) const { return files_.contains(file); }
  void Found(const std::string& file, std::string content) { files_[file] = {std::move(content)}; }
  void Wrote(const std::string& file, int64_t at, std::string_view bytes);
  void Cut(const std::string& file, int64_t size);
  void Synced(const std::string& file);
  void Removed(const std::string& file) { files_.erase(file); }

 private:
  struct Change {
    int64_t at = 0;
    std::string bytes;  // empty: the file ends here
  };
  struct File {
    std::optional<std::string> synced;
    std::vector<Change> since = {};
  };

  Disk();
  std::unordered_map<std::string, File> files_;
};

}  // namespace sheetkeeper::sim
