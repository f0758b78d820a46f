#include "emulator/world.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

namespace sheetkeeper::emulator {
namespace {

int64_t SystemNow() {
  using std::chrono::duration_cast;
  using std::chrono::milliseconds;
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return duration_cast<milliseconds>(since).count();
}

Options WithClock(Options options) {
  if (!options.now_ms) options.now_ms = SystemNow;
  return options;
}

}  // namespace

uint64_t Random::Next() {
  state_ ^= state_ >> 12;
  state_ ^= state_ << 25;
  state_ ^= state_ >> 27;
  return state_ * 0x2545f4914f6cdd1dULL;
}

World::World(Options world_options)
    : options(WithClock(std::move(world_options))), random(options.seed) {}

std::string World::NewFileId() {
  constexpr std::string_view kLetters =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  std::string id = "1";
  while (id.size() < 44) id += kLetters[random.Next() >> 58];
  return id;
}

int32_t World::NewId() {
  return static_cast<int32_t>(random.Next() >> 33) | 1;
}

int32_t World::NewSheetId(const Spreadsheet& spreadsheet) {
  int32_t id = NewId();
  while (spreadsheet.IndexOfId(id) >= 0) id = NewId();
  return id;
}

File& World::AddFile(std::string_view id, std::string_view owner) {
  File& file = files[std::string(id)];
  file.id = id;
  file.owner = owner;
  file.created_ms = file.modified_ms = Now();
  file.order = next_order++;
  return file;
}

File& World::AddSpreadsheet(Spreadsheet spreadsheet, std::string_view owner) {
  File& file = AddFile(spreadsheet.id, owner);
  file.mime_type = kSpreadsheetType;
  file.book = std::make_unique<Spreadsheet>(std::move(spreadsheet));
  return file;
}

void World::Touch(File& file) {
  file.modified_ms = std::max(Now(), file.modified_ms);
  ++file.version;
  NoteChange(file.id);
}

void World::NoteChange(std::string_view file_id) {
  if (!changes.empty() && changes.back().file_id == file_id) {
    changes.pop_back();
  } else {
    std::erase_if(changes, [&](const FileChange& change) { return change.file_id == file_id; });
  }
  changes.push_back({next_change++, std::string(file_id), Now()});
}

std::string World::RoleOf(const File& file, std::string_view caller) const {
  if (!options.check_tokens || file.owner == caller) return "owner";
  for (const std::string_view who : {caller, std::string_view("anyone")}) {
    const auto found = file.permissions.find(std::string(who));
    if (found != file.permissions.end()) return found->second;
  }
  return "";
}

Result<File*> World::OpenSpreadsheet(std::string_view id, std::string_view caller, bool to_write) {
  const auto found = files.find(id);
  if (found == files.end()) return NotFound("Requested entity was not found.");
  File& file = found->second;
  const std::string role = RoleOf(file, caller);
  if (role.empty() || (to_write && role != "owner" && role != "writer")) {
    return PermissionDenied("The caller does not have permission");
  }
  if (!file.book) {
    ApiError error{.status = "FAILED_PRECONDITION",
                   .message = "This operation is not supported for this document"};
    return Refusal(std::move(error));
  }
  return &file;
}

std::string TimeText(int64_t ms) {
  using std::chrono::days;
  using std::chrono::milliseconds;
  const std::chrono::sys_time<milliseconds> time{milliseconds(ms)};
  const auto day = std::chrono::floor<days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss<milliseconds> clock(time - day);
  char text[64];
  std::snprintf(
      text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
      static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
      static_cast<int>(clock.seconds().count()), static_cast<int>(clock.subseconds().count()));
  return text;
}

}  // namespace sheetkeeper::emulator
