#include <string>
#include <utility>

#include "emulator/batch/request.h"
#include "emulator/model/metadata.h"

namespace sheetkeeper::emulator {
namespace {

Result<> SetVisibility(const Json& message, Metadata& metadata) {
  metadata.visibility = StringOf(message, "visibility");
  if (metadata.visibility.empty()) {
    return InvalidArgument("Developer metadata must always have visibility specified.");
  }
  return {};
}

Result<Metadata> Updated(const Spreadsheet& book, const FieldMask& mask, const Json& wanted,
                         Metadata metadata) {
  if (mask.Names("metadataKey")) metadata.key = StringOf(wanted, "metadataKey");
  if (mask.Names("metadataValue")) metadata.value = StringOf(wanted, "metadataValue");
  if (mask.Names("visibility")) EMU_TRY(SetVisibility(wanted, metadata));
  if (mask.Names("location")) EMU_TRY(SetLocation(book, ObjectOf(wanted, "location"), metadata));
  if (metadata.key.empty())
    return InvalidArgument("Developer metadata must always have a key specified.");
  EMU_TRY(CheckMetadataQuota(book, metadata));
  return metadata;
}

}  // namespace

Result<Json> CreateDeveloperMetadata(Batch& batch, const Json& request) {
  const Json& message = ObjectOf(request, "developerMetadata");
  Metadata metadata;
  metadata.id = static_cast<int32_t>(IntOf(message, "metadataId"));
  if (Has(message, "metadataId")) {
    if (metadata.id <= 0) return InvalidArgument("DeveloperMetadata.metadataId must be > 0");
    if (batch.book.FindMetadata(metadata.id) != nullptr) {
      return InvalidArgument("Cannot add developer metadata with ID [" +
                             std::to_string(metadata.id) +
                             "] because developer metadata with that ID already exists.");
    }
  } else {
    do {
      metadata.id = batch.world.NewId();
    } while (batch.book.FindMetadata(metadata.id) != nullptr);
  }
  metadata.key = StringOf(message, "metadataKey");
  metadata.value = StringOf(message, "metadataValue");
  if (metadata.key.empty())
    return InvalidArgument("Developer metadata must always have a key specified.");
  EMU_TRY(SetVisibility(message, metadata));
  EMU_TRY(SetLocation(batch.book, ObjectOf(message, "location"), metadata));
  EMU_TRY(CheckMetadataQuota(batch.book, metadata));
  Json reply = {{"developerMetadata", MetadataMessage(metadata)}};
  batch.book.PutMetadata(std::move(metadata));
  return reply;
}

Result<Json> UpdateDeveloperMetadata(Batch& batch, const Json& request) {
  EMU_ASSIGN(const FieldMask mask, MaskArgument(request, "DeveloperMetadata"));
  const Json& filters = ArrayOf(request, "dataFilters");
  if (filters.empty()) return InvalidArgument("Must specify at least one dataFilter.");
  std::map<int32_t, std::shared_ptr<const Metadata>> chosen;
  for (const Json& filter : filters) {
    EMU_ASSIGN(const auto matches, MatchMetadata(batch.book, filter));
    for (const auto& match : matches) chosen[match->id] = match;
  }
  Json reply = Json::MakeObject();
  for (const auto& [id, metadata] : chosen) {
    EMU_ASSIGN(Metadata updated,
               Updated(batch.book, mask, ObjectOf(request, "developerMetadata"), *metadata));
    reply["developerMetadata"].push_back(MetadataMessage(updated));
    batch.book.PutMetadata(std::move(updated));
  }
  return reply;
}

Result<Json> DeleteDeveloperMetadata(Batch& batch, const Json& request) {
  EMU_ASSIGN(const auto matches, MatchMetadata(batch.book, ObjectOf(request, "dataFilter")));
  Json reply = Json::MakeObject();
  for (const auto& metadata : matches) {
    reply["deletedDeveloperMetadata"].push_back(MetadataMessage(*metadata));
    batch.book.EraseMetadata(metadata->id);
  }
  return reply;
}

}  // namespace sheetkeeper::emulator
