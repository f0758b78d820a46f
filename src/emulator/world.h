#ifndef SHEETKEEPER_EMULATOR_WORLD_H_
#define SHEETKEEPER_EMULATOR_WORLD_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "emulator/emulator.h"
#include "emulator/model/spreadsheet.h"
#include "emulator/wire/json.h"
#include "emulator/wire/result.h"

namespace sheetkeeper::emulator {

inline constexpr std::string_view kSpreadsheetType = "application/vnd.google-apps.spreadsheet";
inline constexpr std::string_view kFolderType = "application/vnd.google-apps.folder";

// A file in Drive.
struct File {
  std::string id;
  std::string name;  // of spreadsheets: in `book`
  std::string mime_type;
  Json more = Json::MakeObject();  // description, starred and the like, as a client set them
  std::vector<std::string> parents;
  int64_t created_ms = 0;
  int64_t modified_ms = 0;
  uint64_t version = 1;
  // What Drive tells of them: with a delay, as it gathers the edits of some minutes.
  int64_t shown_modified_ms = 0;
  uint64_t shown_version = 1;
  uint64_t order = 0;  // of creation
  bool trashed = false;
  bool has_thumbnail = false;  // made from uploaded content
  std::string owner;
  std::map<std::string, std::string> permissions;  // address ("anyone" too) to role
  std::unique_ptr<Spreadsheet> book;               // of spreadsheets

  const std::string& Name() const { return book ? book->title : name; }
};

// An entry of Drive's feed of changes.
struct FileChange {
  uint64_t number = 0;
  std::string file_id;
  int64_t time_ms = 0;
};

// Numbers that follow from a seed (xorshift64*).
class Random {
 public:
  explicit Random(uint64_t seed) : state_(seed * 2 + 1) {}
  uint64_t Next();

  uint64_t state() const { return state_; }
  void set_state(uint64_t state) { state_ = state; }

 private:
  uint64_t state_;
};

// All that the emulator knows.
struct World {
  explicit World(Options world_options);

  Options options;
  Random random;
  std::map<std::string, File, std::less<>> files;
  uint64_t next_order = 1;
  std::vector<FileChange> changes;  // the last of each file, in order
  uint64_t next_change = 1;
  std::optional<int64_t> redone_at_ms;  // while an earlier deed is redone: when it was

  int64_t Now() const {
    return redone_at_ms ? *redone_at_ms : options.now_ms() + options.clock_skew_ms;
  }
  std::string NewFileId();
  int32_t NewSheetId(const Spreadsheet& spreadsheet);
  int32_t NewId();  // positive, 31 bits

  File& AddFile(std::string_view id, std::string_view owner);
  File& AddSpreadsheet(Spreadsheet spreadsheet, std::string_view owner);
  // Notes an edit of the file. Drive tells of it at once, or when the options' lag is over.
  void Touch(File& file, bool at_once);
  void ShowEdits(File& file) const;
  void NoteChange(std::string_view file_id);

  // The file, if the caller may read it, or write it. Refusals are those of the Sheets API.
  Result<File*> OpenSpreadsheet(std::string_view id, std::string_view caller, bool to_write);
  // owner, writer, commenter, reader, or empty.
  std::string RoleOf(const File& file, std::string_view caller) const;
};

// As in the header Date: Tue, 14 Nov 2023 22:13:20 GMT
std::string HttpDate(int64_t ms);

// RFC 3339 with milliseconds: 2023-09-06T21:30:02.174Z
std::string TimeText(int64_t ms);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_WORLD_H_
