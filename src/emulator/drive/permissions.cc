#include <string>
#include <utility>

#include "emulator/drive/drive_api.h"
#include "emulator/wire/json_text.h"

namespace sheetkeeper::emulator {
namespace {

// An id that follows from the address.
std::string PermissionId(std::string_view who) {
  if (who == "anyone") return "anyoneWithLink";
  uint64_t hash = 14695981039346656037ULL;
  for (const char c : who) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  return std::to_string(hash);
}

Json PermissionMessage(const std::string& who, const std::string& role) {
  Json message = {{"kind", "drive#permission"}, {"id", PermissionId(who)}};
  message["type"] = who == "anyone" ? "anyone" : "user";
  if (who != "anyone") message["emailAddress"] = who;
  message["role"] = role;
  if (who != "anyone") {
    message["displayName"] = who.substr(0, who.find('@'));
    message["deleted"] = false;
    message["pendingOwner"] = false;
  } else {
    message["allowFileDiscovery"] = false;
  }
  return message;
}

std::string RoleIn(const File& file, const std::string& who) {
  return who == file.owner ? "owner" : file.permissions.at(who);
}

// The address that a permission is for.
Result<std::string> WhoseIs(const File& file, const std::string& permission_id) {
  if (PermissionId(file.owner) == permission_id) return file.owner;
  for (const auto& [who, role] : file.permissions) {
    if (PermissionId(who) == permission_id) return who;
  }
  ApiError error{
      .code = 404, .status = "", .message = "Permission not found: " + permission_id + '.'};
  error.reason = "notFound";
  error.location = "permissionId";
  return Refusal(std::move(error));
}

// Gives somebody a role. A new owner must be named as such in the query; the old one stays writer.
Result<> SetRole(const Call& call, const std::string& who, const std::string& role, File& file) {
  if (role == "owner") {
    if (call.query.First("transferOwnership") != "true" &&
        call.query.First("transferOwnership") != "True") {
      ApiError error{.code = 403,
                     .status = "",
                     .message =
                         "The transferOwnership parameter must be enabled when the "
                         "permission role is 'owner'."};
      error.reason = "forbidden";
      error.location = "transferOwnership";
      return Refusal(std::move(error));
    }
    file.permissions.erase(who);
    file.permissions[std::exchange(file.owner, who)] = "writer";
    return {};
  }
  if (role != "writer" && role != "commenter" && role != "reader") {
    return DriveRefusal("The specified role is invalid or not supported.", "invalid",
                        "permission.role");
  }
  if (who == file.owner) return NotEnoughPermissions();
  file.permissions[who] = role;
  return {};
}

}  // namespace

Result<DriveAnswer> PermissionsList(World& world, const Call& call) {
  EMU_ASSIGN(File * file, OpenFile(world, call, call.segments[3], false));
  EMU_ASSIGN(const FieldMask mask,
             DriveMask(call, "DrivePermissionList", "kind,permissions(id,type,kind,role)"));
  Json body = {{"kind", "drive#permissionList"}, {"permissions", Json::MakeArray()}};
  body["permissions"].push_back(PermissionMessage(file->owner, "owner"));
  for (const auto& [who, role] : file->permissions) {
    body["permissions"].push_back(PermissionMessage(who, role));
  }
  return DriveAnswer{.body = Filter(body, mask)};
}

Result<DriveAnswer> PermissionsCreate(World& world, const Call& call) {
  EMU_ASSIGN(File * file, OpenFile(world, call, call.segments[3], true));
  EMU_ASSIGN(const FieldMask mask, DriveMask(call, "DrivePermission", "kind,id,type,role"));
  EMU_ASSIGN(const Json body, ParseJson(call.body));
  const std::string type = StringOf(body, "type");
  const std::string who = type == "anyone" ? "anyone" : StringOf(body, "emailAddress");
  const std::string role = StringOf(body, "role");
  if (who.empty()) {
    return DriveRefusal("The permission type field is required.", "required", "permission.type");
  }
  EMU_TRY(SetRole(call, who, role, *file));
  world.NoteChange(file->id);
  return DriveAnswer{.body = Filter(PermissionMessage(who, role), mask)};
}

Result<DriveAnswer> PermissionsDelete(World& world, const Call& call) {
  EMU_ASSIGN(File * file, OpenFile(world, call, call.segments[3], true));
  EMU_ASSIGN(const std::string who, WhoseIs(*file, call.segments[5]));
  if (who == file->owner) return NotEnoughPermissions();
  file->permissions.erase(who);
  world.NoteChange(file->id);
  return DriveAnswer{.status = 204, .text = "", .content_type = "text/html"};
}

Result<DriveAnswer> PermissionsGet(World& world, const Call& call) {
  EMU_ASSIGN(File * file, OpenFile(world, call, call.segments[3], false));
  EMU_ASSIGN(const FieldMask mask, DriveMask(call, "DrivePermission", "kind,id,type,role"));
  EMU_ASSIGN(const std::string who, WhoseIs(*file, call.segments[5]));
  return DriveAnswer{.body = Filter(PermissionMessage(who, RoleIn(*file, who)), mask)};
}

Result<DriveAnswer> PermissionsUpdate(World& world, const Call& call) {
  EMU_ASSIGN(File * file, OpenFile(world, call, call.segments[3], true));
  EMU_ASSIGN(const FieldMask mask, DriveMask(call, "DrivePermission", "kind,id,type,role"));
  EMU_ASSIGN(const Json body, ParseJson(call.body));
  EMU_ASSIGN(const std::string who, WhoseIs(*file, call.segments[5]));
  const std::string role = StringOf(body, "role", RoleIn(*file, who));
  EMU_TRY(SetRole(call, who, role, *file));
  world.NoteChange(file->id);
  return DriveAnswer{.body = Filter(PermissionMessage(who, role), mask)};
}

}  // namespace sheetkeeper::emulator
