#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "emulator/drive/csv.h"
#include "emulator/drive/drive_api.h"
#include "emulator/drive/file_query.h"
#include "emulator/formulas.h"
#include "emulator/wire/json_text.h"
#include "emulator/wire/utf8.h"

namespace sheetkeeper::emulator {
namespace {

constexpr std::string_view kDefaultFields = "kind,id,name,mimeType";

bool IsV2(const Call& call) {
  return std::find(call.segments.begin(), call.segments.end(), "v2") != call.segments.end();
}

std::vector<std::string> TextsOf(const Json& list) {
  std::vector<std::string> texts;
  for (const Json& text : list) {
    if (text.is_string()) texts.push_back(text.AsString());
  }
  return texts;
}

// What a client may say of a file besides its name, type and parents.
void SetMore(const Json& body, File& file) {
  for (const char* name : {"description", "starred", "properties", "appProperties",
                           "folderColorRgb", "copyRequiresWriterPermission", "writersCanShare"}) {
    if (const Json* value = Find(body, name)) file.more[name] = *value;
  }
}

void Rename(std::string_view name, File& file) {
  (file.book ? file.book->title : file.name) = name;
}

std::vector<std::string> SplitList(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(text.size(), part.size() + 1));
    if (!part.empty()) parts.emplace_back(part);
  }
  return parts;
}

// What Drive exports spreadsheets to and the emulator does not.
constexpr std::string_view kOtherExports[] = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.oasis.opendocument.spreadsheet",
    "application/x-vnd.oasis.opendocument.spreadsheet", "application/pdf", "application/zip"};

// How two files are ordered by a key of orderBy; negative when `a` comes first.
std::optional<int> CompareFiles(std::string_view key, const File& a, const File& b) {
  const auto order = [](const auto& x, const auto& y) { return x < y ? -1 : y < x ? 1 : 0; };
  if (key == "createdTime") return order(a.created_ms, b.created_ms);
  if (key == "modifiedTime" || key == "modifiedByMeTime" || key == "viewedByMeTime" ||
      key == "recency") {
    return order(a.shown_modified_ms, b.shown_modified_ms);
  }
  if (key == "name" || key == "name_natural") return order(FoldCase(a.Name()), FoldCase(b.Name()));
  if (key == "folder") {
    constexpr std::string_view kFolder = "application/vnd.google-apps.folder";
    return order(a.mime_type != kFolder, b.mime_type != kFolder);
  }
  if (key == "starred" || key == "quotaBytesUsed" || key == "sharedWithMeTime") return 0;
  return std::nullopt;
}

// Orders by "key, key desc, ..."; where they say nothing the order stays.
Result<> Order(std::string_view keys, std::vector<const File*>& files) {
  std::vector<std::string> parts = SplitList(keys);
  const File probe{};
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    std::string_view key = *part;
    key.remove_prefix(std::min(key.size(), key.find_first_not_of(' ')));
    const bool descending = key.ends_with(" desc");
    if (descending) key.remove_suffix(5);
    if (!CompareFiles(key, probe, probe)) {
      return DriveRefusal("Invalid Value", "invalid", "orderBy");
    }
    std::stable_sort(files.begin(), files.end(), [&](const File* a, const File* b) {
      const int order = *CompareFiles(key, *a, *b);
      return descending ? order > 0 : order < 0;
    });
  }
  return {};
}

Result<size_t> PageSize(const Call& call) {
  const std::string text = call.query.First("pageSize").value_or("100");
  const size_t size = std::strtoul(text.c_str(), nullptr, 10);
  if (size >= 1 && size <= 1000) return size;
  return DriveRefusal("Invalid value '" + text + "'. Values must be within the range: [1, 1000]",
                      "invalidParameter", "pageSize");
}

Refusal Forbidden(std::string message, std::string reason, std::string location) {
  return Refusal(ApiError{.code = 403,
                          .status = "",
                          .message = std::move(message),
                          .reason = std::move(reason),
                          .location = std::move(location)});
}

}  // namespace

Result<DriveAnswer> FileAnswer(const World& world, const Call& call, const File& file) {
  EMU_ASSIGN(const FieldMask mask, DriveMask(call, "DriveFile", kDefaultFields));
  return DriveAnswer{.body = Filter(FileMessage(world, file, call.caller), mask)};
}

Result<DriveAnswer> FilesCreate(World& world, const Call& call) {
  EMU_ASSIGN(const File* file, CreateFile(world, call));
  return FileAnswer(world, call, *file);
}

Result<File*> CreateFile(World& world, const Call& call) {
  EMU_TRY(DriveMask(call, "DriveFile", kDefaultFields));
  EMU_ASSIGN(const Json body, ParseJson(call.body));
  std::string name = StringOf(body, "name");
  if (name.empty()) name = "Untitled";
  const std::string type = StringOf(body, "mimeType", "application/octet-stream");
  File* file = nullptr;
  if (type == kSpreadsheetType) {
    file = &world.AddSpreadsheet(NewSpreadsheet(world.NewFileId(), name), call.caller);
  } else {
    file = &world.AddFile(world.NewFileId(), call.caller);
    file->mime_type = type;
    file->name = name;
  }
  file->parents = TextsOf(ArrayOf(body, "parents"));
  SetMore(body, *file);
  world.NoteChange(file->id);
  return file;
}

