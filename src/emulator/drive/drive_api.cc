#include "emulator/drive/drive_api.h"

#include <algorithm>
#include <charconv>
#include <utility>

#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

struct Route {
  std::string_view method;
  size_t segments;  // drive, version and files included
  std::string_view collection;
  std::string_view last;  // the fifth segment, where there is one
  Result<DriveAnswer> (*handle)(World&, const Call&);
};

Result<DriveAnswer> CommentsList(World& world, const Call& call) {
  EMU_TRY(OpenFile(world, call, call.segments[3], false));
  EMU_ASSIGN(const FieldMask mask, DriveMask(call, "DriveCommentList", "*"));
  const Json body = {{"kind", "drive#commentList"}, {"comments", Json::MakeArray()}};
  return DriveAnswer{.body = Filter(body, mask)};
}

Result<DriveAnswer> StartPageToken(World& world, const Call& call) {
  EMU_ASSIGN(const FieldMask mask, DriveMask(call, "DriveStartPageToken", "*"));
  const Json body = {{"kind", "drive#startPageToken"},
                     {"startPageToken", std::to_string(world.next_change)}};
  return DriveAnswer{.body = Filter(body, mask)};
}

Result<DriveAnswer> ChangesList(World& world, const Call& call) {
  EMU_ASSIGN(const FieldMask mask,
             DriveMask(call, "DriveChangeList",
                       "kind,nextPageToken,newStartPageToken,changes(kind,type,changeType,time,"
                       "removed,fileId,file(kind,id,name,mimeType))"));
  const auto token = call.query.Last("pageToken");
  if (!token) return DriveRefusal("Required parameter: pageToken", "required", "pageToken");
  uint64_t since = 0;
  const auto read = std::from_chars(token->data(), token->data() + token->size(), since);
  if (read.ec != std::errc() || read.ptr != token->data() + token->size()) {
    return DriveRefusal("Invalid Value", "invalid", "pageToken");
  }
  Json changes = Json::MakeArray();
  for (const FileChange& change : world.changes) {
    if (change.number < since) continue;
    const auto found = world.files.find(change.file_id);
    const bool removed = found == world.files.end();
    Json one = {{"kind", "drive#change"}, {"type", "file"},
                {"changeType", "file"},   {"time", TimeText(change.time_ms)},
                {"removed", removed},     {"fileId", change.file_id}};
    if (!removed) one["file"] = FileMessage(world, found->second, call.caller);
    changes.push_back(std::move(one));
  }
  const Json body = {{"kind", "drive#changeList"},
                     {"newStartPageToken", std::to_string(world.next_change)},
                     {"changes", std::move(changes)}};
  return DriveAnswer{.body = Filter(body, mask)};
}

Result<DriveAnswer> About(World&, const Call& call) {
  if (!call.query.First("fields")) {
    return DriveRefusal("The 'fields' parameter is required for this method.", "required",
                        "fields");
  }
  EMU_ASSIGN(const FieldMask mask, DriveMask(call, "DriveAbout", "*"));
  const Json body = {{"kind", "drive#about"},
                     {"user",
                      {{"kind", "drive#user"},
                       {"displayName", call.caller},
                       {"me", true},
                       {"permissionId", "00000000000000000001"},
                       {"emailAddress", call.caller}}}};
  return DriveAnswer{.body = Filter(body, mask)};
}

constexpr Route kRoutes[] = {
    {"POST", 3, "files", "", FilesCreate},
    {"GET", 3, "files", "", FilesList},
    {"GET", 4, "files", "", FilesGet},
    {"PATCH", 4, "files", "", FilesUpdate},
    {"DELETE", 4, "files", "", FilesDelete},
    {"POST", 5, "files", "copy", FilesCopy},
    {"GET", 5, "files", "export", FilesExport},
    {"GET", 5, "files", "comments", CommentsList},
    {"GET", 5, "files", "permissions", PermissionsList},
    {"POST", 5, "files", "permissions", PermissionsCreate},
    {"GET", 6, "files", "permissions", PermissionsGet},
    {"PATCH", 6, "files", "permissions", PermissionsUpdate},
    {"DELETE", 6, "files", "permissions", PermissionsDelete},
    {"GET", 3, "changes", "", ChangesList},
    {"GET", 4, "changes", "", StartPageToken},
    {"GET", 3, "about", "", About},
};

