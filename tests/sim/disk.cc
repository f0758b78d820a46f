#include "sim/disk.h"

#include <fcntl.h>
#include <sqlite3.h>

#include <algorithm>
#include <cstdarg>
#include <new>

#include "base/check.h"

namespace sheetkeeper::sim {
namespace {

sqlite3_vfs* usual = nullptr;

// What SQLite holds of an open file; the usual VFS's part follows it in memory.
struct File {
  sqlite3_file base;
  const char* path;  // of the database, its WAL or journal; lives as long as the file is open
  sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
};

File& Of(sqlite3_file* file) {
  return *reinterpret_cast<File*>(file);
}
sqlite3_file* Real(sqlite3_file* file) {
  return Of(file).real();
}

std::string ContentOf(sqlite3_file* real) {
  sqlite3_int64 size = 0;
  CHECK(real->pMethods->xFileSize(real, &size) == SQLITE_OK);
  std::string content(static_cast<size_t>(size), '\0');
  if (size > 0) {
    CHECK(real->pMethods->xRead(real, content.data(), static_cast<int>(size), 0) == SQLITE_OK);
  }
  return content;
}

int Close(sqlite3_file* file) {
  return Real(file)->pMethods->xClose(Real(file));
}
int Read(sqlite3_file* file, void* data, int size, sqlite3_int64 at) {
  return Real(file)->pMethods->xRead(Real(file), data, size, at);
}
int Write(sqlite3_file* file, const void* data, int size, sqlite3_int64 at) {
  if (const int code = Disk::Get().NextCode(); code != SQLITE_OK) return code;
  const int code = Real(file)->pMethods->xWrite(Real(file), data, size, at);
  if (code == SQLITE_OK && Of(file).path != nullptr) {
    const auto length = static_cast<size_t>(size);
    Disk::Get().Wrote(Of(file).path, at, {static_cast<const char*>(data), length});
  }
  return code;
}
int Truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (const int code = Disk::Get().NextCode(); code != SQLITE_OK) return code;
  const int code = Real(file)->pMethods->xTruncate(Real(file), size);
  if (code == SQLITE_OK && Of(file).path != nullptr) Disk::Get().Cut(Of(file).path, size);
  return code;
}
int Sync(sqlite3_file* file, int) {
  if (const int code = Disk::Get().NextCode(); code != SQLITE_OK) return code;
  if (Of(file).path != nullptr) Disk::Get().Synced(Of(file).path);
  return SQLITE_OK;
}
int FileSize(sqlite3_file* file, sqlite3_int64* size) {
  return Real(file)->pMethods->xFileSize(Real(file), size);
}
int Lock(sqlite3_file* file, int level) {
  return Real(file)->pMethods->xLock(Real(file), level);
}
int Unlock(sqlite3_file* file, int level) {
  return Real(file)->pMethods->xUnlock(Real(file), level);
}
int CheckReservedLock(sqlite3_file* file, int* result) {
  return Real(file)->pMethods->xCheckReservedLock(Real(file), result);
}
int FileControl(sqlite3_file* file, int op, void* argument) {
  return Real(file)->pMethods->xFileControl(Real(file), op, argument);
}
int SectorSize(sqlite3_file* file) {
  return Real(file)->pMethods->xSectorSize(Real(file));
}
int DeviceCharacteristics(sqlite3_file* file) {
  return Real(file)->pMethods->xDeviceCharacteristics(Real(file));
}
int ShmMap(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
  return Real(file)->pMethods->xShmMap(Real(file), page, size, extend, memory);
}
int ShmLock(sqlite3_file* file, int offset, int count, int flags) {
  return Real(file)->pMethods->xShmLock(Real(file), offset, count, flags);
}
void ShmBarrier(sqlite3_file* file) {
  Real(file)->pMethods->xShmBarrier(Real(file));
}
int ShmUnmap(sqlite3_file* file, int remove) {
  return Real(file)->pMethods->xShmUnmap(Real(file), remove);
}

// Version 2: without memory-mapped reads.
const sqlite3_io_methods kMethods = {2,
                                     Close,
                                     Read,
                                     Write,
                                     Truncate,
                                     Sync,
                                     FileSize,
                                     Lock,
                                     Unlock,
                                     CheckReservedLock,
                                     FileControl,
                                     SectorSize,
                                     DeviceCharacteristics,
                                     ShmMap,
                                     ShmLock,
                                     ShmBarrier,
                                     ShmUnmap,
                                     nullptr,
                                     nullptr};

int Open(sqlite3_vfs*, sqlite3_filename path, sqlite3_file* file, int flags, int* flags_out) {
  auto* const opened = new (file) File{};
  const int code = usual->xOpen(usual, path, opened->real(), flags, flags_out);
  // Closed by SQLite even where opening failed, if it has methods.
  if (opened->real()->pMethods == nullptr) return code;
  opened->base.pMethods = &kMethods;
  const int kept = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
  if (code != SQLITE_OK || (flags & kept) == 0) return code;
  opened->path = path;
  // What was there before the first use counts as synced.
  if (!Disk::Get().Knows(path)) {
    std::string content = ContentOf(opened->real());
    if (!content.empty()) Disk::Get().Found(path, std::move(content));
  }
  return code;
}

int Delete(sqlite3_vfs*, const char* path, int sync) {
  Disk::Get().Removed(path);
  return usual->xDelete(usual, path, sync);
}

// A process is never in the way of its own POSIX locks: SQLite keeps its connections apart itself.
// So the kernel need not be asked; no other process opens a simulated database.
int Fcntl(int fd, int command, ...) {
  va_list arguments;
  va_start(arguments, command);
  void* const argument = va_arg(arguments, void*);
  va_end(arguments);
  if (command == F_SETLK) return 0;
  if (command != F_GETLK) return fcntl(fd, command, argument);
  static_cast<flock*>(argument)->l_type = F_UNLCK;
  return 0;
}

}  // namespace

