#include <charconv>
#include <map>
#include <string>
#include <utility>

#include "emulator/model/metadata.h"
#include "emulator/sheets/sheets_api.h"
#include "emulator/sheets/spreadsheet_create.h"
#include "emulator/wire/json_text.h"
#include "emulator/wire/message.h"

namespace sheetkeeper::emulator {

Result<Json> MetadataGet(World& world, const Call& call) {
  EMU_ASSIGN(const FieldMask mask, ResponseMaskOf(call, "DeveloperMetadata"));
  int32_t id = 0;
  const std::string& text = call.segments[4];
  const auto read = std::from_chars(text.data(), text.data() + text.size(), id);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) {
    return InvalidFields(
        {{"metadata_id", "Invalid value at 'metadata_id' (TYPE_INT32), \"" + text + '"'}});
  }
  EMU_ASSIGN(File * file, world.OpenSpreadsheet(call.segments[2], call.caller, false));
  const auto metadata = file->book->FindMetadata(id);
  if (metadata == nullptr) return NotFound("No developer metadata with ID " + text);
  return Filter(MetadataMessage(*metadata), mask);
}

Result<Json> MetadataSearch(World& world, const Call& call) {
  EMU_ASSIGN(const FieldMask mask, ResponseMaskOf(call, "SearchDeveloperMetadataResponse"));
  EMU_ASSIGN(const Json parsed, ParseJson(call.body));
  EMU_ASSIGN(const Json body,
             CheckMessage(MessageNamed("SearchDeveloperMetadataRequest"), parsed, ""));
  EMU_ASSIGN(File * file, world.OpenSpreadsheet(call.segments[2], call.caller, false));
  const Json& filters = ArrayOf(body, "dataFilters");
  if (filters.empty()) return InvalidArgument("Must specify at least one dataFilter.");
  std::map<int32_t, Json> found;
  for (const Json& filter : filters) {
    EMU_ASSIGN(const auto matches, MatchMetadata(*file->book, filter));
    for (const auto& metadata : matches) {
      Json& entry = found[metadata->id];
      if (entry.is_null()) entry["developerMetadata"] = MetadataMessage(*metadata);
      entry["dataFilters"].push_back(filter);
    }
  }
  Json response = Json::MakeObject();
  for (auto& [id, entry] : found) {
    response["matchedDeveloperMetadata"].push_back(std::move(entry));
  }
  return Filter(response, mask);
}

}  // namespace sheetkeeper::emulator