// What Drive v3 has besides: names of collections, and of what hangs on a file.
constexpr std::string_view kOthers[] = {
    "accessproposals", "apps",        "approvals", "channels",   "changes", "comments",
    "drives",          "files",       "labels",    "listLabels", "about",   "modifyLabels",
    "operations",      "permissions", "revisions", "teamdrives", "watch",   "download"};

bool IsOther(std::string_view name) {
  return std::find(std::begin(kOthers), std::end(kOthers), name) != std::end(kOthers);
}

// A path that Drive serves and the emulator does not gets a clear word.
Refusal NoSuchCall(const Call& call) {
  if (call.segments.size() < 3 || !IsOther(call.segments[2])) return NotFound("");
  if (call.segments.size() > 4 && !IsOther(call.segments[4])) return NotFound("");
  return Unimplemented("The emulator does not implement " + call.method + ' ' + call.path + '.');
}

bool Matches(const Route& route, const Call& call) {
  return call.Is(route.method, route.segments) && call.segments[2] == route.collection &&
         (route.last.empty() || call.segments[4] == route.last);
}

}  // namespace

Result<DriveAnswer> HandleDrive(World& world, const Call& call) {
  const bool upload = call.segments[0] == "upload";
  if (upload && call.Is("PUT", 5) && call.segments[2] == "v2") return UploadV2(world, call);
  const bool v3_upload =
      upload && call.segments.size() > 3 && call.segments[2] == "v3" && call.segments[3] == "files";
  if (v3_upload && call.Is("POST", 4)) return UploadNew(world, call);
  if (v3_upload && call.Is("PATCH", 5)) return UploadContent(world, call);
  const bool v2_copy =
      !upload && call.Is("POST", 5) && call.segments[1] == "v2" && call.segments[4] == "copy";
  if (v2_copy) return FilesCopy(world, call);
  if (!upload && call.segments.size() > 2 && call.segments[1] == "v3") {
    for (const Route& route : kRoutes) {
      if (Matches(route, call)) return route.handle(world, call);
    }
  }
  return NoSuchCall(call);
}

Result<File*> OpenFile(World& world, const Call& call, std::string_view id, bool to_write) {
  const auto found = world.files.find(id);
  const std::string role =
      found == world.files.end() ? "" : world.RoleOf(found->second, call.caller);
  if (role.empty()) {
    ApiError error{
        .code = 404, .status = "", .message = "File not found: " + std::string(id) + '.'};
    error.reason = "notFound";
    error.location = "fileId";
    return Refusal(std::move(error));
  }
  if (to_write && role != "owner" && role != "writer") return NotEnoughPermissions();
  world.ShowEdits(found->second);
  return &found->second;
}

Refusal NotEnoughPermissions() {
  ApiError error{.code = 403,
                 .status = "",
                 .message = "The user does not have sufficient permissions for this file."};
  error.reason = "insufficientFilePermissions";
  return Refusal(std::move(error));
}

Result<FieldMask> DriveMask(const Call& call, std::string_view message,
                            std::string_view by_default) {
  const std::string text = call.query.First("fields").value_or(std::string(by_default));
  auto mask = ParseResponseMask(text.empty() ? by_default : text, MessageNamed(message));
  if (mask.has_value()) return mask;
  const std::string path = mask.error().violations.front().field;
  return DriveRefusal("Invalid field selection " + path.substr(path.rfind('.') + 1),
                      "invalidParameter", "fields");
}

Refusal DriveRefusal(std::string message, std::string reason, std::string location) {
  ApiError error{.status = "", .message = std::move(message)};
  error.reason = std::move(reason);
  error.location = std::move(location);
  return Refusal(std::move(error));
}

}  // namespace sheetkeeper::emulator