Disk& Disk::Get() {
  static Disk disk;
  return disk;
}

Disk::Disk() {
  usual = sqlite3_vfs_find(nullptr);
  const auto fcntl_call = reinterpret_cast<sqlite3_syscall_ptr>(Fcntl);
  CHECK(usual->xSetSystemCall(usual, "fcntl", fcntl_call) == SQLITE_OK);
  static sqlite3_vfs vfs = *usual;
  vfs.zName = "sim";
  vfs.szOsFile = static_cast<int>(sizeof(File)) + usual->szOsFile;
  vfs.xOpen = Open;
  vfs.xDelete = Delete;
  CHECK(sqlite3_vfs_register(&vfs, 1) == SQLITE_OK);
}

int Disk::NextCode() {
  if (paused) return SQLITE_OK;
  const int64_t call = calls++;
  if (!fault || (fault->persistent ? call < fault->call : call != fault->call)) return SQLITE_OK;
  ++faults;
  return fault->code;
}

void Disk::Wrote(const std::string& file, int64_t at, std::string_view bytes) {
  files_[file].since.push_back({at, std::string(bytes)});
}

void Disk::Cut(const std::string& file, int64_t size) {
  files_[file].since.push_back({size, ""});
}

void Disk::Synced(const std::string& file) {
  File& synced = files_[file];
  std::string& content = synced.synced ? *synced.synced : synced.synced.emplace();
  for (const Change& change : synced.since) {
    const auto at = static_cast<size_t>(change.at);
    if (change.bytes.empty()) {
      content.resize(at);
      continue;
    }
    content.resize(std::max(content.size(), at + change.bytes.size()));
    content.replace(at, change.bytes.size(), change.bytes);
  }
  synced.since.clear();
}

std::map<std::string, std::string> Disk::FilesAfterPowerLoss(const std::string& database) const {
  std::map<std::string, std::string> files;
  for (const char* end : {"", "-wal", "-journal"}) {
    const auto file = files_.find(database + end);
    if (file != files_.end() && file->second.synced)
      files.emplace(file->first, *file->second.synced);
  }
  return files;
}

}  // namespace sheetkeeper::sim
