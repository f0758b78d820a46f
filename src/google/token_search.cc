#include "google/token_search.h"

#include "google/json_reader.h"
#include "google/json_writer.h"

namespace sheetkeeper {
namespace {

namespace ondemand = simdjson::ondemand;

// {"developerMetadata":{"metadataId":42}}
int32_t IdOf(ondemand::object match) {
  std::optional<int32_t> id;
  for (ondemand::field part : match) {
    if (Key(part) != "developerMetadata") continue;
    for (ondemand::field field : part.value().get_object()) {
      if (Key(field) == "metadataId") id = static_cast<int32_t>(field.value().get_int64());
    }
  }
  RequireShape(id.has_value());
  return *id;
}

}  // namespace

std::string TokenSearchJson(std::span<const int32_t> tokens) {
  JsonWriter json;
  json.Object().Array("dataFilters");
  for (const int32_t token : tokens) {
    json.Object().Object("developerMetadataLookup").Field("metadataId", token).End().End();
  }
  return json.End().End().Take();
}

Result<std::optional<int32_t>> ReadFoundToken(std::string& body) {
  std::optional<int32_t> found;
  TRY("looking for a token", ReadJsonObject(body, [&found](ondemand::object answer) {
        for (ondemand::field field : answer) {
          if (Key(field) != "matchedDeveloperMetadata") continue;
          for (ondemand::object match : field.value().get_array()) {
            const int32_t id = IdOf(match);
            if (!found) found = id;
          }
        }
      }));
  return found;
}

}  // namespace sheetkeeper
