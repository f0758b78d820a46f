#include "emulator/wire/json.h"

#include <utility>

namespace sheetkeeper::emulator {

const Json* Find(const Json& object, std::string_view key) {
  if (!object.is_object()) return nullptr;
  for (const auto& [name, value] : object.get_ref<const Json::object_t&>()) {
    if (name == key) return &value;
  }
  return nullptr;
}

Json* Find(Json& object, std::string_view key) {
  return const_cast<Json*>(Find(std::as_const(object), key));
}

bool Has(const Json& object, std::string_view key) {
  return Find(object, key) != nullptr;
}

int64_t IntOf(const Json& object, std::string_view key, int64_t missing) {
  const Json* value = Find(object, key);
  return value != nullptr && value->is_number() ? value->get<int64_t>() : missing;
}

double NumberOf(const Json& object, std::string_view key, double missing) {
  const Json* value = Find(object, key);
  return value != nullptr && value->is_number() ? value->get<double>() : missing;
}

bool BoolOf(const Json& object, std::string_view key) {
  const Json* value = Find(object, key);
  return value != nullptr && value->is_boolean() && value->get<bool>();
}

std::string StringOf(const Json& object, std::string_view key, std::string_view missing) {
  const Json* value = Find(object, key);
  if (value == nullptr || !value->is_string()) return std::string(missing);
  return value->get_ref<const std::string&>();
}

const Json& ObjectOf(const Json& object, std::string_view key) {
  static const Json kNone = Json::object();
  const Json* value = Find(object, key);
  return value != nullptr && value->is_object() ? *value : kNone;
}

const Json& ArrayOf(const Json& object, std::string_view key) {
  static const Json kNone = Json::array();
  const Json* value = Find(object, key);
  return value != nullptr && value->is_array() ? *value : kNone;
}

void Put(Json& object, std::string_view key, Json value) {
  if (value.is_null()) {
    object.erase(std::string(key));
  } else if (Json* old = Find(object, key)) {
    *old = std::move(value);
  } else {
    object.emplace(std::string(key), std::move(value));
  }
}

}  // namespace sheetkeeper::emulator
