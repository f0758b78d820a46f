// JSON that is written member by member: what commands print (docs/schemas has the shapes) and the
// status page serves.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace sheetkeeper {

// Each item is JSON already.
std::string JsonArray(const std::vector<std::string>& items);

// The array of what `write` makes of each item.
template <typename T, typename Write>
std::string JsonList(const std::vector<T>& items, const Write& write) {
  std::vector<std::string> written;
  written.reserve(items.size());
  for (const T& item : items) written.push_back(write(item));
  return JsonArray(written);
}

class JsonObject {
 public:
  // `json` is JSON already.
  JsonObject& Add(std::string_view name, std::string_view json);
  JsonObject& Text(std::string_view name, std::string_view text);
  // null where it is empty.
  JsonObject& TextOrNull(std::string_view name, std::string_view text);
  JsonObject& Integer(std::string_view name, int64_t number);
  JsonObject& Bool(std::string_view name, bool value);

  std::string Done() const { return "{" + members_ + "}"; }

 private:
  std::string members_;
};

}  // namespace sheetkeeper
