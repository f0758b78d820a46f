// One worker a database: two would undo each other's work. The lock is a lock of the kernel's on
// the file DB_PATH.lock (an open-file-description lock, as whether it is held can be asked without
// taking it), so it goes with its process, however that ends; the file stays and says who took the
// lock last.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"

namespace sheetkeeper {

struct LockHolder {
  int pid = 0;       // 0 where it is not known
  std::string text;  // "process 1234 (sync_worker --interval 300)"
};

class InstanceLock {
 public:
  // Who has the lock, without taking it; nothing where nobody has, or it may not be looked at.
  static std::optional<LockHolder> Holder(const std::string& db_path);

  // Takes the lock of the database at `db_path`, by whatever links it is named; the folder is
  // created where it is missing. Errors: kBusy (another process has it: the message names its id
  // and command), kStorage.
  static Result<InstanceLock> Take(const std::string& db_path);

  InstanceLock(InstanceLock&& other) noexcept;
  InstanceLock& operator=(InstanceLock&& other) noexcept;
  ~InstanceLock();

 private:
  explicit InstanceLock(int file) : file_(file) {}

  int file_ = -1;
};

}  // namespace sheetkeeper
