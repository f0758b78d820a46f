// A JSON value of our own: objects are short lists of members in order, which is what messages
// are, and the header costs a fraction of the compile time that a general library's does.

#include "emulator/wire/json.h"

#include <algorithm>
#include <utility>

namespace sheetkeeper::emulator {
namespace {

bool IsPair(const Json& value) {
  return value.is_array() && value.size() == 2 && value[0].is_string();
}

const Json& Nothing(bool object) {
  static const Json kObject = Json::MakeObject();
  static const Json kArray = Json::MakeArray();
  return object ? kObject : kArray;
}

}  // namespace

Json::Json(Array elements) : value_(std::move(elements)) {}

Json::Json(const std::vector<std::string>& texts) : value_(Array(texts.begin(), texts.end())) {}

Json::Json(std::initializer_list<Json> elements) {
  if (!std::all_of(elements.begin(), elements.end(), IsPair)) {
    value_ = Array(elements);
    return;
  }
  Object members;
  members.reserve(elements.size());
  for (const Json& pair : elements) members.push_back({pair[0].AsString(), pair[1]});
  value_ = std::move(members);
}

Json::Json(const Json& other) = default;
Json::Json(Json&& other) noexcept = default;
Json& Json::operator=(const Json& other) = default;
Json& Json::operator=(Json&& other) noexcept = default;
Json::~Json() = default;

Json Json::MakeObject() {
  Json object;
  object.value_ = Object();
  return object;
}

Json Json::MakeArray() {
  Json array;
  array.value_ = Array();
  return array;
}

int64_t Json::AsInt() const {
  if (const auto* number = std::get_if<double>(&value_)) return static_cast<int64_t>(*number);
  return std::get<int64_t>(value_);
}

double Json::AsDouble() const {
  if (const auto* number = std::get_if<int64_t>(&value_)) return static_cast<double>(*number);
  return std::get<double>(value_);
}

size_t Json::size() const {
  if (const auto* elements = std::get_if<Array>(&value_)) return elements->size();
  if (const auto* members = std::get_if<Object>(&value_)) return members->size();
  return is_null() ? 0 : 1;
}

const Json& Json::operator[](size_t index) const {
  return AsArray()[index];
}
Json& Json::operator[](size_t index) {
  return AsArray()[index];
}

void Json::push_back(Json value) {
  if (is_null()) value_ = Array();
  AsArray().push_back(std::move(value));
}

Json& Json::operator[](std::string_view key) {
  if (is_null()) value_ = Object();
  if (Json* found = Find(*this, key)) return *found;
  AsObject().push_back({std::string(key), Json()});
  return AsObject().back().value;
}

void Json::Erase(std::string_view key) {
  if (!is_object()) return;
  std::erase_if(AsObject(), [&](const Member& member) { return member.key == key; });
}

void Json::Update(const Json& other) {
  for (const Member& member : other.AsObject()) (*this)[member.key] = member.value;
}

bool Json::operator==(const Json& other) const {
  if (is_number() && other.is_number()) return AsDouble() == other.AsDouble();
  return value_ == other.value_;
}

const Json* Find(const Json& object, std::string_view key) {
  if (!object.is_object()) return nullptr;
  for (const Json::Member& member : object.AsObject()) {
    if (member.key == key) return &member.value;
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
  return value != nullptr && value->is_number() ? value->AsInt() : missing;
}

bool BoolOf(const Json& object, std::string_view key) {
  const Json* value = Find(object, key);
  return value != nullptr && value->is_bool() && value->AsBool();
}

std::string StringOf(const Json& object, std::string_view key, std::string_view missing) {
  const Json* value = Find(object, key);
  return value != nullptr && value->is_string() ? value->AsString() : std::string(missing);
}

const Json& ObjectOf(const Json& object, std::string_view key) {
  const Json* value = Find(object, key);
  return value != nullptr && value->is_object() ? *value : Nothing(/*object=*/true);
}

const Json& ArrayOf(const Json& object, std::string_view key) {
  const Json* value = Find(object, key);
  return value != nullptr && value->is_array() ? *value : Nothing(/*object=*/false);
}

void Put(Json& object, std::string_view key, Json value) {
  if (value.is_null()) {
    object.Erase(key);
  } else {
    object[key] = std::move(value);
  }
}

}  // namespace sheetkeeper::emulator
