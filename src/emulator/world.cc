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

// A moment in its parts, UTC.
struct Moment {
  explicit Moment(int64_t ms)
      : day(std::chrono::floor<std::chrono::days>(
            std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(ms)))),
        date(day),
        clock(std::chrono::milliseconds(ms) - day.time_since_epoch()) {}

  int Hours() const { return static_cast<int>(clock.hours().count()); }
  int Minutes() const { return static_cast<int>(clock.minutes().count()); }
  int Seconds() const { return static_cast<int>(clock.seconds().count()); }

  std::chrono::sys_days day;
  std::chrono::year_month_day date;
  std::chrono::hh_mm_ss<std::chrono::milliseconds> clock;
};

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
  file.created_ms = file.modified_ms = file.shown_modified_ms = Now();
  file.order = next_order++;
  return file;
}

File& World::AddSpreadsheet(Spreadsheet spreadsheet, std::string_view owner) {
  File& file = AddFile(spreadsheet.id, owner);
  file.mime_type = kSpreadsheetType;
  file.book = std::make_unique<Spreadsheet>(std::move(spreadsheet));
  return file;
}

void World::ShowEdits(File& file) const {
  if (Now() - file.shown_modified_ms < options.drive_lag_ms) return;
  file.shown_modified_ms = file.modified_ms;
  file.shown_version = file.version;
}

void World::Touch(File& file, bool at_once) {
  file.modified_ms = std::max(Now(), file.modified_ms);
  ++file.version;
  if (at_once) {
    file.shown_modified_ms = file.modified_ms;
    file.shown_version = file.version;
  }
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
    const bool office = file.mime_type.starts_with("application/vnd.openxmlformats") ||
                        file.mime_type.starts_with("application/vnd.ms-excel");
    if (office) error.message += ". The document must not be an Office file.";
    return Refusal(std::move(error));
  }
  return &file;
}

std::string HttpDate(int64_t ms) {
  constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Moment moment(ms);
  char text[64];
  std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d GMT",
                kDays[std::chrono::weekday(moment.day).c_encoding()],
                static_cast<unsigned>(moment.date.day()),
                kMonths[static_cast<unsigned>(moment.date.month()) - 1],
                static_cast<int>(moment.date.year()), moment.Hours(), moment.Minutes(),
                moment.Seconds());
  return text;
}

std::string TimeText(int64_t ms) {
  const Moment moment(ms);
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ",
                static_cast<int>(moment.date.year()), static_cast<unsigned>(moment.date.month()),
                static_cast<unsigned>(moment.date.day()), moment.Hours(), moment.Minutes(),
                moment.Seconds(), static_cast<int>(moment.clock.subseconds().count()));
  return text;
}

}  // namespace sheetkeeper::emulator
