#ifndef SHEETKEEPER_EMULATOR_JOURNAL_H_
#define SHEETKEEPER_EMULATOR_JOURNAL_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "emulator/emulator.h"

struct sqlite3;

namespace sheetkeeper::emulator {

// Keeps an emulator's state in an SQLite file, so that it outlives the process, however that ends.
// One process at a time can hold a file. Errors are sentences.
class Journal {
 public:
  // Opens the file or makes it. Null, and `error` set, when it cannot be used.
  static std::unique_ptr<Journal> Open(const std::string& path, std::string& error);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  // Has a state been kept before?
  bool has_state() const { return has_state_; }

  // Brings a new emulator to the kept state.
  std::optional<std::string> Restore(Emulator& emulator);

  // Keeps a deed, safely on disk when it returns. The process ends with a message when that cannot
  // be, since an answer would promise what a restart does not keep.
  void Keep(const Deed& deed);

  // Keeps the state as a whole in place of the deeds that led to it.
  std::optional<std::string> Compact(const Emulator& emulator);

  // Are there so many deeds that a restart takes long?
  bool is_long() const { return deeds_ >= kMostDeeds; }

  // The key file of the service account that clients have; empty when none was kept.
  std::string account() const;
  std::optional<std::string> KeepAccount(std::string_view key_file);

 private:
  static constexpr int64_t kMostDeeds = 20'000;

  Journal(sqlite3* database, std::string path);
  std::optional<std::string> Prepare();
  std::optional<std::string> Run(const char* sql);
  std::string Trouble(std::string_view doing) const;

  sqlite3* database_;
  std::string path_;
  bool has_state_ = false;
  int64_t deeds_ = 0;
};

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_JOURNAL_H_
