// A snapshot is a document (document.h) of each spreadsheet plus what Drive knows of the files:
//
//   {"random": "1234", "nextOrder": 3, "nextChange": 9,
//    "changes": [{"number": 8, "fileId": "1abc", "timeMs": 1700000000000}],
//    "files": [{"id": "1abc", "createdMs": ..., "version": 4, ..., "book": {...}}]}
//
// Numbers of 64 bits that may not fit a double are texts.

#include "emulator/snapshot.h"

#include <cstdlib>
#include <string>
#include <utility>

#include "emulator/document.h"

namespace sheetkeeper::emulator {
namespace {

Json FileSnapshot(const File& file) {
  Json json = {{"id", file.id},
               {"name", file.name},
               {"mimeType", file.mime_type},
               {"more", file.more},
               {"parents", Json(file.parents)},
               {"createdMs", file.created_ms},
               {"modifiedMs", file.modified_ms},
               {"version", static_cast<int64_t>(file.version)},
               {"shownModifiedMs", file.shown_modified_ms},
               {"shownVersion", static_cast<int64_t>(file.shown_version)},
               {"order", static_cast<int64_t>(file.order)},
               {"trashed", file.trashed},
               {"hasThumbnail", file.has_thumbnail},
               {"owner", file.owner}};
  for (const auto& [who, role] : file.permissions) json["permissions"][who] = role;
  if (!file.book) return json;
  json["book"] = SaveSpreadsheet(file);
  json["book"]["properties"] = file.book->properties;
  json["bookChanges"] = static_cast<int64_t>(file.book->changes);
  return json;
}

uint64_t CountOf(const Json& json, std::string_view member) {
  return static_cast<uint64_t>(IntOf(json, member));
}

void RestoreDetails(const Json& json, File& file) {
  file.name = StringOf(json, "name");
  file.mime_type = StringOf(json, "mimeType");
  file.more = ObjectOf(json, "more");
  for (const Json& parent : ArrayOf(json, "parents")) file.parents.push_back(parent.AsString());
  file.created_ms = IntOf(json, "createdMs");
  file.modified_ms = IntOf(json, "modifiedMs");
  file.version = CountOf(json, "version");
  file.shown_modified_ms = IntOf(json, "shownModifiedMs");
  file.shown_version = CountOf(json, "shownVersion");
  file.order = CountOf(json, "order");
  file.trashed = BoolOf(json, "trashed");
  file.has_thumbnail = BoolOf(json, "hasThumbnail");
  for (const auto& [who, role] : ObjectOf(json, "permissions").AsObject()) {
    file.permissions[who] = role.AsString();
  }
  if (file.book) file.book->changes = CountOf(json, "bookChanges");
}

Result<> RestoreFile(const Json& json, World& world) {
  const std::string owner = StringOf(json, "owner");
  File* file = nullptr;
  if (const Json* book = Find(json, "book")) {
    EMU_ASSIGN(file, LoadSpreadsheet(world, owner, *book, /*own=*/true));
  } else {
    file = &world.AddFile(StringOf(json, "id"), owner);
  }
  RestoreDetails(json, *file);
  return {};
}

}  // namespace

Json SnapshotOf(const World& world) {
  Json snapshot = {{"random", std::to_string(world.random.state())},
                   {"nextOrder", static_cast<int64_t>(world.next_order)},
                   {"nextChange", static_cast<int64_t>(world.next_change)},
                   {"changes", Json::MakeArray()},
                   {"files", Json::MakeArray()}};
  for (const FileChange& change : world.changes) {
    snapshot["changes"].push_back({{"number", static_cast<int64_t>(change.number)},
                                   {"fileId", change.file_id},
                                   {"timeMs", change.time_ms}});
  }
  for (const auto& [id, file] : world.files) snapshot["files"].push_back(FileSnapshot(file));
  return snapshot;
}

Result<> RestoreWorld(const Json& snapshot, World& world) {
  world.files.clear();
  for (const Json& file : ArrayOf(snapshot, "files")) EMU_TRY(RestoreFile(file, world));
  world.changes.clear();
  for (const Json& change : ArrayOf(snapshot, "changes")) {
    world.changes.push_back({.number = CountOf(change, "number"),
                             .file_id = StringOf(change, "fileId"),
                             .time_ms = IntOf(change, "timeMs")});
  }
  world.next_order = CountOf(snapshot, "nextOrder");
  world.next_change = CountOf(snapshot, "nextChange");
  world.random.set_state(std::strtoull(StringOf(snapshot, "random").c_str(), nullptr, 10));
  return {};
}

}  // namespace sheetkeeper::emulator
