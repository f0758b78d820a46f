#include "base/json_object.h"

#include "base/json_text.h"
#include "base/number_text.h"

namespace sheetkeeper {

std::string JsonArray(const std::vector<std::string>& items) {
  std::string array = "[";
  for (const std::string& item : items) array += (array.size() > 1 ? "," : "") + item;
  return array + "]";
}

JsonObject& JsonObject::Add(std::string_view name, std::string_view json) {
  if (!members_.empty()) members_ += ',';
  members_ += JsonText(name);
  members_ += ':';
  members_ += json;
  return *this;
}

JsonObject& JsonObject::Text(std::string_view name, std::string_view text) {
  return Add(name, JsonText(text));
}

JsonObject& JsonObject::TextOrNull(std::string_view name, std::string_view text) {
  return Add(name, text.empty() ? "null" : JsonText(text));
}

JsonObject& JsonObject::Integer(std::string_view name, int64_t number) {
  return Add(name, NumberText(number));
}

JsonObject& JsonObject::Bool(std::string_view name, bool value) {
  return Add(name, value ? "true" : "false");
}

}  // namespace sheetkeeper
