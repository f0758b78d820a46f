// The JSON that commands print (docs/schemas has their shapes), member by member.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/value.h"

namespace sheetkeeper {

// A number, a text or null.
std::string JsonOf(const Value& value);

// Each item is JSON already.
std::string JsonArray(const std::vector<std::string>& items);

class JsonObject {
 public:
  // `json` is JSON already.
  JsonObject& Add(std::string_view name, std::string_view json);
  JsonObject& Text(std::string_view name, std::string_view text);
  // null where it is empty.
  JsonObject& TextOrNull(std::string_view name, std::string_view text);
  JsonObject& Integer(std::string_view name, int64_t number);
  JsonObject& Bool(std::string_view name, bool value);
  JsonObject& Cell(std::string_view name, const Value& value) { return Add(name, JsonOf(value)); }

  std::string Done() const { return "{" + members_ + "}"; }

 private:
  std::string members_;
};

}  // namespace sheetkeeper
