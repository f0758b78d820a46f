#include <utility>

#include "emulator/drive/drive_api.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {
namespace {

constexpr const char* kIcon = "https://drive-thirdparty.googleusercontent.com/16/type/";
constexpr const char* kV2Files = "https://www.googleapis.com/drive/v2/files/";
constexpr const char* kNobody = "00000000000000000001";  // permission id of the caller
constexpr const char* kRoot = "0ArootFolderIdEmulated0";

Json UserOf(std::string_view email, bool me) {
  return {{"kind", "drive#user"},
          {"displayName", email},
          {"me", me},
          {"permissionId", kNobody},
          {"emailAddress", email}};
}

Json UserV2(std::string_view email) {
  return {{"displayName", email},
          {"kind", "drive#user"},
          {"isAuthenticatedUser", true},
          {"permissionId", kNobody},
          {"emailAddress", email},
          {"picture", {{"url", "https://lh3.googleusercontent.com/a/default-user=s64"}}}};
}

std::string EditLink(const File& file) {
  if (!file.book) return "https://drive.google.com/file/d/" + file.id + "/view?usp=drivesdk";
  return "https://docs.google.com/spreadsheets/d/" + file.id + "/edit?usp=drivesdk";
}

Json ParentsOf(const File& file) {
  Json parents = Json::MakeArray();
  for (const std::string& parent : file.parents) parents.push_back(parent);
  if (parents.empty()) parents.push_back(kRoot);
  return parents;
}

Json Capabilities(std::string_view role) {
  const bool edit = role == "owner" || role == "writer";
  return {{"canEdit", edit},    {"canCopy", true},     {"canDelete", role == "owner"},
          {"canShare", edit},   {"canRename", edit},   {"canTrash", role == "owner"},
          {"canComment", edit}, {"canDownload", true}, {"canModifyContent", edit}};
}

Json LabelsV2(const File& file) {
  return {{"viewed", true},
          {"restricted", false},
          {"starred", false},
          {"hidden", false},
          {"trashed", file.trashed}};
}

Json ParentV2(const File& file) {
  return {{"selfLink", kV2Files + file.id + "/parents/" + kRoot},
          {"id", kRoot},
          {"isRoot", true},
          {"kind", "drive#parentReference"},
          {"parentLink", std::string(kV2Files) + kRoot}};
}

Json OwnPermissionV2(const File& file, const std::string& role) {
  return {{"id", "me"},
          {"type", "user"},
          {"role", role},
          {"kind", "drive#permission"},
          {"selfLink", kV2Files + file.id + "/permissions/me"},
          {"etag", "\"1\""},
          {"pendingOwner", false}};
}

Json ExportLinks(const File& file) {
  const std::string link =
      "https://docs.google.com/spreadsheets/export?id=" + file.id + "&exportFormat=";
  return {{"application/x-vnd.oasis.opendocument.spreadsheet", link + "ods"},
          {"text/tab-separated-values", link + "tsv"},
          {"application/pdf", link + "pdf"},
          {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", link + "xlsx"},
          {"text/csv", link + "csv"},
          {"application/zip", link + "zip"},
          {"application/vnd.oasis.opendocument.spreadsheet", link + "ods"}};
}

}  // namespace

Json FileMessage(const World& world, const File& file, std::string_view caller) {
  static const Message& kFile = MessageNamed("DriveFile");
  const std::string role = world.RoleOf(file, caller);
  const bool mine = role == "owner";
  Json message = {{"kind", "drive#file"},
                  {"id", file.id},
                  {"name", file.Name()},
                  {"mimeType", file.mime_type},
                  {"starred", false},
                  {"trashed", file.trashed},
                  {"explicitlyTrashed", file.trashed},
                  {"parents", ParentsOf(file)},
                  {"spaces", Json::Array{"drive"}},
                  {"version", std::to_string(file.shown_version)},
                  {"webViewLink", EditLink(file)},
                  {"iconLink", kIcon + file.mime_type},
                  {"viewedByMe", true},
                  {"createdTime", TimeText(file.created_ms)},
                  {"modifiedTime", TimeText(file.shown_modified_ms)},
                  {"owners", Json::Array{UserOf(file.owner, mine)}},
                  {"lastModifyingUser", UserOf(file.owner, mine)},
                  {"shared", !file.permissions.empty()},
                  {"ownedByMe", mine},
                  {"capabilities", Capabilities(role)},
                  {"writersCanShare", true},
                  {"size", "1024"},
                  {"quotaBytesUsed", "1024"}};
  for (const auto& [name, value] : file.more.AsObject()) {
    if (const Field* field = kFile.FindField(name)) PutField(message, kFile, *field, value);
  }
  return message;
}

Json FileMessageV2(const World& world, const File& file, std::string_view caller) {
  const std::string self = kV2Files + file.id;
  const std::string modified = TimeText(file.shown_modified_ms);
  const std::string role = world.RoleOf(file, caller);
  const bool edit = role == "owner" || role == "writer";
  Json message = {{"kind", "drive#file"},
                  {"userPermission", OwnPermissionV2(file, role)},
                  {"selfLink", self},
                  {"ownerNames", Json::Array{file.owner}},
                  {"lastModifyingUserName", file.owner},
                  {"editable", edit},
                  {"writersCanShare", true},
                  {"mimeType", file.mime_type},
                  {"exportLinks", ExportLinks(file)},
                  {"parents", Json::Array{ParentV2(file)}}};
  if (file.has_thumbnail) {
    message["thumbnailLink"] = "https://docs.google.com/feeds/vt?gd=true&id=" + file.id;
  }
  message.Update({{"appDataContents", false},
                  {"iconLink", kIcon + file.mime_type},
                  {"shared", !file.permissions.empty()},
                  {"lastModifyingUser", UserV2(file.owner)},
                  {"owners", Json::Array{UserV2(file.owner)}},
                  {"copyable", true},
                  {"etag", "\"" + std::to_string(file.shown_version) + "\""},
                  {"alternateLink", EditLink(file)},
                  {"embedLink", "https://docs.google.com/spreadsheets/d/" + file.id + "/htmlembed"},
                  {"fileSize", "1024"},
                  {"copyRequiresWriterPermission", false},
                  {"spaces", Json::Array{"drive"}},
                  {"id", file.id},
                  {"title", file.Name()},
                  {"labels", LabelsV2(file)},
                  {"explicitlyTrashed", file.trashed},
                  {"createdDate", TimeText(file.created_ms)},
                  {"modifiedDate", modified},
                  {"modifiedByMeDate", modified},
                  {"lastViewedByMeDate", modified},
                  {"markedViewedByMeDate", TimeText(0)},
                  {"quotaBytesUsed", "1024"},
                  {"version", std::to_string(file.shown_version)},
                  {"capabilities", {{"canEdit", edit}, {"canCopy", true}}}});
  return message;
}

}  // namespace sheetkeeper::emulator
