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
  if (role != "owner" && role != "writer" && role != "commenter" && role != "reader") {
    return DriveRefusal("The specified role is invalid or not supported.", "invalid",
                        "permission.role");
  }
  if (who.empty()) {
    return DriveRefusal("The permission type field is required.", "required", "permission.type");
  }
  file->permissions[who] = role;
  return DriveAnswer{.body = Filter(PermissionMessage(who, role), mask)};
}

Result<DriveAnswer> PermissionsDelete(World& world, const Call& call) {
  EMU_ASSIGN(File * file, OpenFile(world, call, call.segments[3], true));
  const std::string& id = call.segments[5];
  for (const auto& [who, role] : file->permissions) {
    if (PermissionId(who) != id) continue;
    file->permissions.erase(who);
    return DriveAnswer{.status = 204, .text = "", .content_type = "text/html"};
  }
  ApiError error{.code = 404, .status = "", .message = "Permission not found: " + id + '.'};
  error.reason = "notFound";
  error.location = "permissionId";
  return Refusal(std::move(error));
}

}  // namespace sheetkeeper::emulator
