#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "cli/examination.h"
#include "store/status_reader.h"
#include "worker/instance_lock.h"

namespace sheetkeeper {
namespace {

constexpr uint64_t kLittleSpace = 64ULL << 20;

std::string FolderOf(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

// The nearest folder on the way up that is there: the first cycle makes the rest.
std::string ExistingFolder(std::string folder) {
  while (folder.size() > 1 && ::access(folder.c_str(), F_OK) != 0) folder = FolderOf(folder);
  return folder;
}

bool ExamineRights(const std::string& db_path, bool exists, const FindingSink& found) {
  const std::string folder = ExistingFolder(FolderOf(db_path));
  const bool writable = ::access(folder.c_str(), W_OK | X_OK) == 0 &&
                        (!exists || ::access(db_path.c_str(), R_OK | W_OK) == 0);
  if (writable) return true;
  found(Found("database", "database-rights",
              fmt::format("this user may not write {}", exists ? db_path : folder)));
  return false;
}

// Those who may read the database need its log as well.
void ExamineLogFiles(const std::string& db_path, const FindingSink& found) {
  struct stat database {};
  if (::stat(db_path.c_str(), &database) != 0) return;
  const auto readers = database.st_mode & (S_IRGRP | S_IROTH);
  for (const char* end : {"-wal", "-shm"}) {
    struct stat log {};
    if (::stat((db_path + end).c_str(), &log) != 0 || (readers & ~log.st_mode) == 0) continue;
    found(
        Found("database", "wal-rights",
              fmt::format("{}{} may not be read by all who may read the database", db_path, end)));
  }
}

void ExamineDisk(const std::string& db_path, const FindingSink& found) {
  struct statvfs disk {};
  const std::string folder = ExistingFolder(FolderOf(db_path));
  if (::statvfs(folder.c_str(), &disk) != 0) return;
  const uint64_t left = static_cast<uint64_t>(disk.f_bavail) * disk.f_frsize;
  if (left >= kLittleSpace) return;
  found(Found("database", "disk-low", fmt::format("{} MB are left in {}", left >> 20, folder)));
}

// Nothing where there is no systemctl or it fails.
std::string SystemctlShow(const std::string& unit) {
  const std::string command =
      "systemctl show -p LoadState -p ActiveState -p UnitFileState -- '" + unit + "' 2>/dev/null";
  std::FILE* pipe = ::popen(command.c_str(), "r");
  if (pipe == nullptr) return "";
  std::array<char, 512> text{};
  const size_t size = std::fread(text.data(), 1, text.size(), pipe);
  return ::pclose(pipe) == 0 ? std::string(text.data(), size) : "";
}

void ExamineUnit(const std::string& unit, const FindingSink& found) {
  const std::string shown = SystemctlShow(unit);
  const auto is = [&](std::string_view line) { return shown.find(line) != std::string::npos; };
  if (!is("LoadState=loaded")) return;
  if (is("ActiveState=failed")) {
    found(Found("unit", "unit-failed", unit + " has failed"));
  } else if (!is("UnitFileState=enabled")) {
    found(Found("unit", "unit-disabled", unit + " is not enabled"));
  } else {
    found(Good("unit", unit + " is enabled"));
  }
}

bool IsUnitName(const std::string& unit) {
  return !unit.empty() && unit.find_first_not_of(
                              "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVW"
                              "XYZ0123456789@._:-") == std::string::npos;
}

}  // namespace

bool ExamineDatabase(const std::string& db_path, const FindingSink& found) {
  const bool exists = ::access(db_path.c_str(), F_OK) == 0;
  const bool writable = ExamineRights(db_path, exists, found);
  ExamineDisk(db_path, found);
  if (!exists) {
    found(Found("database", "database-none", "there is no database " + db_path));
    return true;
  }
  if (const auto reader = StatusReader::Open(db_path); !reader) {
    found(Found("database", "database-wrong", reader.error().message));
    return false;
  }
  ExamineLogFiles(db_path, found);
  if (writable) found(Good("database", db_path));
  return true;
}

void ExamineWorker(const std::string& db_path, const std::string& unit, const FindingSink& found) {
  if (const auto holder = InstanceLock::Holder(db_path)) {
    found(Good("worker", holder->text));
  } else {
    found(Found("worker", "worker-none", "nobody has the database in its care"));
  }
  if (auto reader = StatusReader::Open(db_path)) {
    const auto status = reader->Read(false);
    if (status && status->last_cycle && !status->last_cycle->good) {
      found(Found("worker", "cycle-failed", status->last_cycle->error));
    }
  }
  if (IsUnitName(unit)) ExamineUnit(unit, found);
}

}  // namespace sheetkeeper