Result<DriveAnswer> FilesGet(World& world, const Call& call) {
  EMU_ASSIGN(File * file, OpenFile(world, call, call.segments[3], false));
  if (file->book && call.query.First("alt") == "media") {
    return Forbidden(
        "Only files with binary content can be downloaded. Use Export with Docs Editors files.",
        "fileNotDownloadable", "alt");
  }
  return FileAnswer(world, call, *file);
}

Result<DriveAnswer> FilesList(World& world, const Call& call) {
  EMU_ASSIGN(const FieldMask mask,
             DriveMask(call, "DriveFileList",
                       "kind,nextPageToken,incompleteSearch,files(kind,id,name,mimeType)"));
  EMU_ASSIGN(const FilePredicate wanted, ParseFileQuery(call.query.First("q").value_or("")));
  std::vector<const File*> found;
  for (auto& [id, file] : world.files) {
    world.ShowEdits(file);
    if (!world.RoleOf(file, call.caller).empty() && wanted(file)) found.push_back(&file);
  }
  std::sort(found.begin(), found.end(), [](const File* a, const File* b) {
    return std::pair(a->modified_ms, a->order) > std::pair(b->modified_ms, b->order);
  });
  EMU_TRY(Order(call.query.First("orderBy").value_or(""), found));
  EMU_ASSIGN(const size_t page, PageSize(call));
  const size_t first =
      std::strtoul(call.query.First("pageToken").value_or("0").c_str(), nullptr, 10);
  const size_t last = std::min(found.size(), std::max(first, std::min(first, found.size()) + page));
  Json body = {{"kind", "drive#fileList"}};
  if (last < found.size()) body["nextPageToken"] = std::to_string(last);
  body["incompleteSearch"] = false;
  body["files"] = Json::MakeArray();
  for (size_t i = first; i < last; ++i) {
    body["files"].push_back(FileMessage(world, *found[i], call.caller));
  }
  return DriveAnswer{.body = Filter(body, mask)};
}

Result<DriveAnswer> FilesUpdate(World& world, const Call& call) {
  EMU_ASSIGN(File * file, OpenFile(world, call, call.segments[3], true));
  EMU_TRY(DriveMask(call, "DriveFile", kDefaultFields));
  EMU_ASSIGN(const Json body, ParseJson(call.body));
  if (Has(body, "name")) Rename(StringOf(body, "name"), *file);
  if (Has(body, "trashed")) file->trashed = BoolOf(body, "trashed");
  SetMore(body, *file);
  for (const std::string& parent : SplitList(call.query.First("removeParents").value_or(""))) {
    std::erase(file->parents, parent);
  }
  for (const std::string& parent : SplitList(call.query.First("addParents").value_or(""))) {
    file->parents.push_back(parent);
  }
  world.Touch(*file, /*at_once=*/true);
  return FileAnswer(world, call, *file);
}

Result<DriveAnswer> FilesCopy(World& world, const Call& call) {
  EMU_ASSIGN(File * file, OpenFile(world, call, call.segments[3], false));
  EMU_TRY(DriveMask(call, "DriveFile", kDefaultFields));
  EMU_ASSIGN(const Json body, ParseJson(call.body));
  const std::string name = StringOf(body, IsV2(call) ? "title" : "name", "Copy of " + file->Name());
  File* copy = nullptr;
  if (file->book) {
    Spreadsheet book = *file->book;
    book.id = world.NewFileId();
    book.title = name;
    book.changes = 0;
    copy = &world.AddSpreadsheet(std::move(book), call.caller);
  } else {
    copy = &world.AddFile(world.NewFileId(), call.caller);
    copy->mime_type = file->mime_type;
    copy->name = name;
  }
  copy->parents = Has(body, "parents") ? TextsOf(ArrayOf(body, "parents")) : file->parents;
  world.NoteChange(copy->id);
  if (IsV2(call)) return DriveAnswer{.body = FileMessageV2(world, *copy, call.caller)};
  return FileAnswer(world, call, *copy);
}

Result<DriveAnswer> FilesDelete(World& world, const Call& call) {
  EMU_ASSIGN(File * file, OpenFile(world, call, call.segments[3], true));
  if (world.RoleOf(*file, call.caller) != "owner") return NotEnoughPermissions();
  const std::string id = file->id;
  world.files.erase(id);
  world.NoteChange(id);
  return DriveAnswer{.status = 204, .text = "", .content_type = "text/html"};
}

Result<DriveAnswer> FilesExport(World& world, const Call& call) {
  const auto wanted = call.query.First("mimeType");
  if (!wanted) return DriveRefusal("Required parameter: mimeType", "required", "mimeType");
  const std::string& type = *wanted;
  EMU_ASSIGN(File * file, OpenFile(world, call, call.segments[3], false));
  if (!file->book) {
    return Forbidden("Export only supports Docs Editors files.", "fileNotExportable", "");
  }
  if (type == "text/csv") {
    return DriveAnswer{.text = ExportSheet(*file->book, 0, ','), .content_type = type};
  }
  if (type == "text/tab-separated-values") {
    return DriveAnswer{.text = ExportSheet(*file->book, 0, '\t'), .content_type = type};
  }
  for (const std::string_view other : kOtherExports) {
    if (type == other) return Unimplemented("The emulator does not export " + type + '.');
  }
  return DriveRefusal("The requested conversion is not supported.", "badRequest", "convertTo");
}

}  // namespace sheetkeeper::emulator
