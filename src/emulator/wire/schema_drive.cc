// What is served of Drive v3. The form is described in schema.cc.

#include "emulator/wire/schema_text.h"

namespace sheetkeeper::emulator {

const char* const kDriveSchema = R"(
DriveFile = kind:string id:string name:string mimeType:string description:string starred:bool?
  trashed:bool? explicitlyTrashed:bool? parents:[string] properties:{DriveProperties}
  appProperties:{DriveProperties} spaces:[string] version:string webContentLink:string
  webViewLink:string iconLink:string hasThumbnail:bool? thumbnailLink:string
  thumbnailVersion:string viewedByMe:bool? viewedByMeTime:time createdTime:time modifiedTime:time
  modifiedByMeTime:time modifiedByMe:bool? sharedWithMeTime:time sharingUser:DriveUser
  owners:[DriveUser] teamDriveId:string driveId:string lastModifyingUser:DriveUser shared:bool?
  ownedByMe:bool? capabilities:DriveCapabilities viewersCanCopyContent:bool?
  copyRequiresWriterPermission:bool? writersCanShare:bool? permissions:[DrivePermission]
  permissionIds:[string] hasAugmentedPermissions:bool? folderColorRgb:string
  originalFilename:string fullFileExtension:string fileExtension:string md5Checksum:string
  sha1Checksum:string sha256Checksum:string size:string quotaBytesUsed:string
  headRevisionId:string isAppAuthorized:bool? exportLinks:{DriveProperties} trashedTime:time
  trashingUser:DriveUser resourceKey:string
DriveProperties =
DriveCapabilities = canEdit:bool? canCopy:bool? canDelete:bool? canShare:bool? canRename:bool?
  canTrash:bool? canUntrash:bool? canComment:bool? canDownload:bool? canListChildren:bool?
  canAddChildren:bool? canReadRevisions:bool? canModifyContent:bool?
DriveUser = kind:string displayName:string photoLink:string me:bool? permissionId:string
  emailAddress:string
DrivePermission = kind:string id:string type:string emailAddress:string domain:string role:string
  displayName:string photoLink:string allowFileDiscovery:bool? deleted:bool? pendingOwner:bool?
  expirationTime:time view:string
DrivePermissionList = kind:string nextPageToken:string permissions:[DrivePermission]
DriveFileList = kind:string nextPageToken:string incompleteSearch:bool? files:[DriveFile]
DriveStartPageToken = kind:string startPageToken:string
DriveChange = kind:string type:string changeType:string time:time removed:bool? fileId:string
  file:DriveFile driveId:string
DriveChangeList = kind:string nextPageToken:string newStartPageToken:string changes:[DriveChange]
DriveRevision = kind:string id:string mimeType:string modifiedTime:time
  lastModifyingUser:DriveUser size:string
DriveRevisionList = kind:string nextPageToken:string revisions:[DriveRevision]
DriveComment = kind:string id:string content:string anchor:string createdTime:time
  modifiedTime:time author:DriveUser resolved:bool? deleted:bool?
DriveCommentList = kind:string nextPageToken:string comments:[DriveComment]
DriveAbout = kind:string user:DriveUser
)";

}  // namespace sheetkeeper::emulator
