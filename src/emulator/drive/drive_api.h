#ifndef SHEETKEEPER_EMULATOR_DRIVE_DRIVE_API_H_
#define SHEETKEEPER_EMULATOR_DRIVE_DRIVE_API_H_

#include <string>

#include "emulator/http/request.h"
#include "emulator/wire/field_mask.h"
#include "emulator/wire/json.h"
#include "emulator/wire/result.h"
#include "emulator/world.h"

namespace sheetkeeper::emulator {

// An answer of Drive: JSON, or another kind of text, or nothing (status 204).
struct DriveAnswer {
  int status = 200;
  Json body = {};
  std::string text = {};
  std::string content_type = {};  // of `text`
};

// The calls below /drive/v3, and of Drive v2 those that older clients use: copy and upload.
Result<DriveAnswer> HandleDrive(World& world, const Call& call);

// A file as a v3 File message, all of it.
Json FileMessage(const World& world, const File& file, std::string_view caller);

// A file as a v2 File message.
Json FileMessageV2(const World& world, const File& file, std::string_view caller);

// The file, if the caller may read it or write it.
Result<File*> OpenFile(World& world, const Call& call, std::string_view id, bool to_write);

// The refusal of what the caller's role does not allow.
Refusal NotEnoughPermissions();

// The mask of the `fields` parameter over a v3 message; what Drive answers by default when there
// is none.
Result<FieldMask> DriveMask(const Call& call, std::string_view message,
                            std::string_view by_default);

// A 400 with the reason and the parameter at fault.
Refusal DriveRefusal(std::string message, std::string reason, std::string location);

// A new file as the body describes it.
Result<File*> CreateFile(World& world, const Call& call);

// A file as the call's mask wants it.
Result<DriveAnswer> FileAnswer(const World& world, const Call& call, const File& file);

Result<DriveAnswer> FilesCreate(World& world, const Call& call);
Result<DriveAnswer> FilesGet(World& world, const Call& call);
Result<DriveAnswer> FilesList(World& world, const Call& call);
Result<DriveAnswer> FilesUpdate(World& world, const Call& call);
Result<DriveAnswer> FilesCopy(World& world, const Call& call);
Result<DriveAnswer> FilesDelete(World& world, const Call& call);
Result<DriveAnswer> FilesExport(World& world, const Call& call);
Result<DriveAnswer> UploadV2(World& world, const Call& call);
Result<DriveAnswer> UploadNew(World& world, const Call& call);
Result<DriveAnswer> UploadContent(World& world, const Call& call);
Result<DriveAnswer> PermissionsList(World& world, const Call& call);
Result<DriveAnswer> PermissionsCreate(World& world, const Call& call);
Result<DriveAnswer> PermissionsGet(World& world, const Call& call);
Result<DriveAnswer> PermissionsUpdate(World& world, const Call& call);
Result<DriveAnswer> PermissionsDelete(World& world, const Call& call);

}  // namespace sheetkeeper::emulator

#endif  // SHEETKEEPER_EMULATOR_DRIVE_DRIVE_API_H_
