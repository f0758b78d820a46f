#include "reader/sheet_copy.h"

#include <filesystem>
#include <system_error>

#include <stdlib.h>

#include "reader/sync_program.h"

namespace sheetkeeper::reader {
namespace {

namespace fs = std::filesystem;

constexpr Millis kPause = std::chrono::seconds(30);

std::string MakeFolder() {
  std::error_code trouble;
  const fs::path parent = fs::temp_directory_path(trouble);
  std::string pattern = (parent / "sheetkeeper-XXXXXX").string();
  return ::mkdtemp(pattern.data()) == nullptr ? "" : pattern;
}

}  // namespace

SheetCopy::~SheetCopy() {
  database_.reset();
  std::error_code trouble;
  if (!folder_.empty()) fs::remove_all(folder_, trouble);
}

Result<Done> SheetCopy::Fetch(std::stop_token stop) {
  if (folder_.empty()) folder_ = MakeFolder();
  if (folder_.empty()) return Error{ErrorCode::kStorage, "making a temporary folder failed"};
  const fs::path place = fs::path(folder_) / std::to_string(++fetched_);
  const std::string path = (place / "sheet.db").string();
  std::vector<std::string> command = options_.sync_command;
  command.insert(command.end(), {"--db-path", path});
  auto done = RunSyncProgram(command, options_.sheet_timeout, std::move(stop));
  std::error_code trouble;
  // Whoever still reads the one before has it open.
  fs::remove_all(done ? fs::path(folder_) / std::to_string(fetched_ - 1) : place, trouble);
  if (done) database_ = std::make_shared<Database>(path, options_.busy_timeout, clock_);
  return done;
}

Result<SheetCopy::Copy> SheetCopy::Get(std::stop_token stop) {
  const std::lock_guard lock(mutex_);
  const bool young = database_ != nullptr && clock_.Mono() - made_ < options_.sheet_max_age;
  if (!young && clock_.Mono() >= next_attempt_) {
    const auto done = Fetch(std::move(stop));
    if (done) {
      made_ = clock_.Mono();
      failure_.reset();
    } else {
      failure_ = done.error();
      next_attempt_ = clock_.Mono() + kPause;
    }
  }
  if (database_ != nullptr) return Copy{database_, clock_.Mono() - made_};
  return *failure_;
}

}  // namespace sheetkeeper::reader
