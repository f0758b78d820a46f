// How a commit is seen without a system call.
//
// In WAL mode all connections to a database share an index of the log, the file DB-shm, mapped into
// their memory. It begins with two copies of a head of 48 bytes, with a counter of transactions,
// the number of frames, the salts and a checksum ("WAL-Index Header" in SQLite's file format, which
// is the same for all versions of the format). The last thing that makes a commit visible to others
// is the new head: a reader who finds the old one does not see the commit, either. So as long as
// the head is the one we saw before we read, what we read is what we would read now. A head that is
// looked at while it is written is another one, which only means to read once more.
//
// The mapping is SQLite's own, through the method of its file that SQLite itself uses; it stays
// where it is until the connection closes. A second file descriptor of the file must not be opened:
// closing one would drop the locks that SQLite holds.
#include <sqlite3.h>

#include <algorithm>
#include <array>

#include "reader/connection.h"

namespace sheetkeeper::reader {
namespace {

constexpr int kIndexRegionBytes = 32 * 1024;  // SQLite's size of a region of the index

}  // namespace

CommitProbe::~CommitProbe() {
  sqlite3_finalize(data_version_);
}

// Also opens the database where that has not happened yet, as it reads. -1: cannot be read.
int CommitProbe::DataVersion() {
  if (data_version_ == nullptr &&
      sqlite3_prepare_v2(db_, "PRAGMA data_version", -1, &data_version_, nullptr) != SQLITE_OK) {
    return -1;
  }
  const int version =
      sqlite3_step(data_version_) == SQLITE_ROW ? sqlite3_column_int(data_version_, 0) : -1;
  sqlite3_reset(data_version_);
  return version;
}

// Asked for its index, a file in another mode would be given one.
bool CommitProbe::HasLog() {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(db_, "PRAGMA journal_mode", -1, &statement, nullptr);
  const bool wal =
      sqlite3_step(statement) == SQLITE_ROW &&
      std::string_view(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0))) == "wal";
  sqlite3_finalize(statement);
  return wal;
}

bool CommitProbe::MapIndex() {
  if (!HasLog()) return false;
  sqlite3_file* file = nullptr;
  if (sqlite3_file_control(db_, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK ||
      file == nullptr || file->pMethods == nullptr || file->pMethods->iVersion < 2) {
    return false;
  }
  // A connection that may not map it keeps an index of its own, which nobody else updates.
  volatile void* region = nullptr;
  const int code = file->pMethods->xShmMap(file, 0, kIndexRegionBytes, 0, &region);
  if ((code & 0xff) == SQLITE_OK || code == SQLITE_READONLY) {
    index_ = static_cast<volatile std::uint32_t*>(region);
  }
  return index_ != nullptr;
}

std::uint64_t CommitProbe::Look() {
  if (index_ == nullptr) {
    const int version = DataVersion();
    if (version < 0) return 0;
    if (!MapIndex()) {
      if (version != seen_version_ || generation_ == 0) ++generation_;
      seen_version_ = version;
      return generation_;
    }
  }
  std::array<std::uint32_t, std::size(Head{})> head;
  for (std::size_t i = 0; i < head.size(); ++i) head[i] = index_[i];
  if (generation_ != 0 && std::equal(head.begin(), head.end(), seen_)) return generation_;
  std::copy(head.begin(), head.end(), seen_);
  return ++generation_;
}

}  // namespace sheetkeeper::reader
